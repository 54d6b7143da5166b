import * as z from 'zod';
import { absence, eligibility, planDistance, preference } from './constraints/cells.ts';
import { capacity, supervision } from './constraints/cover.ts';
import type { Lowering, Rule } from './constraints/declare.ts';
import { consecutive, continuity, forbiddenSequence, spacing, weekendPattern, windowFree } from './constraints/sequences.ts';
import { balance, count, windowSum } from './constraints/sums.ts';

/** A rule of any type, as written in a problem. */
export const constraintSchema = z.discriminatedUnion('type', [
  eligibility.schema,
  absence.schema,
  preference.schema,
  planDistance.schema,
  capacity.schema,
  supervision.schema,
  windowSum.schema,
  count.schema,
  balance.schema,
  forbiddenSequence.schema,
  continuity.schema,
  weekendPattern.schema,
  consecutive.schema,
  windowFree.schema,
  spacing.schema,
]);

/** A validated rule. */
export type Constraint = z.infer<typeof constraintSchema>;
/** The name of a rule type. */
export type ConstraintType = Constraint['type'];

const lowerings = {
  eligibility: eligibility.lower,
  absence: absence.lower,
  preference: preference.lower,
  planDistance: planDistance.lower,
  capacity: capacity.lower,
  supervision: supervision.lower,
  windowSum: windowSum.lower,
  count: count.lower,
  balance: balance.lower,
  forbiddenSequence: forbiddenSequence.lower,
  continuity: continuity.lower,
  weekendPattern: weekendPattern.lower,
  consecutive: consecutive.lower,
  windowFree: windowFree.lower,
  spacing: spacing.lower,
};

/** The rule types there are. */
export const constraintTypes = Object.keys(lowerings) as readonly ConstraintType[];

/** Lowers one rule through the declaration of its type. */
export function lowerConstraint(constraint: Constraint, index: number, to: Lowering): void {
  const rule = { index, level: constraint.level, weight: constraint.weight, params: constraint.params };
  const lower = lowerings[constraint.type] as (rule: Rule<Constraint['params']>, to: Lowering) => void;
  lower(rule, to);
}
