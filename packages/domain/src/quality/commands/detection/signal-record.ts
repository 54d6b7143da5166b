import { createHash } from 'node:crypto';
import type { Facility, Metric } from '../../model.ts';
import {
  anomalyLabelOf,
  canonicalDimensions,
  type ClassificationColumns,
  consistencyTierOf,
  groupbyLabel,
  groupValue,
  magnitudeTierOf,
  peerMinimums,
  signalDescription,
  trajectoryTierOf,
  trendDirectionOf,
  variancePercent,
} from '../../rules.ts';
import { type PeerGroup, type SignalRow, toDecimal } from '../../schema.ts';
import type { ChartPeriod, OwnSeries, SeriesFacts } from './series-facts.ts';

/** Columns that a detection writes; the rest belongs to people or to the database. */
export type DetectedColumns = Omit<
  SignalRow,
  | 'tenantId'
  | 'id'
  | 'signalNumber'
  | 'feedRank'
  | 'whyMattersNarrative'
  | 'detectedAt'
  | 'lastDetectedAt'
  | 'closedAt'
  | 'regressionOf'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
  | 'metadata'
>;

const SPARKLINE_POINTS = 24;
const wholeFacility = {};
const dimensions = {
  entityDimensions: wholeFacility,
  entityDimensionsHash: createHash('md5').update(canonicalDimensions(wholeFacility)).digest('hex'),
  groupbyLabel: groupbyLabel(wholeFacility),
  groupValue: groupValue(wholeFacility),
};

const isCompared = ({ peers }: ChartPeriod): boolean => peers >= peerMinimums.perPeriod;
const bandPart = (period: ChartPeriod, place: 0 | 1 | 2 | 3 | 4): number | null => (isCompared(period) ? period.band[place] : null);
const byPeriod = <T>(periods: readonly ChartPeriod[], read: (period: ChartPeriod, place: number) => T) =>
  periods.map((period, place) => ({ period: period.label, value: read(period, place) }));

type Latest = Pick<
  DetectedColumns,
  | 'latestPeriodLabel'
  | 'latestValue'
  | 'latestPeerMean'
  | 'latestPeerMedian'
  | 'latestPeerLowerQuartile'
  | 'latestPeerUpperQuartile'
  | 'latestPeerCount'
>;

function latestOf(latest: ChartPeriod | undefined): Latest {
  return {
    latestPeriodLabel: latest?.label ?? null,
    latestValue: latest?.value ?? null,
    latestPeerMean: latest && isCompared(latest) ? latest.mean : null,
    latestPeerMedian: latest ? bandPart(latest, 2) : null,
    latestPeerLowerQuartile: latest ? bandPart(latest, 1) : null,
    latestPeerUpperQuartile: latest ? bandPart(latest, 3) : null,
    latestPeerCount: latest?.peers ?? null,
  };
}

function sparklineOf(periods: readonly ChartPeriod[]): DetectedColumns['sparkline'] {
  const recent = periods.slice(-SPARKLINE_POINTS);
  return {
    values: recent.map(({ value }) => value),
    lower: recent.map((period) => bandPart(period, 1)),
    upper: recent.map((period) => bandPart(period, 3)),
  };
}

function bands(periods: readonly ChartPeriod[]): DetectedColumns['peerPercentileTrends'] {
  const hidden = periods.map((period) => !isCompared(period));
  return {
    periods: periods.map(({ label }) => label),
    p10: periods.map((period) => bandPart(period, 0)),
    p25: periods.map((period) => bandPart(period, 1)),
    p50: periods.map((period) => bandPart(period, 2)),
    p75: periods.map((period) => bandPart(period, 3)),
    p90: periods.map((period) => bandPart(period, 4)),
    sample_sizes: periods.map(({ peers }) => peers),
    suppression_applied: { p10: hidden, p25: hidden, p50: hidden, p75: hidden, p90: hidden },
  };
}

const temporal = (periods: readonly ChartPeriod[], { zscores }: SeriesFacts, rawSlope: number | null) => ({
  temporalNodeId: null,
  metricTrendTimeline: periods.map(({ label, value, denominator }) => ({ period: label, value, encounters: denominator })),
  trendDirection: trendDirectionOf(rawSlope),
  peerPercentileTrends: bands(periods),
  metadataPerPeriod: {
    start: byPeriod(periods, ({ start }) => start),
    end: byPeriod(periods, ({ end }) => end),
    index: byPeriod(periods, ({ index }) => index),
    zscore: byPeriod(periods, (_, place) => zscores[place] ?? null),
    suppressed: byPeriod(periods, ({ suppressed, reported }) => suppressed || !reported),
    footnote: byPeriod(periods, ({ footnote }) => footnote),
    numerator: byPeriod(periods, ({ numerator }) => numerator),
    predicted: byPeriod(periods, ({ predicted }) => predicted),
    expected: byPeriod(periods, ({ expected }) => expected),
    peer_mean: byPeriod(periods, (period) => (isCompared(period) ? period.mean : null)),
  },
});

function measurement(series: OwnSeries, facts: SeriesFacts, peerGroup: PeerGroup) {
  const { comparable } = facts;
  const hasExpected = series.periods.some(({ expected }) => expected !== null);
  const decimal = (value: number): string => toDecimal(value, 10, 4);
  return {
    metricValue: decimal(series.value),
    peerMean: comparable ? decimal(series.peerMean) : null,
    peerStd: comparable ? decimal(series.peerStd) : null,
    percentileRank: facts.percentile === null ? null : toDecimal(facts.percentile, 5, 2),
    encounters: series.encounters,
    variancePercent: comparable ? variancePercent(series.value, series.peerMean) : null,
    peerGroup,
    peerGroupValue: series.peerValue === '' ? null : series.peerValue,
    peerCount: series.peerCount,
    periodCount: series.points,
    suppressed: series.suppressed,
    // A ratio of predicted to expected has 1 as what a like hospital would have.
    expectedMetricValue: hasExpected ? decimal(1) : comparable ? decimal(series.peerMean) : null,
  };
}

const tiers = (series: OwnSeries, { inputs, percentile, valueZscore }: SeriesFacts) => ({
  magnitudeTier: magnitudeTierOf(percentile, valueZscore),
  trajectoryTier: trajectoryTierOf(inputs?.slopePercentile ?? null),
  consistencyTier: inputs && consistencyTierOf(inputs.aggregateZscore, inputs.zscoreStd, series.points),
  anomalyLabel: anomalyLabelOf(valueZscore),
});

const unclassified: ClassificationColumns = {
  simplifiedSignalType: null,
  simplifiedSeverity: null,
  simplifiedSeverityRange: null,
  simplifiedInputs: null,
  simplifiedIndicators: null,
  simplifiedReasoning: null,
  simplifiedSeverityCalculation: null,
  classificationContext: null,
};

/** The name of the place in the tree of nodes that a signal is about. */
export const nodeIdOf = (metricId: string): string => `${metricId}__facility__aggregate_time_period`;

/**
 * A signal as a detection sees it.
 * @throws RangeError when a number does not fit its column; the row is then skipped and counted.
 */
export function signalRecord(
  { metric, facility, series, facts }: { metric: Metric; facility: Facility; series: OwnSeries; facts: SeriesFacts },
  { peerGroup, importBatchId }: { peerGroup: PeerGroup; importBatchId: string | null },
): DetectedColumns {
  return {
    canonicalNodeId: nodeIdOf(metric.metricId),
    metricRef: metric.id,
    metricId: metric.metricId,
    domain: metric.domain,
    facilityRef: facility.id,
    facility: facility.name,
    facilityId: facility.ccn,
    systemName: facility.healthSystem,
    serviceLine: dimensions.groupValue,
    subServiceLine: null,
    description: signalDescription(
      { metric: metric.name, facility: facility.name, value: series.value, peerMean: facts.comparable ? series.peerMean : null },
      metric,
    ),
    ...measurement(series, facts, peerGroup),
    ...(facts.columns ?? unclassified),
    unclassifiedReason: facts.unclassifiedReason,
    ...tiers(series, facts),
    ...dimensions,
    ...latestOf(series.periods.at(-1)),
    sparkline: sparklineOf(series.periods),
    ...temporal(series.periods, facts, series.rawSlope),
    annualExcessCost: null,
    excessLosDays: null,
    capacityImpactBedDays: null,
    importBatchId,
  };
}
