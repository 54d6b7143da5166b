import type { PeerDistribution } from '../quality/components/peer-histogram-layout.ts';
import type { PagePeriod } from '../quality/charts/run-points.ts';
import type { ContributionPart, FeedSignal, MetricFacts, SignalDetail } from '../quality/signal-view.ts';

/** Invented signals in the shape the server sends; the values of the signal page are the fixture of the design. */
const metric = (name: string, shortName: string, unitType: MetricFacts['unitType'], displayFormat: string): MetricFacts => ({
  name,
  shortName,
  unitType,
  unitLabel: { days: 'd', hours: 'h', percentage: '%', per_thousand: 'per 1,000 line days', count: '', ratio: '', clock_time: '' }[unitType],
  displayFormat,
  directionPreference: 'lower_is_better',
  periodicity: 'yearly',
  isSynthetic: true,
});

const metrics = {
  los: { ...metric('Average LOS', 'Average LOS', 'days', '0.0'), periodicity: 'monthly' as const },
  clabsi: metric('CLABSI rate', 'CLABSI rate', 'per_thousand', '0.0'),
  readmission: metric('30-day readmission', '30-day readmission', 'percentage', '0.0'),
  throughput: metric('ED throughput', 'ED throughput', 'hours', '0.0'),
  fall: metric('Fall rate', 'Fall rate', 'per_thousand', '0.0'),
  ssi: metric('SSI rate', 'SSI rate', 'percentage', '0.0'),
  ratio: metric('Readmission ratio, heart failure', 'Readmission, HF', 'ratio', '0.000'),
  discharge: metric('Discharge time', 'Discharge time', 'clock_time', 'clock'),
  reconciliation: { ...metric('Medication reconciliation', 'Med reconciliation', 'percentage', '0.0'), directionPreference: 'higher_is_better' as const },
};

const months = [5.14, 5.42, 4.93, 5.31, 5.02, 5.47, 5.31, 4.83, 5.02, 4.71, 4.92, 5.08, 4.77, 4.88, 4.62, 5.33, 5.04, 5.21, 5.34, 5.52, 5.71, 5.98, 6.37, 6.81];
const lower = [4.38, 4.35, 4.36, 4.36, 4.38, 4.39, 4.41, 4.38, 4.36, 4.35, 4.34, 4.36, 4.28, 4.29, 4.27, 4.31, 4.32, 4.28, 4.35, 4.33, 4.38, 4.38, 4.37, 4.35];
const upper = [5.17, 5.15, 5.14, 5.14, 5.18, 5.19, 5.19, 5.18, 5.18, 5.15, 5.15, 5.15, 5.07, 5.1, 5.06, 5.11, 5.12, 5.07, 5.13, 5.11, 5.2, 5.15, 5.17, 5.1];
const facilities = ['Larkmoor University', 'Harrow Vale Medical Center', 'Copper Ridge Community'];
const services = ['Cardiology', 'Surgical ICU', 'Heart failure', 'Emergency', 'Orthopedics', 'Colorectal', 'Medicine', 'Critical care', 'Facility-wide'];
const kinds = [
  ['critical_trajectory', 100, 'elevated', 'rapidly_worsening', metrics.los, 6.81, 4.7],
  ['critical_trajectory', 99, 'elevated', 'rapidly_worsening', metrics.clabsi, 2.32, 1.3],
  ['chronic_underperformer', 88, 'severe', 'stable', metrics.readmission, 23.3, 17.2],
  ['chronic_underperformer', 87, 'elevated', 'stable', metrics.throughput, 5.3, 4.2],
  ['recovering', 77, 'elevated', 'rapidly_improving', metrics.fall, 2.8, 2.4],
  ['volatility_alert', 74, 'marginal', 'stable', metrics.ssi, 2.3, 1.9],
  ['emerging_risk', 70, 'marginal', 'worsening', metrics.ratio, 1.083, 1.002],
  ['emerging_risk', 67, 'normal', 'worsening', metrics.discharge, 13.62, 13.1],
  ['emerging_risk', 67, 'normal', 'rapidly_worsening', metrics.reconciliation, 93.2, 94.2],
  ['suspect_data', 50, null, null, metrics.ssi, 2.9, null],
  ['baseline', 44, 'elevated', 'stable', metrics.ratio, 1.041, 1.001],
  ['improving_leader', 17, 'favorable', 'improving', metrics.fall, 1.8, 2.4],
  ['sustained_excellence', 6, 'excellent', 'stable', metrics.clabsi, 0.6, 1.2],
  [null, null, null, null, metrics.readmission, 15.1, 16],
] as const;

function wave(index: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => 4 + Math.sin(step * 1.7 + index) * 0.5 + (step / count) * ((index % 3) - 0.6));
}

function feedSignal(index: number): FeedSignal {
  const [type, severity, position, trend, facts, value, peers] = kinds[index % kinds.length] ?? kinds[0];
  const thin = type === 'suspect_data';
  const values = thin ? [null, null, null, null, null, null, null, 2.6, 2.9] : index === 0 ? months : wave(index, 9);
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    signalNumber: 412 + index,
    type,
    unclassifiedReason: type === null ? 'too_few_periods' : null,
    severity,
    metric: facts,
    domain: (['Efficiency', 'Safety', 'Effectiveness'] as const)[index % 3] ?? 'Safety',
    facility: { name: facilities[index % 3] ?? '' },
    serviceLine: services[index % services.length] ?? '',
    position,
    trend,
    periodCount: thin ? 2 : values.length,
    suppressed: false,
    latestPeriodLabel: 'October 2026',
    latestValue: value,
    latestPeerMean: peers,
    latestPeerCount: thin ? 8 : 37,
    sparkline: { values: [...values], lower: thin ? values.map(() => null) : values.map((_, at) => 3.3 + Math.sin(at) * 0.1), upper: thin ? values.map(() => null) : values.map((_, at) => 4.1 + Math.sin(at) * 0.1) },
    detectedAt: new Date(Date.UTC(2026, 10, 20, 6) - index * index * 7_200_000).toISOString(),
  };
}

export const feed: readonly FeedSignal[] = Array.from({ length: 40 }, (_, index) => feedSignal(index));
export const now = Date.UTC(2026, 10, 20, 9, 14);

/** 24 months, one of them with too few peers. */
export const monthly: readonly PagePeriod[] = months.map((value, index) => {
  const month = new Date(Date.UTC(2024, 10 + index, 1));
  const end = new Date(Date.UTC(2024, 11 + index, 0));
  const few = index === 3;
  const p25 = lower[index] ?? 0;
  const p75 = upper[index] ?? 0;
  return {
    label: month.toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    start: month.toISOString().slice(0, 10),
    end: end.toISOString().slice(0, 10),
    value,
    suppressed: false,
    denominator: 180 + index,
    peerCount: few ? 8 : 37,
    peers: few ? null : { p25, p50: (p25 + p75) / 2 - 0.04, p75 },
  };
});

/** Rolling three-year windows with a year nobody published, one withheld, one thin. */
export const yearly: readonly PagePeriod[] = [2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023].map((year, index) => ({
  label: `${year - 3}–${year}`,
  start: `${year - 3}-07-01`,
  end: `${year}-06-30`,
  value: index === 2 ? null : 1.02 + Math.sin(index) * 0.03 + index * 0.007,
  suppressed: index === 2,
  denominator: index === 2 ? null : 300 + index * 11,
  peerCount: index === 4 ? 8 : 2800 + index,
  peers: index === 4 ? null : { p25: 0.96, p50: 1.0 + index * 0.0005, p75: 1.045 },
}));

export function detailOf(signal: FeedSignal): SignalDetail {
  return {
    metric: signal.metric,
    inputs: { aggregate_zscore: 1.27, slope_percentile: 96.2, acceleration: 0.33, zscore_std: 1.07, max_abs_deviation: 3.74 },
    indicators: { position: 'elevated', trend: 'rapidly_worsening', momentum: 'accelerating', consistency: 'variable', has_spike: true },
    calculation: { base: 96, refinements: [{ factor: 'slope', adjustment: 2, reason: 'slope percentile 80 or more' }, { factor: 'momentum', adjustment: 2, reason: 'accelerating strongly' }], final: 100 },
    signal: {
      id: signal.id,
      signalNumber: signal.signalNumber,
      simplifiedSignalType: signal.type,
      unclassifiedReason: signal.unclassifiedReason,
      simplifiedSeverity: signal.severity,
      simplifiedSeverityRange: [91, 100],
      classificationContext: null,
      facility: signal.facility.name,
      serviceLine: signal.serviceLine,
      suppressed: signal.suppressed,
      periodCount: signal.periodCount,
      peerCount: signal.latestPeerCount,
      percentileRank: '98.65',
      variancePercent: 44.9,
      encounters: 4629,
      expectedMetricValue: '4.7000',
      latestPeriodLabel: signal.latestPeriodLabel,
      latestValue: signal.latestValue,
      latestPeerMean: signal.latestPeerMean,
      latestPeerMedian: signal.latestPeerMean,
      latestPeerLowerQuartile: signal.latestPeerMean === null ? null : signal.latestPeerMean * 0.92,
      latestPeerUpperQuartile: signal.latestPeerMean === null ? null : signal.latestPeerMean * 1.08,
      latestPeerCount: signal.latestPeerCount,
      detectedAt: signal.detectedAt,
    },
  };
}

export const parts: readonly ContributionPart[] = [
  { childNode: 'hf', childLabel: 'Heart failure', excessOverParent: 0.39, pct: 86, isThis: true },
  { childNode: 'acs', childLabel: 'Acute coronary', excessOverParent: 0.06, pct: 14, isThis: false },
  { childNode: 'valve', childLabel: 'Valve, structural', excessOverParent: -0.04, pct: 9, isThis: false },
  { childNode: 'arrhythmia', childLabel: 'Arrhythmia', excessOverParent: -0.14, pct: 30, isThis: false },
  { childNode: 'intervention', childLabel: 'Interventional', excessOverParent: -0.28, pct: 61, isThis: false },
];

const heights = [1, 4, 4, 5, 1, 7, 1, 4, 3, 1, 3, 2, 1];

export const distribution: PeerDistribution = {
  periodLabel: 'October',
  total: 118,
  reported: 37,
  bins: heights.map((count, index) => ({ from: 3.9 + index * 0.15, to: 4.05 + index * 0.15, count })),
  p25: 4.35,
  p50: 4.7,
  p75: 5.1,
  own: [
    { facilityId: 'a', name: 'Larkmoor University', value: 6.81, isThis: true },
    { facilityId: 'b', name: 'Harrow Vale', value: 5.2, isThis: false },
    { facilityId: 'c', name: 'St. Brannoc’s', value: 4.5, isThis: false },
  ],
};
