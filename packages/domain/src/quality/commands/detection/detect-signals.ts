import type { Knex } from 'knex';
import { announce } from '../../../db/announce.ts';
import { lock, type Scope } from '../../../db/scope.ts';
import { Facility, Metric } from '../../model.ts';
import type { DetectionReport } from '../../queries/import-shapes.ts';
import type { PeerGroup } from '../../schema.ts';
import { judgeSeries, type OwnSeries } from './series-facts.ts';
import { type DetectedColumns, signalRecord } from './signal-record.ts';
import { ownSeries, statisticsSteps, withoutValue } from './statistics-sql.ts';
import { writeContributions } from './write-contributions.ts';
import { writeSignals } from './write-signals.ts';

/** Topic on which pages of signals listen. */
export const signalsTopic = 'quality.signals';

/** How long work tells how far it is, and learns that it should stop. */
export interface Watch {
  readonly report: (progress: { readonly phase: string; readonly done: number; readonly total: number | null }) => void;
  readonly signal: AbortSignal;
}

const BATCH = 1000;

interface Tally {
  processed: number;
  created: number;
  updated: number;
  readonly skipped: Map<string, number>;
  readonly byType: Map<string, number>;
}

const addTo = (counts: Map<string, number>, key: string, amount = 1): void => {
  if (amount > 0) counts.set(key, (counts.get(key) ?? 0) + amount);
};

const countOf = async (trx: Knex.Transaction, sql: string): Promise<number> => {
  const { rows } = (await trx.raw(sql)) as { rows: readonly { count: number }[] };
  return rows[0]?.count ?? 0;
};

/** Computes the statistics of all facilities into tables of this transaction. */
async function computeStatistics(trx: Knex.Transaction, peerGroup: PeerGroup, { report, signal }: Watch): Promise<void> {
  await trx.raw(`set local work_mem = '64MB'`);
  const steps = statisticsSteps(peerGroup);
  for (const [done, [title, sql]] of steps.entries()) {
    signal.throwIfAborted();
    report({ phase: `Comparing: ${title}`, done, total: steps.length });
    await trx.raw(sql);
  }
}

async function detectBatch(
  trx: Knex.Transaction,
  scope: Scope,
  series: readonly OwnSeries[],
  known: { metrics: ReadonlyMap<string, Metric>; facilities: ReadonlyMap<string, Facility> },
  given: { peerGroup: PeerGroup; importBatchId: string | null; now: string },
  tally: Tally,
): Promise<void> {
  const records: DetectedColumns[] = [];
  for (const one of series) {
    const metric = known.metrics.get(one.metricRef);
    const facility = known.facilities.get(one.facilityRef);
    if (!metric || !facility) continue;
    tally.processed += 1;
    try {
      const record = signalRecord({ metric, facility, series: one, facts: judgeSeries(metric, one) }, given);
      records.push(record);
      addTo(tally.byType, record.simplifiedSignalType ?? record.unclassifiedReason ?? 'none');
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      addTo(tally.skipped, 'a number does not fit: the values of the series are out of all proportion');
    }
  }
  const written = await writeSignals(trx, scope, records, given.now);
  await trx.raw('select quality.learn_sizes()');
  await writeContributions(trx, scope, written.ids);
  tally.created += written.created;
  tally.updated += written.updated;
  addTo(tally.skipped, 'closed before and quiet now', written.leftClosed);
}

const byKey = <Row extends { id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.id, row]));

/**
 * Compares every facility with its peers and writes what it means for ours as signals, in the caller's transaction.
 * @throws whatever the signal carries, when the work is cancelled; nothing of it then remains.
 */
export async function detectSignals(
  trx: Knex.Transaction,
  scope: Scope,
  { peerGroup, importBatchId = null }: { peerGroup: PeerGroup; importBatchId?: string | null },
  watch: Watch,
): Promise<DetectionReport> {
  await lock(trx, 'quality.detection', scope.tenantId);
  await computeStatistics(trx, peerGroup, watch);
  const known = {
    metrics: byKey(await Metric.query(trx).whereNull('archivedAt')),
    facilities: byKey(await Facility.query(trx).where({ isOwn: true })),
  };
  const given = { peerGroup, importBatchId, now: new Date().toISOString() };
  const tally: Tally = { processed: 0, created: 0, updated: 0, skipped: new Map(), byType: new Map() };
  const total = await countOf(trx, 'select count(*)::integer as count from stat_own');
  for (let from = 1; from <= total; from += BATCH) {
    watch.signal.throwIfAborted();
    watch.report({ phase: 'Classifying our facilities', done: from - 1, total });
    const { rows } = (await trx.raw(ownSeries, [from, from + BATCH - 1])) as { rows: readonly OwnSeries[] };
    await detectBatch(trx, scope, rows, known, given, tally);
  }
  addTo(tally.skipped, 'no value to compare in the judged periods', await countOf(trx, withoutValue));
  const observations = await countOf(trx, 'select count(*)::integer as count from stat_points');
  const series = await countOf(trx, 'select count(*)::integer as count from stat_series');
  await trx.raw(dropTables);
  await announce(trx, signalsTopic);
  const skippedBecause = [...tally.skipped].map(([reason, count]) => ({ reason, count }));
  return {
    peerGroup,
    observations,
    series,
    processed: tally.processed,
    created: tally.created,
    updated: tally.updated,
    skipped: skippedBecause.reduce((sum, { count }) => sum + count, 0),
    skippedBecause,
    byType: Object.fromEntries(tally.byType),
  };
}

const dropTables = `drop table stat_metrics, stat_facilities, stat_windows, stat_points, stat_periods, stat_series, stat_groups, stat_own`;
