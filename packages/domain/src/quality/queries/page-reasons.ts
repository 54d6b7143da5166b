import type { z } from 'zod';
import { changePhrase, classificationBehind, inputTitles, whatWouldChange, whyThisType } from '../rules.ts';
import type { SignalRow } from '../schema.ts';
import type { inputChange, ruleTrial } from './page-shapes.ts';

/** The rules as they were tried on a signal, and what would have led elsewhere; nothing for a signal without a type. */
export function reasonsOf(signal: SignalRow): {
  rules: z.output<typeof ruleTrial>[];
  changes: z.output<typeof inputChange>[];
} {
  const behind = classificationBehind(signal);
  if (!behind) return { rules: [], changes: [] };
  return {
    rules: whyThisType(behind.inputs, behind.settings).map((trial) => ({ ...trial, conditions: [...trial.conditions] })),
    changes: whatWouldChange(behind.inputs, behind.settings).map((change) => ({
      ...change,
      title: inputTitles[change.input],
      phrase: change.nearest && changePhrase(change.input, change.nearest),
    })),
  };
}
