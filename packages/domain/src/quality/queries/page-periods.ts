import type { z } from 'zod';
import type { SignalRow } from '../schema.ts';
import { footnoteWords } from './footnotes.ts';
import type { pagePeriod } from './page-shapes.ts';

type PagePeriod = z.output<typeof pagePeriod>;
type Stored = Pick<SignalRow, 'metricTrendTimeline' | 'metadataPerPeriod' | 'peerPercentileTrends'>;

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

function bandOf(stored: Stored, place: number, mean: number | null): PagePeriod['peers'] {
  const trends = stored.peerPercentileTrends;
  const [p10, p25, p50, p75, p90] = [trends?.p10[place], trends?.p25[place], trends?.p50[place], trends?.p75[place], trends?.p90[place]];
  if (mean === null || p10 == null || p25 == null || p50 == null || p75 == null || p90 == null) return null;
  return { mean, p10, p25, p50, p75, p90 };
}

/** The chart of a signal, period by period, exactly as it was judged. */
export function pagePeriods(stored: Stored): PagePeriod[] {
  const facts = stored.metadataPerPeriod ?? {};
  const at = (name: string, place: number): unknown => facts[name]?.[place]?.value ?? null;
  return (stored.metricTrendTimeline ?? []).map(({ period, value, encounters }, place) => ({
    label: period,
    start: textOr(at('start', place), '1970-01-01'),
    end: textOr(at('end', place), '1970-01-01'),
    index: numberOrNull(at('index', place)) ?? place,
    value,
    zscore: numberOrNull(at('zscore', place)),
    suppressed: at('suppressed', place) === true,
    footnote: footnoteWords(typeof at('footnote', place) === 'string' ? textOr(at('footnote', place), '') : null),
    denominator: encounters ?? null,
    numerator: numberOrNull(at('numerator', place)),
    predicted: numberOrNull(at('predicted', place)),
    expected: numberOrNull(at('expected', place)),
    peerCount: stored.peerPercentileTrends?.sample_sizes[place] ?? 0,
    peers: bandOf(stored, place, numberOrNull(at('peer_mean', place))),
  }));
}
