import { z } from 'zod';
import { pageInput, pageOf } from '../../kernel/index.ts';
import { domains, metricRow, positions, signalRow, signalTypes, sparkline, trends } from '../schema.ts';

const ids = z.array(z.uuid()).min(1).max(100).optional();

/** What a feed is narrowed to. Lists mean "any of these"; an empty feed is an answer, not an error. */
export const feedFilters = {
  state: z.enum(['open', 'closed']).default('open'),
  types: z.array(z.enum(signalTypes)).min(1).optional(),
  domains: z.array(z.enum(domains)).min(1).optional(),
  facilityIds: ids,
  metricIds: ids,
  severityFrom: z.int().min(0).max(100).optional(),
  severityTo: z.int().min(0).max(100).optional(),
  /** Words of a facility, a metric or a type, or a signal number such as SIG-0412; all of them must match. */
  search: z.string().trim().max(100).optional(),
};
/** What a page of the feed is asked for: filters, and where the last page ended. */
export const feedInput = z.object({ ...pageInput, ...feedFilters });

/** How values of a metric are named and written in lists. */
const metricBadge = metricRow.pick({
  id: true,
  metricId: true,
  name: true,
  shortName: true,
  unitType: true,
  unitLabel: true,
  displayFormat: true,
  directionPreference: true,
  periodicity: true,
  isSynthetic: true,
});

/** One line of the feed: enough to rank, draw and read it; the page of the signal has the rest. */
export const feedRow = z.object({
  id: z.uuid(),
  signalNumber: z.int(),
  type: z.enum(signalTypes).nullable(),
  unclassifiedReason: signalRow.shape.unclassifiedReason,
  severity: z.int().nullable(),
  metric: metricBadge,
  domain: z.enum(domains),
  facility: z.object({ id: z.uuid(), code: z.string().nullable(), name: z.string() }),
  serviceLine: z.string(),
  groupValue: z.string().nullable(),
  description: z.string(),
  position: z.enum(positions).nullable(),
  trend: z.enum(trends).nullable(),
  trendDirection: signalRow.shape.trendDirection,
  variancePercent: z.number().nullable(),
  periodCount: z.int(),
  suppressed: z.boolean(),
  latestPeriodLabel: z.string().nullable(),
  latestValue: z.number().nullable(),
  latestPeerMean: z.number().nullable(),
  latestPeerCount: z.int().nullable(),
  sparkline,
  detectedAt: z.iso.datetime(),
  lastDetectedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  regressionOf: z.uuid().nullable(),
});
export type FeedRow = z.output<typeof feedRow>;
/** One page of the feed, the most urgent signal first, and where the next page begins. */
export const feedPage = pageOf(feedRow);

const capped = z.object({
  count: z.int(),
  /** True when there are more than were counted: write "10,000+". */
  isCapped: z.boolean(),
});

/** How many signals stand behind each tab, and how many the present filters leave. */
export const feedCounts = z.object({
  open: capped,
  closed: capped,
  matching: capped,
  metrics: z.int(),
  /** When the facilities were last compared; null before the first time. */
  lastDetectedAt: z.iso.datetime().nullable(),
});

/** What the filters can be set to, so that no choice leads to an empty feed. */
export const feedOptions = z.object({
  types: z.array(z.enum(signalTypes)),
  domains: z.array(z.enum(domains)),
  facilities: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() })),
  metrics: z.array(z.object({ id: z.uuid(), name: z.string(), shortName: z.string() })),
});
