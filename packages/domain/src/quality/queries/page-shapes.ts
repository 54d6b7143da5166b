import { z } from 'zod';
import { contributionRow, facilityRow, metricRow, severityCalculation, signalRow, signalTypes, storedIndicators, storedInputs } from '../schema.ts';

/** One period on the chart of a signal: the value, what stands behind it, and the peers of the same period. */
export const pagePeriod = z.object({
  label: z.string(),
  start: z.iso.date(),
  end: z.iso.date(),
  /** Place on the time axis; draw by it, so that a year nobody published leaves a gap. */
  index: z.number(),
  value: z.number().nullable(),
  zscore: z.number().nullable(),
  suppressed: z.boolean(),
  /** Why a value or count is missing, in words; null when nothing is. */
  footnote: z.string().nullable(),
  denominator: z.int().nullable(),
  numerator: z.int().nullable(),
  predicted: z.number().nullable(),
  expected: z.number().nullable(),
  /** How many peers reported; the band is null below ten. */
  peerCount: z.int(),
  peers: z
    .object({ mean: z.number(), p10: z.number(), p25: z.number(), p50: z.number(), p75: z.number(), p90: z.number() })
    .nullable(),
});

const typeChange = z.object({
  direction: z.enum(['down', 'up']),
  value: z.number(),
  edge: z.number(),
  inclusive: z.boolean(),
  type: z.enum(signalTypes),
  quieter: z.boolean(),
});

/** What one input would have to be for another type; `phrase` says the nearest in words. */
export const inputChange = z.object({
  input: z.enum([
    'aggregateZscore',
    'slopePercentile',
    'acceleration',
    'zscoreStd',
    'maxAbsDeviation',
    'slopeChange',
    'periodCount',
  ]),
  title: z.string(),
  current: z.number().nullable(),
  down: typeChange.nullable(),
  up: typeChange.nullable(),
  nearest: typeChange.nullable(),
  phrase: z.string().nullable(),
});

/** One rule of the book as it was tried on this signal. */
export const ruleTrial = z.object({
  type: z.enum(signalTypes),
  title: z.string(),
  outcome: z.enum(['decided', 'passed_over', 'failed']),
  conditions: z.array(z.object({ id: z.string(), title: z.string(), holds: z.boolean() })),
});

/** Where all peers stood in the latest period, as a histogram, with our own facilities named. */
const peerDistribution = z.object({
  periodLabel: z.string(),
  /** Facilities of the group that have ever reported the metric, and those that reported in this period. */
  total: z.int(),
  reported: z.int(),
  bins: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  own: z.array(z.object({ facilityId: z.uuid(), name: z.string(), value: z.number(), isThis: z.boolean() })),
});

/** The parts that make up the whole this signal belongs to; `note` says what is missing from the sum. */
const pageContributions = z.object({
  title: z.string(),
  note: z.string().nullable(),
  parentValue: z.number().nullable(),
  parts: z.array(
    contributionRow
      .pick({
        childNode: true,
        metricRef: true,
        childLabel: true,
        childValue: true,
        weightField: true,
        weightValue: true,
        weightShare: true,
        excessOverParent: true,
        direction: true,
        rank: true,
        pct: true,
        cumulativePct: true,
      })
      .extend({ isThis: z.boolean() }),
  ),
});

/** One entry of the history: who did what to the signal, newest first. */
const historyEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  action: z.string(),
  actorKind: z.enum(['user', 'service']),
  actorName: z.string().nullable(),
  /** The entry in a sentence. */
  text: z.string(),
});

/** Everything the page of a signal and its "why" drawer show, in one answer. */
export const signalPageShape = z.object({
  signal: signalRow.omit({
    tenantId: true,
    simplifiedInputs: true,
    simplifiedIndicators: true,
    simplifiedSeverityCalculation: true,
    metricTrendTimeline: true,
    metadataPerPeriod: true,
    peerPercentileTrends: true,
    sparkline: true,
    feedRank: true,
    regressionOf: true,
  }),
  metric: metricRow.omit({ tenantId: true, archivedAt: true, createdAt: true, updatedAt: true }),
  facilityRecord: facilityRow.omit({ tenantId: true, archivedAt: true, createdAt: true, updatedAt: true }),
  regressionOf: z.object({ id: z.uuid(), signalNumber: z.int(), closedAt: z.iso.datetime().nullable() }).nullable(),
  /** The number, its unit, how far from the peers, and how many they are. */
  because: z.string(),
  chart: z.object({ kind: z.enum(['control_limits', 'run']), note: z.string(), step: z.string() }),
  periods: z.array(pagePeriod),
  inputs: storedInputs.nullable(),
  indicators: storedIndicators.nullable(),
  calculation: severityCalculation.nullable(),
  rules: z.array(ruleTrial),
  changes: z.array(inputChange),
  distribution: peerDistribution.nullable(),
  contributions: pageContributions,
  history: z.array(historyEntry),
  /** Where the numbers come from and what to be careful about, one sentence each. */
  dataNotes: z.array(z.string()),
});
export type SignalPage = z.output<typeof signalPageShape>;
