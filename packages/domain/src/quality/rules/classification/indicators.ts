import type { Consistency, Momentum, Position, Trend } from '../../schema/vocabulary.ts';
import type { ClassificationInputs } from './inputs.ts';
import type { ClassificationSettings } from './settings.ts';

/** The five inputs in words. */
export interface Indicators {
  readonly position: Position;
  readonly trend: Trend;
  readonly momentum: Momentum;
  readonly consistency: Consistency;
  readonly hasSpike: boolean;
}

/** Edges between the bands; which side owns an edge is written in the functions below. */
export const indicatorEdges = {
  position: [-1.5, -0.5, 0.5, 1, 2],
  trend: [10, 30, 70, 90],
  consistency: [0.5],
} as const;

/** Standing by the mean of the period z-values: the better side owns no edge below normal, the milder side owns each edge above. */
export function positionOf(aggregateZscore: number): Position {
  if (aggregateZscore < -1.5) return 'excellent';
  if (aggregateZscore < -0.5) return 'favorable';
  if (aggregateZscore <= 0.5) return 'normal';
  if (aggregateZscore <= 1) return 'marginal';
  return aggregateZscore <= 2 ? 'elevated' : 'severe';
}

/** Direction against peers by slope percentile; each band owns its lower edge. An unknown slope counts as stable. */
export function trendOf(slopePercentile: number | null): Trend {
  if (slopePercentile === null) return 'stable';
  if (slopePercentile < 10) return 'rapidly_improving';
  if (slopePercentile < 30) return 'improving';
  if (slopePercentile < 70) return 'stable';
  return slopePercentile < 90 ? 'worsening' : 'rapidly_worsening';
}

/** Whether harm gathers pace; the threshold itself is still neutral, and so is an unknown acceleration. */
export function momentumOf(acceleration: number | null, threshold: number): Momentum {
  if (acceleration === null) return 'neutral';
  if (acceleration > threshold) return 'accelerating';
  return acceleration < -threshold ? 'decelerating' : 'neutral';
}

/** Steady when the period z-values spread by less than half a standard deviation. */
export const consistencyOf = (zscoreStd: number): Consistency => (zscoreStd < 0.5 ? 'consistent' : 'variable');

/** The five inputs put into words; the rules read these words, not the numbers. */
export const indicatorsOf = (inputs: ClassificationInputs, settings: ClassificationSettings): Indicators => ({
  position: positionOf(inputs.aggregateZscore),
  trend: trendOf(inputs.slopePercentile),
  momentum: momentumOf(inputs.acceleration, settings.momentumThreshold),
  consistency: consistencyOf(inputs.zscoreStd),
  hasSpike: inputs.maxAbsDeviation >= settings.spikeThreshold,
});
