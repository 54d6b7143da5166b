import { classificationBehind, periodicityRules } from '../rules.ts';
import type { FacilityRow, MetricRow, SignalRow } from '../schema.ts';
import type { SignalPage } from './page-shapes.ts';

const DISAGREEMENT = 1;

const groupWords: Readonly<Record<SignalRow['peerGroup'], (value: string | null) => string>> = {
  all: () => 'all hospitals that report this metric',
  state: (value) => `hospitals in ${value ?? 'the same state'}`,
  ownership: (value) => `hospitals owned alike (${value ?? 'unknown'})`,
  hospital_type: (value) => `hospitals of the same type (${value ?? 'unknown'})`,
};

const dayOf = (instant: string): string => instant.slice(0, 10);

function aboutPeers({ peerGroup, peerGroupValue, peerCount }: SignalRow): string {
  const group = groupWords[peerGroup](peerGroupValue);
  return `Peers: ${group}, ${(peerCount ?? 0).toLocaleString('en-US')} with a value, this one among them. Under 10 in a period the peers are hidden.`;
}

function aboutCounts({ minimumDenominator }: MetricRow, periods: SignalPage['periods']): string | null {
  if (minimumDenominator === null) return null;
  const reported = periods.filter(({ value }) => value !== null);
  const unknown = reported.filter(({ denominator }) => denominator === null).length;
  if (unknown === 0) return null;
  return unknown === reported.length
    ? `The source withholds the counts behind every value, so the minimum of ${minimumDenominator} could not be checked.`
    : `The source withholds the counts of ${unknown} of ${reported.length} periods; the minimum of ${minimumDenominator} is checked on the others.`;
}

function aboutGaps(periods: SignalPage['periods']): string | null {
  const missing = periods.filter(({ value }) => value === null);
  if (missing.length === 0) return null;
  return `Not reported: ${missing.map(({ label, footnote }) => (footnote ? `${label} (${footnote})` : label)).join(', ')}.`;
}

function aboutDisagreement(signal: SignalRow): string | null {
  const mean = classificationBehind(signal)?.inputs.aggregateZscore;
  const whole = signal.classificationContext?.value_zscore;
  if (mean == null || whole == null || Math.abs(mean - whole) <= DISAGREEMENT) return null;
  return `The mean of the single periods (z ${mean.toFixed(2)}) and the whole window (z ${whole.toFixed(2)}) disagree by more than 1; look at the chart before acting.`;
}

/** What a careful reader wants to know of the numbers, one sentence each. */
export function dataNotes(signal: SignalRow, metric: MetricRow, facility: FacilityRow, periods: SignalPage['periods']): string[] {
  const rhythm = periodicityRules[metric.periodicity];
  return [
    `Source: ${metric.source}${metric.isSynthetic || facility.isSynthetic ? ', synthetic' : ''}. Compared on ${dayOf(signal.lastDetectedAt)}.`,
    aboutPeers(signal),
    rhythm.chartNote || null,
    aboutGaps(periods),
    aboutCounts(metric, periods),
    aboutDisagreement(signal),
    metric.caveat,
  ].filter((note): note is string => note !== null);
}
