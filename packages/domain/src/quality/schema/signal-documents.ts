import { z } from 'zod';
import {
  classificationModes,
  consistencies,
  momentums,
  periodicities,
  positions,
  trends,
} from './vocabulary.ts';

/** `simplified_inputs`: the five numbers a signal is classified by, harm positive. Keys inside stored documents are snake_case. */
export const storedInputs = z.object({
  aggregate_zscore: z.number(),
  slope_percentile: z.number().min(0).max(100).nullable(),
  acceleration: z.number().nullable(),
  zscore_std: z.number().min(0),
  max_abs_deviation: z.number().min(0),
});
export type StoredInputs = z.output<typeof storedInputs>;

/** `simplified_indicators`: the five numbers in words. */
export const storedIndicators = z.object({
  position: z.enum(positions),
  trend: z.enum(trends),
  momentum: z.enum(momentums),
  consistency: z.enum(consistencies),
  has_spike: z.boolean(),
});
export type StoredIndicators = z.output<typeof storedIndicators>;

/** One step of the severity sum: what was looked at, what it added, and why. */
export const severityRefinement = z.object({
  factor: z.string(),
  adjustment: z.int(),
  reason: z.string(),
});
export type SeverityRefinement = z.output<typeof severityRefinement>;

/** `simplified_severity_calculation`: base + refinements, kept inside the range of the type = final. */
export const severityCalculation = z.object({
  base: z.int(),
  refinements: z.array(severityRefinement),
  final: z.int().min(0).max(100),
});
export type SeverityCalculation = z.output<typeof severityCalculation>;

/** `classification_context`: everything beside the five inputs that is needed to classify again and get the same answer. */
export const storedContext = z.object({
  mode: z.enum(classificationModes),
  spike_threshold: z.number(),
  periodicity: z.enum(periodicities),
  period_count: z.int().min(0),
  suppressed: z.boolean(),
  slope_change: z.number().nullable(),
  latest_zscore: z.number().nullable(),
  value_zscore: z.number().nullable(),
  robust_zscore: z.number().nullable(),
  raw_slope: z.number().nullable(),
  raw_acceleration: z.number().nullable(),
});
export type StoredContext = z.output<typeof storedContext>;

/** `metric_trend_timeline`: the metric period by period, oldest first; a null value is a reported gap. */
export const trendTimeline = z.array(
  z.object({ period: z.string(), value: z.number().nullable(), encounters: z.int().min(0).nullish() }),
);
export type TrendTimeline = z.output<typeof trendTimeline>;

/** `metadata_per_period`: further facts by period, such as footnotes and z-values. */
export const metadataPerPeriod = z.record(
  z.string(),
  z.array(z.object({ period: z.string(), value: z.union([z.number(), z.string(), z.boolean(), z.null()]) })),
);
export type MetadataPerPeriod = z.output<typeof metadataPerPeriod>;

const band = z.array(z.number().nullable());
const hidden = z.array(z.boolean());

/** `peer_percentile_trends`: the peers' spread period by period; a percentile is null and marked where too few peers reported. */
export const peerPercentileTrends = z.object({
  periods: z.array(z.string()),
  p10: band,
  p25: band,
  p50: band,
  p75: band,
  p90: band,
  sample_sizes: z.array(z.int().min(0)),
  suppression_applied: z.object({ p10: hidden, p25: hidden, p50: hidden, p75: hidden, p90: hidden }),
});
export type PeerPercentileTrends = z.output<typeof peerPercentileTrends>;

/** `sparkline`: what a feed row draws, oldest first: the values and the peers' middle half behind them. */
export const sparkline = z.object({
  values: z.array(z.number().nullable()),
  lower: z.array(z.number().nullable()),
  upper: z.array(z.number().nullable()),
});
export type Sparkline = z.output<typeof sparkline>;

/** `entity_dimensions`: which slice of the facility is meant, such as a service line; empty means facility-wide. */
export const entityDimensions = z.record(z.string(), z.string());
export type EntityDimensions = z.output<typeof entityDimensions>;

/** `simplified_severity_range`: lowest and highest severity the type can have. */
export const severityRange = z.tuple([z.int().min(0).max(100), z.int().min(0).max(100)]);
export type SeverityRange = z.output<typeof severityRange>;
