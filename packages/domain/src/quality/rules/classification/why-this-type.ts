import type { SignalType } from '../../schema/vocabulary.ts';
import { ruleFacts } from './classify.ts';
import type { ClassificationInputs } from './inputs.ts';
import { classificationRules } from './rule-book.ts';
import { productSettings, type ClassificationSettings } from './settings.ts';

/** What one rule made of the inputs. */
export interface RuleTrial {
  readonly type: SignalType;
  readonly title: string;
  /** `decided`: the first that matched. `passed_over`: it matches too, but came later. `failed`: a condition did not hold. */
  readonly outcome: 'decided' | 'passed_over' | 'failed';
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly holds: boolean }[];
}

/** Every rule in order: whether it matched, and which of its conditions failed. */
export function whyThisType(
  inputs: ClassificationInputs,
  settings: ClassificationSettings = productSettings,
): readonly RuleTrial[] {
  const facts = ruleFacts(inputs, settings);
  const deciding = classificationRules.findIndex((rule) => rule.matches(facts));
  return classificationRules.map((rule, place) => {
    const conditions = rule.conditions.map(({ id, title, holds }) => ({ id, title, holds: holds(facts) }));
    const matched = conditions.every(({ holds }) => holds);
    const outcome = matched ? (place === deciding ? 'decided' : 'passed_over') : 'failed';
    return { type: rule.id, title: rule.title, outcome, conditions };
  });
}
