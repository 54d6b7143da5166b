import { z } from 'zod';
import { lifecycleColumns, tenantColumns } from '../../kernel/row.ts';
import { count, decimal, instant, real, text } from './fields.ts';
import {
  entityDimensions,
  metadataPerPeriod,
  peerPercentileTrends,
  severityCalculation,
  severityRange,
  sparkline,
  storedContext,
  storedIndicators,
  storedInputs,
  trendTimeline,
} from './signal-documents.ts';
import {
  anomalyLabels,
  consistencyTiers,
  domains,
  magnitudeTiers,
  peerGroups,
  signalTypes,
  trajectoryTiers,
  trendDirections,
  unclassifiedReasons,
} from './vocabulary.ts';

const identity = {
  signalNumber: z.int().min(1),
  canonicalNodeId: text(255),
  metricRef: z.uuid(),
  metricId: text(100),
  domain: z.enum(domains),
  facilityRef: z.uuid(),
  facility: text(255),
  facilityId: text(50).nullable(),
  systemName: text(255).nullable(),
  serviceLine: text(255),
  subServiceLine: text(255).nullable(),
  description: text(),
};

const measurement = {
  metricValue: decimal(10, 4),
  peerMean: decimal(10, 4).nullable(),
  peerStd: decimal(10, 4).nullable(),
  percentileRank: decimal(5, 2).nullable(),
  encounters: count().nullable(),
  variancePercent: real().nullable(),
  peerGroup: z.enum(peerGroups),
  peerGroupValue: text(100).nullable(),
  peerCount: count().nullable(),
  periodCount: count(),
  suppressed: z.boolean(),
};

const classification = {
  simplifiedSignalType: z.enum(signalTypes).nullable(),
  unclassifiedReason: z.enum(unclassifiedReasons).nullable(),
  simplifiedSeverity: z.int().min(0).max(100).nullable(),
  /** Severity for sorting, made by the database: -1 without a type, so that such signals come last. */
  feedRank: z.int().min(-1).max(100),
  simplifiedSeverityRange: severityRange.nullable(),
  simplifiedInputs: storedInputs.nullable(),
  simplifiedIndicators: storedIndicators.nullable(),
  simplifiedReasoning: text().nullable(),
  simplifiedSeverityCalculation: severityCalculation.nullable(),
  classificationContext: storedContext.nullable(),
  magnitudeTier: z.enum(magnitudeTiers).nullable(),
  trajectoryTier: z.enum(trajectoryTiers).nullable(),
  consistencyTier: z.enum(consistencyTiers).nullable(),
  anomalyLabel: z.enum(anomalyLabels),
};

const headline = {
  latestPeriodLabel: text(40).nullable(),
  latestValue: real().nullable(),
  latestPeerMean: real().nullable(),
  latestPeerMedian: real().nullable(),
  latestPeerLowerQuartile: real().nullable(),
  latestPeerUpperQuartile: real().nullable(),
  latestPeerCount: count().nullable(),
  sparkline,
};

const grouping = {
  entityDimensions,
  entityDimensionsHash: z.string().regex(/^[0-9a-f]{32}$/, 'A hash has 32 hexadecimal digits'),
  groupbyLabel: text(255).nullable(),
  groupValue: text(500).nullable(),
};

const temporal = {
  temporalNodeId: text(255).nullable(),
  metricTrendTimeline: trendTimeline.nullable(),
  trendDirection: z.enum(trendDirections).nullable(),
  metadataPerPeriod: metadataPerPeriod.nullable(),
  peerPercentileTrends: peerPercentileTrends.nullable(),
};

const impact = {
  annualExcessCost: decimal(12, 2).nullable(),
  excessLosDays: decimal(10, 2).nullable(),
  capacityImpactBedDays: decimal(10, 4).nullable(),
  expectedMetricValue: decimal(10, 4).nullable(),
  whyMattersNarrative: text().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
};

const detection = {
  detectedAt: instant(),
  lastDetectedAt: instant(),
  closedAt: instant().nullable(),
  regressionOf: z.uuid().nullable(),
  importBatchId: z.uuid().nullable(),
};

/**
 * One metric at one of our facilities, for one slice of it, that was judged against peers. In this context `metricId`
 * and `facilityId` are codes people know; `metricRef` and `facilityRef` are the rows they stand for. `detectedAt` is the
 * first detection and never moves; a closed signal that breaches again opens a new one that names it in `regressionOf`.
 * `metricValue`, the peer columns and `variancePercent` speak of the whole window, the `latest…` columns of its last period.
 */
export const signalRow = z.object({
  ...tenantColumns,
  ...identity,
  ...measurement,
  ...classification,
  ...headline,
  ...grouping,
  ...temporal,
  ...impact,
  ...detection,
  ...lifecycleColumns,
});
export type SignalRow = z.output<typeof signalRow>;
