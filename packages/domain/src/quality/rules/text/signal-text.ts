import type { EntityDimensions } from '../../schema/signal-documents.ts';
import type { Domain, UnclassifiedReason } from '../../schema/vocabulary.ts';
import type { Classification } from '../classification/classify.ts';
import type { ClassificationInputs } from '../classification/inputs.ts';
import { differencePhrase } from './difference.ts';
import { formatNumber, formatValue, type MetricFormat } from './format.ts';
import { consistencyPhrases, momentumPhrases, positionPhrases, signalTypeLabels, trendPhrases } from './labels.ts';

const FACILITY_WIDE = 'Facility-wide';

const dimensionLabels: Readonly<Record<string, string>> = {
  vizientServiceLine: 'Service Line',
  vizientSubServiceLine: 'Sub-Service Line',
  admissionSource: 'Admission Source',
  dischargeStatus: 'Discharge Status',
  primaryPayer: 'Primary Payer',
  patientAge: 'Patient Age',
  patientGender: 'Patient Gender',
};

const titleCase = (key: string): string =>
  key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');

const sortedEntries = (dimensions: EntityDimensions): [string, string][] =>
  Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));

/** What kind of slice a signal is about: "Service Line", or "Facility-wide" when it is not sliced. */
export const groupbyLabel = (dimensions: EntityDimensions): string =>
  sortedEntries(dimensions)
    .map(([key]) => dimensionLabels[key] ?? titleCase(key))
    .join(' / ') || FACILITY_WIDE;

/** Which slice a signal is about: "Cardiology", or "Facility-wide". */
export const groupValue = (dimensions: EntityDimensions): string =>
  sortedEntries(dimensions)
    .map(([, value]) => value)
    .join(' / ') || FACILITY_WIDE;

/** The text whose MD5 is `entity_dimensions_hash`: JSON with sorted keys, `{}` when the signal is facility-wide. */
export const canonicalDimensions = (dimensions: EntityDimensions): string =>
  JSON.stringify(Object.fromEntries(sortedEntries(dimensions)));

/** "Length of stay at Larkmoor University 12% above peers (1.08 vs 0.97)". */
export function signalDescription(
  signal: { readonly metric: string; readonly facility: string; readonly value: number; readonly peerMean: number | null },
  format: MetricFormat,
): string {
  const { metric, facility, value, peerMean } = signal;
  if (peerMean === null) return `${metric} at ${facility}: ${formatValue(value, format)}, too few peers to compare`;
  const numbers = `${formatNumber(value, format)} vs ${formatNumber(peerMean, format)}`;
  return `${metric} at ${facility} ${differencePhrase(value, peerMean, format)} peers (${numbers})`;
}

/** "Chronic underperformer: far worse than peers (mean z 2.45), worsening faster than most (slope percentile 72.3), steady …". */
export function reasoningText(inputs: ClassificationInputs, { type, indicators }: Classification): string {
  const { slopePercentile } = inputs;
  const slope = slopePercentile === null ? 'slope unknown' : `slope percentile ${slopePercentile.toFixed(1)}`;
  const pace = indicators.momentum === 'neutral' ? consistencyPhrases[indicators.consistency] : momentumPhrases[indicators.momentum];
  return (
    `${signalTypeLabels[type].full}: ${positionPhrases[indicators.position]} (mean z ${inputs.aggregateZscore.toFixed(2)}), ` +
    `${trendPhrases[indicators.trend]} (${slope}), ${pace}`
  );
}

/** Why a signal has no type, in a sentence. */
export const unclassifiedSentences: Readonly<Record<UnclassifiedReason, string>> = {
  too_few_periods: 'This source has published fewer than three periods, so there is a standing but no course to judge.',
  too_few_peers: 'Too few peers report this metric for a comparison.',
  no_direction: 'Neither more nor less of this is better, so it is shown and not judged.',
};

const DAY_MS = 86_400_000;

/** Whole days a signal has been open; the count stops when it is closed. */
export const daysOpen = (detectedAt: string, closedAt: string | null, now: string): number =>
  Math.max(0, Math.floor((Date.parse(closedAt ?? now) - Date.parse(detectedAt)) / DAY_MS));

const domainWords: readonly (readonly [Domain, RegExp])[] = [
  ['Efficiency', /\blos\b|length of stay|cost|charge|wait|throughput/],
  ['Effectiveness', /readmission/],
  ['Safety', /mortality|death|infection|sepsis|fall/],
];

/** A guess at the domain from the name of a metric, for imports without a catalogue; null when no word tells. */
export function domainFromName(name: string): Domain | null {
  const words = titleCase(name).toLowerCase();
  return domainWords.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
