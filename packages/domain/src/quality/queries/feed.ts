import type { Knex } from 'knex';
import { z } from 'zod';
import { defineQuery } from '../../db/operation.ts';
import { decodeCursor, encodeCursor } from '../../kernel/index.ts';
import { feedCounts, feedFilters, feedInput, feedPage, type FeedRow } from './feed-shapes.ts';

type Filters = z.output<typeof filterInput>;

const filterInput = z.object(feedFilters);
const place = z.tuple([z.int(), z.iso.datetime(), z.uuid()]);

/** The first part of the order of the feed. */
const rank = 's.feed_rank';
/** Counting further than this tells nobody anything more. */
const countedUpTo = 10_000;

/** The worst first; of equals the one found last, so that nothing new hides behind the old. */
export const signalFeed = defineQuery({
  name: 'quality.signal.feed',
  permission: 'quality.signal.read',
  input: feedInput,
  output: feedPage,
  read: async (trx, _scope, { limit, cursor, ...filters }) => {
    let page = narrowed(trx, filters)
      .select(trx.raw(computedColumns), ...signalColumns)
      .orderByRaw(`${rank} desc, s.detected_at desc, s.id desc`)
      .limit(limit + 1);
    if (cursor) page = page.whereRaw(`(${rank}, s.detected_at, s.id) < (?, ?, ?)`, [...decodeCursor(cursor, place)]);
    // The page is cut before metrics are joined, so that no plan can sort the whole feed for fifty lines of it.
    const found = (await trx
      .from(page.as('p'))
      .join('quality.metrics as m', 'm.id', 'p.metricRef')
      .select('p.*', ...metricColumns)
      .orderBy([
        { column: 'p.feedRank', order: 'desc' },
        { column: 'p.detectedAt', order: 'desc' },
        { column: 'p.id', order: 'desc' },
      ])) as SignalRecord[];
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      rows: found.slice(0, limit).map(feedRowOf),
      nextCursor: last ? encodeCursor([last.feedRank, last.detectedAt, last.id]) : null,
    };
  },
});

/** How many signals stand behind the tabs and the filters. */
export const signalCounts = defineQuery({
  name: 'quality.signal.count',
  permission: 'quality.signal.read',
  input: filterInput,
  output: feedCounts,
  read: async (trx, _scope, filters) => {
    const every = { state: 'open' } as const;
    const [open, closed, matching] = [
      await count(trx, narrowed(trx, every)),
      await count(trx, narrowed(trx, { state: 'closed' })),
      await count(trx, narrowed(trx, filters)),
    ];
    const { rows } = (await trx.raw(
      `select (select count(*)::int from quality.metrics where archived_at is null) as metrics, (${lastDetected}) as last_detected_at`,
    )) as { rows: { metrics: number; lastDetectedAt: string | null }[] };
    return { open, closed, matching, metrics: rows[0]?.metrics ?? 0, lastDetectedAt: rows[0]?.lastDetectedAt ?? null };
  },
});

/** Every comparison touches all open signals it still finds, so those in sight tell when it was; reading all of them would take longer than the feed. */
const lastDetected = `
  select max(last_detected_at) from (
    (select last_detected_at from quality.signals where closed_at is null order by feed_rank desc, detected_at desc, id desc limit 200)
    union all
    (select last_detected_at from quality.signals order by detected_at desc, id desc limit 200)) as seen`;

function narrowed(trx: Knex.Transaction, filters: Partial<Filters>): Knex.QueryBuilder {
  const { state, types, domains, facilityIds, metricIds, severityFrom, severityTo, search } = filters;
  let signals: Knex.QueryBuilder = trx('quality.signals as s');
  signals = state === 'closed' ? signals.whereNotNull('s.closedAt') : signals.whereNull('s.closedAt');
  if (types) signals = signals.whereIn('s.simplifiedSignalType', types);
  if (domains) signals = signals.whereIn('s.domain', domains);
  if (facilityIds) signals = signals.whereIn('s.facilityRef', facilityIds);
  if (metricIds) signals = signals.whereIn('s.metricRef', metricIds);
  if (severityFrom !== undefined) signals = signals.whereRaw(`${rank} >= ?`, [severityFrom]);
  if (severityTo !== undefined) signals = signals.whereRaw(`${rank} <= ?`, [severityTo]);
  for (const word of (search ?? '').split(/\s+/).filter(Boolean)) signals = containing(signals, word);
  return signals;
}

/** A word is looked for in what the row says; a number such as SIG-0412 or 412 finds its signal. */
function containing(signals: Knex.QueryBuilder, word: string): Knex.QueryBuilder {
  const number = /^(?:sig-?)?0*(\d{1,9})$/i.exec(word)?.[1];
  const said = `concat_ws(' ', s.facility, s.facility_id, s.description, s.group_value, replace(s.simplified_signal_type, '_', ' ')) ilike ?`;
  const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return number === undefined ? signals.whereRaw(said, [pattern]) : signals.whereRaw(`(s.signal_number = ? or ${said})`, [number, pattern]);
}

async function count(trx: Knex.Transaction, signals: Knex.QueryBuilder): Promise<{ count: number; isCapped: boolean }> {
  const some = signals.select(trx.raw('1')).limit(countedUpTo + 1);
  const [row] = (await trx.count('* as count').from(some.as('some'))) as { count: number }[];
  const found = Number(row?.count ?? 0);
  return { count: Math.min(found, countedUpTo), isCapped: found > countedUpTo };
}

const computedColumns = `s.simplified_indicators ->> 'position' as position, s.simplified_indicators ->> 'trend' as trend`;

/** Only what a line shows: the rest of a signal weighs fifty times as much. */
const signalColumns = [
  's.id',
  's.signalNumber',
  's.simplifiedSignalType',
  's.simplifiedSeverity',
  's.feedRank',
  's.unclassifiedReason',
  's.metricRef',
  's.metricId',
  's.facilityRef',
  's.facilityId',
  's.facility',
  's.domain',
  's.serviceLine',
  's.groupValue',
  's.description',
  's.trendDirection',
  's.variancePercent',
  's.periodCount',
  's.suppressed',
  's.latestPeriodLabel',
  's.latestValue',
  's.latestPeerMean',
  's.latestPeerCount',
  's.sparkline',
  's.detectedAt',
  's.lastDetectedAt',
  's.closedAt',
  's.regressionOf',
] as const;

const metricColumns = [
  'm.name as metricName',
  'm.shortName as metricShortName',
  'm.unitType',
  'm.unitLabel',
  'm.displayFormat',
  'm.directionPreference',
  'm.periodicity',
  'm.isSynthetic',
] as const;

type Metric = FeedRow['metric'];

/** A row as the join gives it. */
interface SignalRecord
  extends Omit<FeedRow, 'type' | 'severity' | 'metric' | 'facility'>,
    Omit<Metric, 'id' | 'metricId' | 'name' | 'shortName'> {
  readonly feedRank: number;
  readonly simplifiedSignalType: FeedRow['type'];
  readonly simplifiedSeverity: number | null;
  readonly metricRef: string;
  readonly metricId: string;
  readonly metricName: string;
  readonly metricShortName: string;
  readonly facilityRef: string;
  readonly facilityId: string | null;
  readonly facility: string;
}

/** Moves the metric and the facility of a joined row into objects of their own. Written out, because taking the rest of so wide a row costs a sixth of an answer. */
const feedRowOf = (joined: SignalRecord): FeedRow => ({
  id: joined.id,
  signalNumber: joined.signalNumber,
  type: joined.simplifiedSignalType,
  unclassifiedReason: joined.unclassifiedReason,
  severity: joined.simplifiedSeverity,
  metric: {
    id: joined.metricRef,
    metricId: joined.metricId,
    name: joined.metricName,
    shortName: joined.metricShortName,
    unitType: joined.unitType,
    unitLabel: joined.unitLabel,
    displayFormat: joined.displayFormat,
    directionPreference: joined.directionPreference,
    periodicity: joined.periodicity,
    isSynthetic: joined.isSynthetic,
  },
  domain: joined.domain,
  facility: { id: joined.facilityRef, code: joined.facilityId, name: joined.facility },
  serviceLine: joined.serviceLine,
  groupValue: joined.groupValue,
  description: joined.description,
  position: joined.position,
  trend: joined.trend,
  trendDirection: joined.trendDirection,
  variancePercent: joined.variancePercent,
  periodCount: joined.periodCount,
  suppressed: joined.suppressed,
  latestPeriodLabel: joined.latestPeriodLabel,
  latestValue: joined.latestValue,
  latestPeerMean: joined.latestPeerMean,
  latestPeerCount: joined.latestPeerCount,
  sparkline: joined.sparkline,
  detectedAt: joined.detectedAt,
  lastDetectedAt: joined.lastDetectedAt,
  closedAt: joined.closedAt,
  regressionOf: joined.regressionOf,
});
