/** Below these many peers no comparison is made: over the whole window, and within one period. */
export const peerMinimums = { aggregate: 15, perPeriod: 10 } as const;

/** Arithmetic mean; NaN for an empty list, so that a forgotten minimum shows. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Spread of a whole group, not of a sample from it: the peers are all there are (n in the divisor). */
export function populationStd(values: readonly number[]): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return Math.sqrt(squares / values.length);
}

/** Ascending copy, by size. */
export const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Value below which `share` (0 to 1) of an ascending list lies, interpolated like `percentile_cont`. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** Middle value. */
export const median = (values: readonly number[]): number => quantile(ascending(values), 0.5);

/** Distance from the peer mean in peer standard deviations; `floor` keeps it finite where peers hardly differ. */
export const zscore = (value: number, centre: number, std: number, floor: number): number =>
  (value - centre) / Math.max(std, floor);

const MAD_TO_STD = 1.4826;

/** The middle of a group and its scaled median deviation: centre and spread that a few wild peers do not move. */
export interface RobustCentre {
  readonly median: number;
  readonly spread: number;
}

/** The middle of a group of facilities and its spread, in the unit of the values; NaN for an empty group. */
export function robustCentre(values: readonly number[]): RobustCentre {
  const centre = median(values);
  return { median: centre, spread: MAD_TO_STD * median(values.map((value) => Math.abs(value - centre))) };
}

/** What z would be if a few wild peers did not count. */
export const robustZscore = (value: number, centre: RobustCentre, floor = 0.01): number =>
  (value - centre.median) / Math.max(centre.spread, floor);

const firstAtLeast = (sorted: readonly number[], value: number, strictly: boolean): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] ?? Number.NaN;
    if (at < value || (strictly && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Share of an ascending list that lies below a value, ties counted half, 0 to 100. */
export function percentileRank(value: number, sorted: readonly number[]): number {
  const below = firstAtLeast(sorted, value, false);
  const equal = firstAtLeast(sorted, value, true) - below;
  return Math.min(100, Math.max(0, (100 * (below + 0.5 * equal)) / sorted.length));
}
