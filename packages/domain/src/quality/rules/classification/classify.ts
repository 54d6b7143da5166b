import type { SeverityCalculation, SeverityRange } from '../../schema/signal-documents.ts';
import type { SignalType } from '../../schema/vocabulary.ts';
import type { RuleFacts } from './conditions.ts';
import { indicatorsOf, type Indicators } from './indicators.ts';
import type { ClassificationInputs } from './inputs.ts';
import { classificationRules, ruleOf, type ClassificationRule } from './rule-book.ts';
import { productSettings, type ClassificationSettings } from './settings.ts';

/** The verdict on one metric at one facility, with the arithmetic behind it. */
export interface Classification {
  readonly type: SignalType;
  readonly severity: number;
  readonly range: SeverityRange;
  readonly calculation: SeverityCalculation;
  readonly indicators: Indicators;
}

/** Checks the inputs and puts them into words, once, for all rules. */
export function ruleFacts(inputs: ClassificationInputs, settings: ClassificationSettings): RuleFacts {
  for (const [name, value] of Object.entries(inputs) as [string, unknown][])
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new RangeError(`The series cannot be classified: ${name} is ${value}, not a number.`);
  return { inputs, settings, indicators: indicatorsOf(inputs, settings) };
}

/** The first rule that matches. */
export const decidingRule = (facts: RuleFacts): ClassificationRule =>
  classificationRules.find((rule) => rule.matches(facts)) ?? ruleOf('baseline');

/** The type alone; cheap enough to ask many times. */
export const typeOf = (inputs: ClassificationInputs, settings: ClassificationSettings = productSettings): SignalType =>
  decidingRule(ruleFacts(inputs, settings)).id;

function severityOf(rule: ClassificationRule, facts: RuleFacts): SeverityCalculation {
  const refinements = rule.steps.map(({ factor, assess }) => ({ factor, ...assess(facts) }));
  const sum = refinements.reduce((total, { adjustment }) => total + adjustment, rule.base);
  return { base: rule.base, refinements, final: Math.min(rule.range[1], Math.max(rule.range[0], sum)) };
}

/**
 * Type and severity of one metric at one facility.
 * @throws RangeError when an input is NaN or infinite, naming it.
 */
export function classify(
  inputs: ClassificationInputs,
  settings: ClassificationSettings = productSettings,
): Classification {
  const facts = ruleFacts(inputs, settings);
  const rule = decidingRule(facts);
  const calculation = severityOf(rule, facts);
  return { type: rule.id, severity: calculation.final, range: rule.range, calculation, indicators: facts.indicators };
}
