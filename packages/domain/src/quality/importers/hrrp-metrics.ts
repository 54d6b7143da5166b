import type { MetricRow } from '../schema.ts';

type CatalogueMetric = Omit<MetricRow, 'tenantId' | 'id' | 'archivedAt' | 'version' | 'createdAt' | 'updatedAt'>;

/** One measure of the readmission program: the words the source uses for it, and how we name it. */
interface Measure {
  readonly code: string;
  readonly words: string;
  readonly short: string;
}

const measures: readonly Measure[] = [
  { code: 'AMI', words: 'heart attack', short: 'Heart attack' },
  { code: 'CABG', words: 'coronary artery bypass surgery', short: 'Bypass surgery' },
  { code: 'COPD', words: 'chronic obstructive pulmonary disease', short: 'COPD' },
  { code: 'HF', words: 'heart failure', short: 'Heart failure' },
  { code: 'HIP-KNEE', words: 'elective hip and knee replacement', short: 'Hip and knee' },
  { code: 'PN', words: 'pneumonia', short: 'Pneumonia' },
];

/** The measures a file may speak of, as the source spells them. */
export const measureCodes = measures.map(({ code }) => code);

/** Where the numbers come from, as it is shown beside them. */
const hrrpSource = 'CMS Hospital Readmissions Reduction Program';

/** The code our metric has for a measure: `HIP-KNEE` is `readmission.hip-knee`. */
export const metricIdOf = (measure: string): string => `readmission.${measure.toLowerCase()}`;

/** Recognises `HF`, `READM-30-HF-HRRP` and `READM_30_HF_HRRP`; null for anything else. */
export function measureOf(text: string): string | null {
  const bare = text
    .trim()
    .toUpperCase()
    .replaceAll('_', '-')
    .replace(/^READM-30-/, '')
    .replace(/-HRRP$/, '');
  return measureCodes.find((code) => code === bare) ?? null;
}

/** The metrics of the program, ready to be added to a tenant. */
export const hrrpMetrics: readonly CatalogueMetric[] = measures.map(({ code, words, short }) => ({
  metricId: metricIdOf(code),
  name: `Excess readmission ratio, ${words}`,
  shortName: `${short} readmission`,
  description: `Readmissions within 30 days after ${words}, relative to what an average hospital would have with the same patients. Above 1 is more than expected.`,
  domain: 'Effectiveness',
  directionPreference: 'lower_is_better',
  targetLow: null,
  targetHigh: null,
  unitType: 'ratio',
  unitLabel: '',
  displayFormat: '0.000',
  periodicity: 'rolling_yearly',
  source: hrrpSource,
  isSynthetic: false,
  numeratorWording: 'Predicted rate of unplanned readmissions within 30 days, given this hospital and its patients',
  denominatorWording: 'Expected rate for the same patients at an average hospital',
  caveat:
    'The source adjusts for risk and pulls small hospitals towards the average. Each window spans about three years and overlaps its neighbours.',
  lagDays: null,
  minimumDenominator: 25,
  stdFloorAggregate: 0.01,
  stdFloorPeriod: 0.01,
}));
