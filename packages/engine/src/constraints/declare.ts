import * as z from 'zod';
import type { Form, Forms, Range } from '../forms.ts';
import type { Frame } from '../frame.ts';
import { HARD } from '../frame.ts';

/** The head every rule has: hard rules must hold, soft ones cost `weight` points per unit of violation. */
const ruleHead = {
  id: z.string().min(1),
  title: z.string().default(''),
  level: z.enum(['hard', 'soft']),
  weight: z.int().min(1).max(1_000_000).default(1),
};

/** The rule being lowered: its position, level, weight, and its parameters. */
export interface Rule<P> {
  readonly index: number;
  readonly level: 'hard' | 'soft';
  readonly weight: number;
  readonly params: P;
}

/** Where a declaration puts what its rule means: score, linear model and explanation all read it from here. */
export interface Lowering {
  readonly frame: Frame;
  readonly out: Forms;
}

/** The single declaration of a rule type: how it is written, and what it means in normal form. */
export interface Declaration<T extends string, S extends z.ZodType> {
  readonly type: T;
  readonly schema: z.ZodObject<{
    id: z.ZodString;
    title: z.ZodDefault<z.ZodString>;
    level: z.ZodEnum<{ hard: 'hard'; soft: 'soft' }>;
    weight: z.ZodDefault<z.ZodInt>;
    type: z.ZodLiteral<T>;
    params: S;
  }>;
  readonly lower: (rule: Rule<z.output<S>>, to: Lowering) => void;
}

/** Declares a rule type. */
export const declare = <T extends string, S extends z.ZodType>(
  type: T,
  params: S,
  lower: (rule: Rule<z.output<S>>, to: Lowering) => void,
): Declaration<T, S> => ({ type, schema: z.strictObject({ ...ruleHead, type: z.literal(type), params }), lower });

/** The packed cost of one unit of violation. */
export const unitCost = (rule: Rule<unknown>): number => rule.weight * (rule.level === 'hard' ? HARD : 1);

/** Adds a form unless it would speak of nobody. */
export const addForm = (to: Lowering, form: Form): void => {
  if (form.kind === 'column' ? form.needs.length > 0 : form.people.length > 0) to.out.forms.push(form);
};

/** What a rule can count by: single slots, days, weekends (from Saturday, or as given). */
export const unitName = z.enum(['slot', 'day', 'weekend']);

/** The weekend of a rule: first weekday (5 is Saturday) and length in days. */
export const weekendShape = z.strictObject({ start: z.int().min(0).max(6).default(5), days: z.int().min(1).max(4).default(2) });

/** The units of a grid in order, as slot ranges; weekends cut by an edge of the grid count with what is left of them. */
export function unitsOf(frame: Frame, unit: z.infer<typeof unitName>, weekend?: z.infer<typeof weekendShape>): Range[] {
  const step = unit === 'slot' ? 1 : frame.perDay;
  const units: Range[] = [];
  if (unit !== 'weekend') {
    for (let from = 0; from < frame.slots; from += step) units.push({ from, to: from + step });
    return units;
  }
  const { start, days } = weekend ?? { start: 5, days: 2 };
  for (let from = -(days - 1) * step; from < frame.slots; from += step) {
    if (frame.weekdayOf(from) !== start) continue;
    const range = { from: Math.max(0, from), to: Math.min(frame.slots, from + days * step) };
    if (range.to > range.from) units.push(range);
  }
  return units;
}
