import type { Knex } from 'knex';
import { audit } from '../../../db/audit.ts';
import { toSnake } from '../../../db/column-names.ts';
import type { Scope } from '../../../db/scope.ts';
import { newId } from '../../../kernel/index.ts';
import type { DetectedColumns } from './signal-record.ts';

/** From this severity on a closed signal that is found again counts as having come back. */
const BREACH = 60;

interface Known {
  readonly id: string;
  readonly metricRef: string;
  readonly facilityRef: string;
  readonly simplifiedSignalType: string | null;
  readonly simplifiedSeverity: number | null;
  readonly closedAt: string | null;
}

/** What writing a batch came to, and which signals stand for which series now. */
export interface Written {
  readonly created: number;
  readonly updated: number;
  /** Closed before and not breaching now: left alone. */
  readonly leftClosed: number;
  readonly ids: ReadonlyMap<string, string>;
}

const seriesKey = ({ metricRef, facilityRef }: Pick<Known, 'metricRef' | 'facilityRef'>): string => `${facilityRef}/${metricRef}`;

/** The open signal of each series, or its latest closed one. */
async function knownSignals(trx: Knex.Transaction, records: readonly DetectedColumns[]): Promise<ReadonlyMap<string, Known>> {
  const { rows } = (await trx.raw(
    `select distinct on (s.facility_ref, s.metric_ref)
            s.id, s.metric_ref, s.facility_ref, s.simplified_signal_type, s.simplified_severity, s.closed_at
       from quality.signals as s
       join unnest(?::uuid[], ?::uuid[], ?::text[]) as wanted (facility_ref, metric_ref, node)
         on s.facility_ref = wanted.facility_ref and s.metric_ref = wanted.metric_ref and s.canonical_node_id = wanted.node
      where s.entity_dimensions_hash = ?
      order by s.facility_ref, s.metric_ref, s.closed_at desc nulls first`,
    [
      records.map(({ facilityRef }) => facilityRef),
      records.map(({ metricRef }) => metricRef),
      records.map(({ canonicalNodeId }) => canonicalNodeId),
      records[0]?.entityDimensionsHash ?? '',
    ],
  )) as { rows: readonly Known[] };
  return new Map(rows.map((row) => [seriesKey(row), row]));
}

const neverOverwritten = new Set([
  'tenant_id',
  'id',
  'signal_number',
  'canonical_node_id',
  'metric_id',
  'facility_id',
  'entity_dimensions_hash',
  'detected_at',
  'regression_of',
  'description',
]);

function upsert(columns: readonly string[]): string {
  const updates = columns.filter((name) => !neverOverwritten.has(name)).map((name) => `${name} = excluded.${name}`);
  return `
    insert into quality.signals as s (${columns.join(', ')})
    select ${columns.join(', ')} from jsonb_populate_recordset(null::quality.signals, ?::jsonb)
    on conflict (tenant_id, canonical_node_id, metric_id, facility_id, entity_dimensions_hash) where closed_at is null
    do update set ${updates.join(', ')},
      description = case when s.metadata ? 'descriptionEditedBy' then s.description else excluded.description end,
      version = s.version + (case when (s.simplified_signal_type, s.simplified_severity, s.metric_value)
        is distinct from (excluded.simplified_signal_type, excluded.simplified_severity, excluded.metric_value) then 1 else 0 end),
      updated_at = now()`.replace(" ? 'description", " \\? 'description");
}

async function nextNumber(trx: Knex.Transaction): Promise<number> {
  const { rows } = (await trx.raw('select coalesce(max(signal_number), 0) + 1 as next from quality.signals')) as {
    rows: readonly { next: number }[];
  };
  return rows[0]?.next ?? 1;
}

const snakeKeys = (record: object): object => Object.fromEntries(Object.entries(record).map(([key, value]) => [toSnake(key), value]));

const verdict = (known: { simplifiedSignalType: string | null; simplifiedSeverity: number | null }) => ({
  type: known.simplifiedSignalType,
  severity: known.simplifiedSeverity,
});

/**
 * Writes a batch of detections: a signal that is open stays the same row with new numbers, a closed one that breaches
 * again opens a new one that names it, a closed one that does not is left alone.
 */
export async function writeSignals(
  trx: Knex.Transaction,
  scope: Scope,
  records: readonly DetectedColumns[],
  now: string,
): Promise<Written> {
  const known = await knownSignals(trx, records);
  const wanted = records.filter((record) => {
    const before = known.get(seriesKey(record));
    return !before?.closedAt || (record.simplifiedSeverity ?? 0) >= BREACH;
  });
  let number = await nextNumber(trx);
  const ids = new Map<string, string>();
  const rows = wanted.map((record) => {
    const before = known.get(seriesKey(record));
    const isNew = !before || before.closedAt !== null;
    const id = isNew ? newId() : before.id;
    ids.set(seriesKey(record), id);
    const kept = {
      tenantId: scope.tenantId,
      id,
      signalNumber: isNew ? number++ : 1,
      detectedAt: now,
      lastDetectedAt: now,
      regressionOf: isNew ? (before?.id ?? null) : null,
    };
    return { isNew, before, row: { ...record, ...kept } };
  });
  const [first] = rows;
  if (first) {
    await trx.raw(upsert(Object.keys(snakeKeys(first.row))), [JSON.stringify(rows.map(({ row }) => snakeKeys(row)))]);
    await audit(
      trx,
      'quality.signal.detect',
      rows.flatMap(({ isNew, before, row }) => {
        const after = verdict(row);
        const same = !isNew && before && before.simplifiedSignalType === after.type && before.simplifiedSeverity === after.severity;
        const entry = { entity: 'quality.signals', entityId: row.id, after: { ...after, value: row.latestValue } };
        return same ? [] : [{ ...entry, before: before ? verdict(before) : null }];
      }),
    );
  }
  const created = rows.filter(({ isNew }) => isNew).length;
  return { created, updated: rows.length - created, leftClosed: records.length - rows.length, ids };
}
