import type { RunPoint } from './run-chart-layout.ts';

/** One period of a signal as the server sends it. */
export interface PagePeriod {
  readonly label: string;
  readonly start: string;
  readonly end: string;
  readonly value: number | null;
  readonly suppressed: boolean;
  readonly footnote?: string | null;
  readonly denominator: number | null;
  readonly peerCount: number;
  readonly peers: { readonly p25: number; readonly p50: number; readonly p75: number } | null;
}

/** The points of a run chart, oldest first. */
export function runPoints(periods: readonly PagePeriod[]): RunPoint[] {
  return periods.map((period) => ({
    start: period.start,
    end: period.end,
    label: period.label,
    value: period.value,
    // A source may withhold the counts and still publish the value made of them.
    state: period.suppressed && period.value === null ? 'suppressed' : 'final',
    cases: period.denominator,
    note: period.footnote ?? null,
    peers: { lower: period.peers?.p25 ?? null, median: period.peers?.p50 ?? null, upper: period.peers?.p75 ?? null, count: period.peerCount },
  }));
}
