import type {
  AnomalyLabel,
  ConsistencyTier,
  LegacyAnomalyTier,
  MagnitudeTier,
  TrajectoryTier,
} from '../schema/vocabulary.ts';

type Steps<Label> = readonly (readonly [atLeast: number, label: Label])[];

const stepFor = <Label>(value: number, steps: Steps<Label>, below: Label): Label =>
  steps.find(([atLeast]) => value >= atLeast)?.[1] ?? below;

const magnitudeByPercentile: Steps<MagnitudeTier> = [
  [99, 'critical'],
  [95, 'severe'],
  [85, 'elevated'],
  [75, 'marginal'],
  [25, 'expected'],
  [10, 'favorable'],
];

const magnitudeByZ: Steps<MagnitudeTier> = [
  [3, 'critical'],
  [2.5, 'severe'],
  [1.5, 'elevated'],
  [1, 'marginal'],
  [-1, 'expected'],
  [-1.5, 'favorable'],
];

const trajectoryByPercentile: Steps<TrajectoryTier> = [
  [90, 'rapidly_deteriorating'],
  [70, 'deteriorating'],
  [30, 'stable'],
  [10, 'improving'],
];

/**
 * Distance from peers for display, harm upwards. The percentile decides; a z of 3 or more is critical whatever the
 * percentile, and without a percentile z decides alone. Null when neither is known.
 */
export function magnitudeTierOf(percentile: number | null, z: number | null): MagnitudeTier | null {
  if (z !== null && z >= 3) return 'critical';
  if (percentile !== null) return stepFor(percentile, magnitudeByPercentile, 'excellent');
  return z === null ? null : stepFor(z, magnitudeByZ, 'excellent');
}

/** Direction of travel for display; null when the slope is unknown. */
export const trajectoryTierOf = (slopePercentile: number | null): TrajectoryTier | null =>
  slopePercentile === null ? null : stepFor(slopePercentile, trajectoryByPercentile, 'rapidly_improving');

const TOO_FEW_PERIODS = 3;
const PERIODS_TO_PERSIST = 6;
const SMALLEST_MEAN = 0.25;

/** Spread of the period z-values relative to their mean; the mean counts as at least a quarter, or the ratio would explode near zero. */
export const zscoreVariation = (zscoreMean: number, zscoreStd: number): number =>
  zscoreStd / Math.max(Math.abs(zscoreMean), SMALLEST_MEAN);

/** Steadiness for display; too few periods are transient, and steady ones persist only after half a window. */
export function consistencyTierOf(zscoreMean: number, zscoreStd: number, periodCount: number): ConsistencyTier {
  const variation = zscoreVariation(zscoreMean, zscoreStd);
  if (periodCount < TOO_FEW_PERIODS || variation > 0.7) return 'transient';
  return variation < 0.3 && periodCount >= PERIODS_TO_PERSIST ? 'persistent' : 'variable';
}

const anomalyUpTo: readonly (readonly [number, AnomalyLabel])[] = [
  [-3, 'extremely_low'],
  [-2, 'very_low'],
  [-1, 'moderately_low'],
  [-0.5, 'slightly_low'],
  [0.5, 'normal'],
  [1, 'slightly_high'],
  [2, 'moderately_high'],
  [3, 'very_high'],
];

/** Nine-step label of a z-value; each step owns its upper edge. */
export const anomalyLabelOf = (z: number | null): AnomalyLabel =>
  z === null ? 'no_score' : (anomalyUpTo.find(([upTo]) => z <= upTo)?.[1] ?? 'extremely_high');

const legacyTiers: Readonly<Record<AnomalyLabel, LegacyAnomalyTier>> = {
  extremely_low: 'Critical',
  very_low: 'High',
  moderately_low: 'Moderate',
  slightly_low: 'Watch',
  normal: 'none',
  slightly_high: 'Watch',
  moderately_high: 'Moderate',
  very_high: 'High',
  extremely_high: 'Critical',
  no_score: 'none',
};

/** The four steps older reports use for the same label. */
export const legacyTierOf = (label: AnomalyLabel): LegacyAnomalyTier => legacyTiers[label];
