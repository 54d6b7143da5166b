import type { Knex } from 'knex';
import { toSnake } from '../../../db/column-names.ts';
import type { Scope } from '../../../db/scope.ts';
import { newId } from '../../../kernel/index.ts';
import { contributionsOf, weightedMean } from '../../rules.ts';
import { nodeIdOf } from './signal-record.ts';

/** What a part weighs: how many events like hospitals would have had. It makes the parts' mean exactly the whole. */
const WEIGHT = 'expected_events';

interface MeasureNow {
  readonly facilityRef: string;
  readonly facilityId: string;
  readonly source: string;
  readonly metricRef: string;
  readonly metricId: string;
  readonly label: string;
  readonly value: number;
  readonly expected: number | null;
  readonly denominator: number | null;
}

/** The latest published ratio of each measure of a facility, with what is needed to weigh it. */
const latestMeasures = `
  select o.facility_ref, f.ccn as facility_id, m.source, m.id as metric_ref, m.metric_id, m.short_name as label,
         o.value, o.expected, o.denominator
    from stat_own as own
    join stat_windows as w using (metric_ref, peer_value)
    join quality.observations as o
      on o.facility_ref = own.facility_ref and o.metric_ref = own.metric_ref and o.period_index = w.latest_index
    join quality.metrics as m on m.id = o.metric_ref
    join quality.facilities as f on f.id = o.facility_ref
   where own.facility_ref = any(?::uuid[]) and m.unit_type = 'ratio' and o.value is not null and o.predicted is not null
   order by m.metric_id`;

interface Whole {
  readonly parentValue: number;
  readonly measures: readonly MeasureNow[];
  readonly parts: ReturnType<typeof contributionsOf>;
  readonly leftOut: readonly string[];
}

/**
 * A facility's excess over all measures of one source, taken apart. A measure whose expected count is not published
 * cannot be weighed; it is left out and named.
 */
function wholeOf(measures: readonly MeasureNow[]): Whole | null {
  const weighed = measures.flatMap(({ metricRef, value, expected, denominator }) =>
    expected === null || denominator === null ? [] : [{ key: metricRef, value, weight: (denominator * expected) / 100 }],
  );
  const parentValue = weightedMean(weighed);
  const leftOut = measures.filter(({ metricRef }) => weighed.every(({ key }) => key !== metricRef)).map(({ label }) => label);
  if (parentValue === null || weighed.length < 2) return null;
  return { parentValue, measures, parts: contributionsOf(parentValue, weighed), leftOut };
}

function grouped(rows: readonly MeasureNow[]): ReadonlyMap<string, readonly MeasureNow[]> {
  const groups = new Map<string, MeasureNow[]>();
  for (const row of rows) {
    const key = `${row.facilityRef}/${row.source}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function rowsOf(scope: Scope, signalId: string, whole: Whole): object[] {
  return whole.parts.flatMap(({ key, weight, value, ...part }) => {
    const measure = whole.measures.find(({ metricRef }) => metricRef === key);
    if (!measure) return [];
    return [
      {
        tenantId: scope.tenantId,
        id: newId(),
        signalId,
        parentNode: `${measure.source.slice(0, 200)}__facility`,
        childNode: nodeIdOf(measure.metricId),
        metricRef: key,
        metricId: measure.metricId,
        facilityRef: measure.facilityRef,
        facilityId: measure.facilityId,
        parentServiceLine: null,
        childDimensions: {},
        childLabel: measure.label,
        childValue: value,
        parentValue: whole.parentValue,
        weightField: WEIGHT,
        weightValue: weight,
        createdAt: new Date().toISOString(),
        ...part,
      },
    ];
  });
}

const insertRows = `
  insert into quality.contributions select * from jsonb_populate_recordset(null::quality.contributions, ?::jsonb)`;

/**
 * Replaces the contributions of signals just written.
 * @param ids signal of each series, keyed by `facilityRef/metricRef`
 */
export async function writeContributions(trx: Knex.Transaction, scope: Scope, ids: ReadonlyMap<string, string>): Promise<void> {
  const facilities = [...new Set([...ids.keys()].map((key) => key.slice(0, key.indexOf('/'))))];
  const { rows } = (await trx.raw(latestMeasures, [facilities])) as { rows: readonly MeasureNow[] };
  const fresh: object[] = [];
  const notes: { id: string; leftOut: readonly string[] }[] = [];
  for (const measures of grouped(rows).values()) {
    const whole = wholeOf(measures);
    for (const { facilityRef, metricRef } of measures) {
      const signalId = ids.get(`${facilityRef}/${metricRef}`);
      if (!signalId || !whole) continue;
      fresh.push(...rowsOf(scope, signalId, whole));
      notes.push({ id: signalId, leftOut: whole.leftOut });
    }
  }
  await trx.raw('delete from quality.contributions where signal_id = any(?::uuid[])', [[...ids.values()]]);
  await trx.raw(insertRows, [JSON.stringify(fresh.map(snakeKeys))]);
  await trx.raw(
    `update quality.signals as s
        set metadata = coalesce(s.metadata, '{}') || jsonb_build_object('contributionsLeftOut', note."leftOut")
       from jsonb_to_recordset(?::jsonb) as note (id uuid, "leftOut" jsonb)
      where s.id = note.id`,
    [JSON.stringify(notes)],
  );
}

const snakeKeys = (record: object): object => Object.fromEntries(Object.entries(record).map(([key, value]) => [toSnake(key), value]));
