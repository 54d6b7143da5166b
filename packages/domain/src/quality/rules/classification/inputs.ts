import type { Periodicity } from '../../schema/vocabulary.ts';
import { periodicityRules } from '../periodicities.ts';
import { mean, populationStd } from '../statistics/distribution.ts';
import { accelerationOf, slopeChangeOf, slopeOverTime, type TimedValue } from '../statistics/trend.ts';
import type { ClassificationSettings } from './settings.ts';

/** All that the rules look at: the five documented inputs, harm positive, and what decides whether they may be used. */
export interface ClassificationInputs {
  /** Mean of the z-values of the single periods; not the z of the mean. */
  readonly aggregateZscore: number;
  /** Place among the peers' slopes, 0 to 100, high = worsening; null = too few periods or peers. */
  readonly slopePercentile: number | null;
  /** Unit as in the settings; null = too few periods. */
  readonly acceleration: number | null;
  readonly zscoreStd: number;
  readonly maxAbsDeviation: number;
  readonly periodCount: number;
  readonly suppressed: boolean;
  /** Worsening of the fitted line over the window in peer standard deviations; negative = it gets better. */
  readonly slopeChange: number | null;
  readonly latestZscore: number | null;
}

/** One period of a facility: the adverse value and its z among the peers of that period, null where too few reported. */
export interface PeriodPoint {
  readonly index: number;
  readonly value: number;
  readonly zscore: number | null;
}

/** What is known of one facility and one metric before it is judged. */
export interface SeriesFacts {
  /** Periods with a value, oldest first, within the window. */
  readonly points: readonly PeriodPoint[];
  readonly periodicity: Periodicity;
  /** Population spread of the peers' window values, floored; null = too few peers. */
  readonly peerStd: number | null;
  readonly slopePercentile: number | null;
  readonly suppressed: boolean;
}

/** Slope of a series, where there are enough periods for one. */
export function seriesSlope(points: readonly TimedValue[], periodicity: Periodicity): number | null {
  return points.length < periodicityRules[periodicity].minimumForSlope ? null : slopeOverTime(points);
}

/** Acceleration of a series in metric units, where there are enough periods for one. */
export function seriesAcceleration(points: readonly TimedValue[], periodicity: Periodicity): number | null {
  return points.length < periodicityRules[periodicity].minimumForAcceleration ? null : accelerationOf(points);
}

/** The five inputs of a series; null when no period could be compared with peers. */
export function inputsFromSeries(series: SeriesFacts, settings: ClassificationSettings): ClassificationInputs | null {
  const { points, periodicity, peerStd } = series;
  const zscores = points.flatMap(({ zscore }) => (zscore === null ? [] : [zscore]));
  if (zscores.length === 0) return null;
  const slope = seriesSlope(points, periodicity);
  const acceleration = seriesAcceleration(points, periodicity);
  return {
    aggregateZscore: mean(zscores),
    slopePercentile: slope === null ? null : series.slopePercentile,
    acceleration: settings.mode === 'parity' ? acceleration : inPeerStd(acceleration, peerStd),
    zscoreStd: populationStd(zscores),
    maxAbsDeviation: Math.max(...zscores.map(Math.abs)),
    periodCount: zscores.length,
    suppressed: series.suppressed,
    slopeChange: slope === null || peerStd === null ? null : slopeChangeOf(points, slope, peerStd),
    latestZscore: points.at(-1)?.zscore ?? null,
  };
}

const inPeerStd = (value: number | null, peerStd: number | null): number | null =>
  value === null || peerStd === null ? null : value / peerStd;
