import type { ContributionDirection } from '../schema/vocabulary.ts';

/** A part of a whole: its value and what it weighs, usually encounters. */
export interface Part {
  readonly key: string;
  readonly value: number;
  readonly weight: number;
}

/** What a part does to its whole. */
export interface Contribution extends Part {
  readonly weightShare: number;
  readonly rawComponent: number;
  /** Already weighted: how much of the whole's distance this part explains. */
  readonly excessOverParent: number;
  /** Size of the pull, for ranking; not weighted a second time. */
  readonly contributionWeight: number;
  readonly direction: ContributionDirection;
  readonly rank: number;
  /** Share of all pull in the same direction, in percent. */
  readonly pct: number;
  readonly cumulativePct: number;
}

const NO_PULL = 1e-12;

const directionOf = (excess: number): ContributionDirection => {
  if (Math.abs(excess) <= NO_PULL) return 'neutral';
  return excess > 0 ? 'positive' : 'negative';
};

/** The value a whole has when it is nothing but its parts; null when they weigh nothing. */
export function weightedMean(parts: readonly Pick<Part, 'value' | 'weight'>[]): number | null {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? parts.reduce((sum, { value, weight }) => sum + value * (weight / total), 0) : null;
}

/**
 * How much each part pulls the whole up or down, strongest first, with the running share of all pull in the same direction.
 * Empty when the parts weigh nothing.
 * @throws RangeError when a weight is negative.
 */
export function contributionsOf(parentValue: number, parts: readonly Part[]): readonly Contribution[] {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (parts.some(({ weight }) => weight < 0)) throw new RangeError('A part cannot weigh less than nothing.');
  if (total === 0) return [];
  const pulled = parts
    .map((part) => {
      const weightShare = part.weight / total;
      const excessOverParent = weightShare * (part.value - parentValue);
      return { ...part, weightShare, rawComponent: weightShare * part.value, excessOverParent };
    })
    .sort((a, b) => Math.abs(b.excessOverParent) - Math.abs(a.excessOverParent) || a.key.localeCompare(b.key));
  return withRunningShares(pulled);
}

type Pulled = Part & Pick<Contribution, 'weightShare' | 'rawComponent' | 'excessOverParent'>;

function withRunningShares(pulled: readonly Pulled[]): readonly Contribution[] {
  const totals = { positive: 0, negative: 0, neutral: 0 };
  for (const { excessOverParent } of pulled) totals[directionOf(excessOverParent)] += Math.abs(excessOverParent);
  const running = { positive: 0, negative: 0, neutral: 0 };
  return pulled.map((part, place) => {
    const direction = directionOf(part.excessOverParent);
    const contributionWeight = Math.abs(part.excessOverParent);
    const share = (pull: number): number => (direction === 'neutral' ? 0 : (100 * pull) / totals[direction]);
    running[direction] += contributionWeight;
    return {
      ...part,
      contributionWeight,
      direction,
      rank: place + 1,
      pct: share(contributionWeight),
      cumulativePct: share(running[direction]),
    };
  });
}

/** How many parts a page shows: ten unless asked, never more than fifty. */
export const topContributions = (all: readonly Contribution[], topN = 10): readonly Contribution[] =>
  all.slice(0, Math.min(50, Math.max(1, topN)));
