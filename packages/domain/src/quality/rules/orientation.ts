import type { MetricRow } from '../schema/metric.ts';
import type { DirectionPreference } from '../schema/vocabulary.ts';

/** What is needed to know which way harm lies. */
export type Direction = Pick<MetricRow, 'directionPreference' | 'targetLow' | 'targetHigh'>;

/**
 * The value turned so that more is worse: as it is, negated, or the distance from the middle of the target. All
 * statistics run on adverse values, which is the same as turning z, slope and acceleration afterwards.
 * Null for a neutral metric, which is never judged.
 */
export function adverseValue(value: number, direction: Direction): number | null {
  switch (direction.directionPreference) {
    case 'lower_is_better':
      return value;
    case 'higher_is_better':
      return value === 0 ? 0 : -value;
    case 'target_range':
      return Math.abs(value - targetMiddle(direction));
    case 'neutral':
      return null;
  }
}

function targetMiddle({ targetLow, targetHigh }: Direction): number {
  if (targetLow === null || targetHigh === null)
    throw new RangeError('A metric with a target range needs the lower and the upper end of the target.');
  return (targetLow + targetHigh) / 2;
}

/** Statistics that were computed on raw values of a metric. */
export interface RawStatistics {
  readonly aggregateZscore: number;
  readonly slopePercentile: number | null;
  readonly acceleration: number | null;
}

/**
 * Turns statistics of raw values so that harm is positive. A target range cannot be turned afterwards: its statistics
 * must be computed on distances, so they are taken as they are.
 */
export function orientStatistics<S extends RawStatistics>(raw: S, preference: DirectionPreference): S {
  if (preference !== 'higher_is_better') return raw;
  return {
    ...raw,
    aggregateZscore: -raw.aggregateZscore,
    slopePercentile: raw.slopePercentile === null ? null : 100 - raw.slopePercentile,
    acceleration: raw.acceleration === null ? null : -raw.acceleration,
  };
}
