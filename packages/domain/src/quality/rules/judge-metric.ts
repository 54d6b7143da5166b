import type { MetricRow } from '../schema/metric.ts';
import type { UnclassifiedReason } from '../schema/vocabulary.ts';
import { classify, type Classification } from './classification/classify.ts';
import { inputsFromSeries, seriesAcceleration, seriesSlope, type ClassificationInputs, type PeriodPoint } from './classification/inputs.ts';
import { productSettings, type ClassificationSettings } from './classification/settings.ts';
import { adverseValue } from './orientation.ts';
import { periodicityRules } from './periodicities.ts';
import { ascending, mean, peerMinimums, percentileRank, robustCentre, robustZscore, zscore } from './statistics/distribution.ts';
import { peerSummary, type PeerSummary } from './statistics/peers.ts';

/** What judging needs to know of a metric. */
export type JudgedMetric = Pick<
  MetricRow,
  'directionPreference' | 'targetLow' | 'targetHigh' | 'periodicity' | 'minimumDenominator' | 'stdFloorAggregate' | 'stdFloorPeriod'
>;

/** One period a facility reported, as the source gave it. */
export interface ReportedPeriod {
  readonly index: number;
  readonly value: number | null;
  readonly denominator: number | null;
  readonly suppressed: boolean;
}

/** All periods of one facility, in any order. */
export interface FacilitySeries {
  readonly facility: string;
  readonly periods: readonly ReportedPeriod[];
}

/** Where one facility stands on one metric, and what that amounts to. */
export interface Judgement {
  readonly facility: string;
  /** Mean over the window, weighted by denominators where every period has one and periods do not overlap; raw. */
  readonly value: number;
  /** Total denominator of the window, or the largest where periods overlap; null where the source gives none. */
  readonly encounters: number | null;
  /** The encounters are known and under the metric's minimum, or the source suppressed every period. */
  readonly suppressed: boolean;
  readonly points: readonly PeriodPoint[];
  /** Of the adverse values, per step of the time axis. */
  readonly slope: number | null;
  /** Of the values as reported. */
  readonly rawSlope: number | null;
  readonly rawAcceleration: number | null;
  /** Among peers, harm upwards; null with too few peers. */
  readonly percentile: number | null;
  readonly valueZscore: number | null;
  readonly robustZscore: number | null;
  readonly slopePercentile: number | null;
  readonly inputs: ClassificationInputs | null;
  readonly classification: Classification | null;
  readonly unclassifiedReason: UnclassifiedReason | null;
}

/** What one metric says of every facility, and of all of them together. */
export interface MetricJudgements {
  /** Raw window values of all peers; null with too few. */
  readonly peers: PeerSummary | null;
  readonly judgements: readonly Judgement[];
}

type Standing = Pick<Judgement, 'facility' | 'value' | 'encounters' | 'suppressed' | 'slope' | 'rawSlope' | 'rawAcceleration'> & {
  readonly adverse: number;
  readonly points: readonly Omit<PeriodPoint, 'zscore'>[];
};

/**
 * Judges every facility of one metric against all of them: the reference for anything that computes the same in SQL.
 * Facilities without a single value in the window are left out.
 */
export function judgeMetric(
  metric: JudgedMetric,
  series: readonly FacilitySeries[],
  settings: ClassificationSettings = productSettings,
): MetricJudgements {
  const latest = series.reduce((most, { periods }) => periods.reduce((top, { index }) => Math.max(top, index), most), -Infinity);
  const from = latest - periodicityRules[metric.periodicity].window;
  const standings = series.flatMap((one) => standingOf(metric, one, from) ?? []);
  const peers = peerSummary(standings.map(({ value }) => value), peerMinimums.aggregate);
  const compare = comparison(metric, standings, sourcePeriods(series, from), settings);
  return { peers, judgements: standings.map(compare) };
}

const sourcePeriods = (series: readonly FacilitySeries[], from: number): number =>
  new Set(series.flatMap(({ periods }) => periods.flatMap(({ index, value }) => (value !== null && index > from ? [index] : [])))).size;

const isWeighted = (metric: JudgedMetric, periods: readonly ReportedPeriod[]): boolean =>
  !periodicityRules[metric.periodicity].overlapping && periods.every(({ denominator }) => denominator !== null && denominator > 0);

function standingOf(metric: JudgedMetric, { facility, periods }: FacilitySeries, from: number): Standing | null {
  const kept = periods
    .flatMap(({ value, ...rest }) => (value !== null && rest.index > from ? [{ ...rest, value }] : []))
    .sort((a, b) => a.index - b.index);
  if (kept.length === 0) return null;
  const weights = isWeighted(metric, kept) ? kept.map(({ denominator }) => denominator ?? 0) : kept.map(() => 1);
  const value = mean(kept.map((period, place) => period.value * (weights[place] ?? 0))) / mean(weights);
  const points = kept.map((period) => ({ index: period.index, value: adverseValue(period.value, metric) ?? period.value }));
  const encounters = encountersOf(metric, kept);
  return {
    facility,
    value,
    adverse: adverseValue(value, metric) ?? value,
    encounters,
    suppressed:
      kept.every(({ suppressed }) => suppressed) || (encounters !== null && encounters < (metric.minimumDenominator ?? 0)),
    points,
    slope: seriesSlope(points, metric.periodicity),
    rawSlope: seriesSlope(kept, metric.periodicity),
    rawAcceleration: seriesAcceleration(kept, metric.periodicity),
  };
}

function encountersOf(metric: JudgedMetric, periods: readonly ReportedPeriod[]): number | null {
  const known = periods.flatMap(({ denominator }) => (denominator === null ? [] : [denominator]));
  if (known.length === 0) return null;
  return periodicityRules[metric.periodicity].overlapping ? Math.max(...known) : known.reduce((sum, each) => sum + each, 0);
}

type Zscore = (index: number, value: number) => number | null;

function periodZscores(metric: JudgedMetric, standings: readonly Standing[]): Zscore {
  const byIndex = new Map<number, number[]>();
  for (const { points } of standings)
    for (const { index, value } of points) {
      const values = byIndex.get(index);
      if (values) values.push(value);
      else byIndex.set(index, [value]);
    }
  const summaries = new Map([...byIndex].map(([index, values]) => [index, peerSummary(values, peerMinimums.perPeriod)]));
  return (index, value) => {
    const peers = summaries.get(index);
    return peers ? zscore(value, peers.mean, peers.std, metric.stdFloorPeriod) : null;
  };
}

function comparison(
  metric: JudgedMetric,
  standings: readonly Standing[],
  sourcePeriodCount: number,
  settings: ClassificationSettings,
): (standing: Standing) => Judgement {
  const zscoreOf = periodZscores(metric, standings);
  const peers = peerSummary(standings.map(({ adverse }) => adverse), peerMinimums.aggregate);
  const robust = peers && robustCentre(peers.values);
  const slopes = ascending(standings.flatMap(({ slope }) => (slope === null ? [] : [slope])));
  const peerStd = peers && Math.max(peers.std, metric.stdFloorAggregate);
  return ({ adverse, points: bare, ...standing }) => {
    const points = bare.map((point) => ({ ...point, zscore: zscoreOf(point.index, point.value) }));
    const { slope, suppressed } = standing;
    const slopePercentile = slope === null || slopes.length < peerMinimums.aggregate ? null : percentileRank(slope, slopes);
    const { periodicity } = metric;
    const inputs = inputsFromSeries({ points, periodicity, peerStd, slopePercentile, suppressed }, settings);
    const unclassifiedReason = reasonAgainst(metric, sourcePeriodCount, peers, inputs, settings);
    return {
      ...standing,
      points,
      slopePercentile,
      inputs,
      percentile: peers && percentileRank(adverse, peers.values),
      valueZscore: peers && zscore(adverse, peers.mean, peers.std, metric.stdFloorAggregate),
      robustZscore: robust && robustZscore(adverse, robust),
      unclassifiedReason,
      classification: inputs === null || unclassifiedReason !== null ? null : classify(inputs, settings),
    };
  };
}

function reasonAgainst(
  metric: JudgedMetric,
  sourcePeriodCount: number,
  peers: PeerSummary | null,
  inputs: ClassificationInputs | null,
  settings: ClassificationSettings,
): UnclassifiedReason | null {
  if (metric.directionPreference === 'neutral') return 'no_direction';
  if (sourcePeriodCount < settings.minimumPeriods) return 'too_few_periods';
  return peers === null || inputs === null ? 'too_few_peers' : null;
}
