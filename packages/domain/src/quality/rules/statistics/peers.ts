import type { PeerPercentileTrends } from '../../schema/signal-documents.ts';
import { ascending, mean, peerMinimums, populationStd, quantile } from './distribution.ts';

/** The peers' values of one metric in one stretch of time. */
export interface PeerSummary {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly p10: number;
  readonly p90: number;
  /** Ascending. */
  readonly values: readonly number[];
}

/** Describes a group of peers; null below the minimum, because a comparison with a handful would mislead. */
export function peerSummary(values: readonly number[], minimum: number): PeerSummary | null {
  if (values.length < minimum || values.length === 0) return null;
  const sorted = ascending(values);
  return {
    count: sorted.length,
    mean: mean(sorted),
    std: populationStd(sorted),
    p10: quantile(sorted, 0.1),
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
    p90: quantile(sorted, 0.9),
    values: sorted,
  };
}

/** The band behind a trend: the peers' spread period by period, hidden and marked where too few reported. */
export function peerBand(periods: readonly { readonly label: string; readonly values: readonly number[] }[]): PeerPercentileTrends {
  const summaries = periods.map(({ values }) => peerSummary(values, peerMinimums.perPeriod));
  const hidden = summaries.map((summary) => summary === null);
  return {
    periods: periods.map(({ label }) => label),
    p10: summaries.map((summary) => summary?.p10 ?? null),
    p25: summaries.map((summary) => summary?.lowerQuartile ?? null),
    p50: summaries.map((summary) => summary?.median ?? null),
    p75: summaries.map((summary) => summary?.upperQuartile ?? null),
    p90: summaries.map((summary) => summary?.p90 ?? null),
    sample_sizes: periods.map(({ values }) => values.length),
    suppression_applied: { p10: hidden, p25: hidden, p50: hidden, p75: hidden, p90: hidden },
  };
}
