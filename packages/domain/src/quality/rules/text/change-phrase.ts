import type { TurnableInput, TypeChange } from '../classification/what-would-change.ts';
import { ruleOf } from '../classification/rule-book.ts';
import { signalTypeLabels } from './labels.ts';

/** Names of the inputs a reader may turn. */
export const inputTitles: Readonly<Record<TurnableInput, string>> = {
  aggregateZscore: 'Mean z',
  slopePercentile: 'Slope percentile',
  acceleration: 'Acceleration',
  zscoreStd: 'Spread of z',
  maxAbsDeviation: 'Largest |z|',
  slopeChange: 'Worsening over the window',
  periodCount: 'Periods',
};

const edgeWords = ({ direction, inclusive }: TypeChange): string => {
  if (direction === 'up') return inclusive ? 'at least' : 'over';
  return inclusive ? 'at most' : 'under';
};

/** "Slope percentile under 90: Chronic, 81 to 90". */
export function changePhrase(input: TurnableInput, change: TypeChange): string {
  const [low, high] = ruleOf(change.type).range;
  const edge = input === 'periodCount' ? change.value : change.edge;
  const words = input === 'periodCount' ? 'being' : edgeWords(change);
  const range = low === high ? `${low}` : `${low} to ${high}`;
  return `${inputTitles[input]} ${words} ${edge}: ${signalTypeLabels[change.type].short}, ${range}`;
}
