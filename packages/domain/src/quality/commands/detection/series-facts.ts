import type { Metric } from '../../model.ts';
import {
  adverseValue,
  type ClassificationColumns,
  classificationColumns,
  classify,
  type Classification,
  type ClassificationInputs,
  classificationSettings,
  inputsFromSeries,
  peerMinimums,
  type PeriodPoint,
  robustZscore,
  type ShownStatistics,
  zscore,
} from '../../rules.ts';
import type { UnclassifiedReason } from '../../schema.ts';

/** One period of a chart as the statistics give it. */
export interface ChartPeriod {
  readonly label: string;
  readonly start: string;
  readonly end: string;
  readonly index: number;
  readonly value: number | null;
  readonly suppressed: boolean;
  readonly reported: boolean;
  readonly footnote: string | null;
  readonly denominator: number | null;
  readonly numerator: number | null;
  readonly predicted: number | null;
  readonly expected: number | null;
  readonly peers: number;
  readonly mean: number;
  /** P10, P25, P50, P75, P90 of the peers. */
  readonly band: readonly [number, number, number, number, number];
  readonly adverseMean: number;
  readonly adverseStd: number;
}

/** One of our facilities on one metric, with its peers: a row of the statistics. */
export interface OwnSeries {
  readonly place: number;
  readonly metricRef: string;
  readonly facilityRef: string;
  readonly peerValue: string;
  readonly points: number;
  readonly value: number;
  readonly encounters: number | null;
  readonly suppressed: boolean;
  readonly adverse: number;
  readonly slope: number | null;
  readonly rawSlope: number | null;
  readonly rawAcceleration: number | null;
  readonly percentile: number;
  readonly slopePercentile: number | null;
  readonly peerCount: number;
  readonly slopes: number;
  readonly sourcePeriods: number;
  readonly peerMean: number;
  readonly peerStd: number;
  readonly adverseMean: number;
  readonly adverseStd: number;
  readonly adverseMedian: number;
  readonly deviation: number;
  readonly periods: readonly ChartPeriod[];
}

/** What a series amounts to, before it is written as a signal. */
export interface SeriesFacts {
  readonly comparable: boolean;
  readonly percentile: number | null;
  readonly valueZscore: number | null;
  readonly robustZscore: number | null;
  readonly zscores: readonly (number | null)[];
  readonly inputs: ClassificationInputs | null;
  readonly classification: Classification | null;
  readonly unclassifiedReason: UnclassifiedReason | null;
  /** What is stored of the classification; null without one. */
  readonly columns: ClassificationColumns | null;
}

const MAD_TO_STD = 1.4826;
const settings = classificationSettings('product');

/** z of one period among its peers, null where too few reported. */
function periodZscore(metric: Metric, { value, peers, adverseMean, adverseStd }: ChartPeriod): number | null {
  if (value === null || peers < peerMinimums.perPeriod) return null;
  return zscore(adverseValue(value, metric) ?? value, adverseMean, adverseStd, metric.stdFloorPeriod);
}

function reasonAgainst(metric: Metric, series: OwnSeries, inputs: ClassificationInputs | null): UnclassifiedReason | null {
  if (metric.directionPreference === 'neutral') return 'no_direction';
  if (series.sourcePeriods < settings.minimumPeriods) return 'too_few_periods';
  return series.peerCount < peerMinimums.aggregate || inputs === null ? 'too_few_peers' : null;
}

function inputsOf(metric: Metric, series: OwnSeries, zscores: readonly (number | null)[]): ClassificationInputs | null {
  const points = series.periods.flatMap(({ index, value }, place): PeriodPoint[] =>
    value === null ? [] : [{ index, value: adverseValue(value, metric) ?? value, zscore: zscores[place] ?? null }],
  );
  return inputsFromSeries(
    {
      points,
      periodicity: metric.periodicity,
      peerStd: series.peerCount < peerMinimums.aggregate ? null : Math.max(series.adverseStd, metric.stdFloorAggregate),
      slopePercentile: series.slopes < peerMinimums.aggregate ? null : series.slopePercentile,
      suppressed: series.suppressed,
    },
    settings,
  );
}

/** Judges one series by the rules of the product; the peers' side of it comes from the database. */
export function judgeSeries(metric: Metric, series: OwnSeries): SeriesFacts {
  const comparable = series.peerCount >= peerMinimums.aggregate;
  const zscores = series.periods.map((period) => periodZscore(metric, period));
  const inputs = inputsOf(metric, series, zscores);
  const unclassifiedReason = reasonAgainst(metric, series, inputs);
  const classification = inputs === null || unclassifiedReason !== null ? null : classify(inputs, settings);
  const { adverse, adverseMean, adverseStd, adverseMedian, deviation } = series;
  const robust = { median: adverseMedian, spread: MAD_TO_STD * deviation };
  const shown: ShownStatistics = {
    value_zscore: comparable ? zscore(adverse, adverseMean, adverseStd, metric.stdFloorAggregate) : null,
    robust_zscore: comparable ? robustZscore(adverse, robust) : null,
    raw_slope: series.rawSlope,
    raw_acceleration: series.rawAcceleration,
  };
  return {
    comparable,
    percentile: comparable ? series.percentile : null,
    valueZscore: shown.value_zscore,
    robustZscore: shown.robust_zscore,
    zscores,
    inputs,
    classification,
    unclassifiedReason,
    columns:
      inputs && classification
        ? classificationColumns(inputs, classification, settings, { ...shown, periodicity: metric.periodicity })
        : null,
  };
}
