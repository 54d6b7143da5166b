import type { Knex } from 'knex';
import { toSnake } from '../../db/column-names.ts';
import { hrrpMetrics } from './hrrp-metrics.ts';

const tenant = `(select current_setting('app.tenant_id')::uuid)`;

/** What the file says of each facility: the newest name it gives, and how new its newest period is. */
const latestWords = (column: string): string =>
  `(array_agg(${column} order by period_end desc nulls last, line desc) filter (where ${column} is not null))[1]`;

const namedFacilities = `
  create temporary table staged_facilities on commit drop as
  select ccn, ${latestWords('facility_name')} as name, ${latestWords('state')} as state, ${latestWords('city')} as city,
         ${latestWords('facility_type')} as type, ${latestWords('ownership')} as ownership, max(period_end) as latest_end
    from staged_rows where outcome <> 'rejected' group by ccn`;

const addFacilities = `
  insert into quality.facilities (tenant_id, id, ccn, name, state, city, type, ownership)
  select ${tenant}, gen_random_uuid(), ccn, coalesce(name, 'Facility ' || ccn), state, city, type, ownership
    from staged_facilities
  on conflict (tenant_id, ccn) do nothing`;

/** An older file must not give a hospital its old name back; whether it is ours is never touched. */
const renewFacilities = `
  update quality.facilities as f
     set name = told.name, state = told.state, city = told.city, type = told.type, ownership = told.ownership,
         version = f.version + 1, updated_at = now()
    from (select known.id,
                 case when is_newer or known.name = 'Facility ' || known.ccn then coalesce(s.name, known.name) else known.name end as name,
                 case when is_newer then coalesce(s.state, known.state) else coalesce(known.state, s.state) end as state,
                 coalesce(s.city, known.city) as city, coalesce(s.type, known.type) as type,
                 coalesce(s.ownership, known.ownership) as ownership
            from staged_facilities as s
            join quality.facilities as known on known.ccn = s.ccn
            cross join lateral (
              select coalesce(s.latest_end >= (select max(o.period_end) from quality.observations as o
                                                where o.facility_ref = known.id), s.latest_end is not null) as is_newer
            ) as age) as told
   where told.id = f.id
     and (told.name, told.state, told.city, told.type, told.ownership)
         is distinct from (f.name, f.state, f.city, f.type, f.ownership)`;

/** Ids by code, in tables whose size the planner knows: row security hides from it how many rows a tenant has. */
const knownIds = `
  create temporary table staged_ids on commit drop as
  select f.tenant_id, f.ccn, f.id as facility_ref from quality.facilities as f join staged_facilities as s on s.ccn = f.ccn;
  create temporary table staged_metrics on commit drop as select metric_id, id as metric_ref from quality.metrics;
  analyze staged_ids;
  analyze staged_metrics`;

/**
 * A repeated row changes nothing; a corrected one changes the same row. A later file without counts takes none away.
 * Rows come in the order of the key, which spares the index and the foreign keys a quarter of their work.
 */
const mergeObservations = `
  with merged as (
    insert into quality.observations as known
      (tenant_id, id, facility_ref, metric_ref, period_start, period_end, period_label, period_index, value, predicted,
       expected, denominator, numerator, footnote, suppressed, import_batch_id)
    select f.tenant_id, gen_random_uuid(), f.facility_ref, m.metric_ref, s.period_start, s.period_end, s.period_label, s.period_index, s.value, s.predicted,
           s.expected, s.denominator, s.numerator, s.footnote, s.outcome = 'suppressed', ?::uuid
      from staged_rows as s
      join staged_ids as f on f.ccn = s.ccn
      join staged_metrics as m on m.metric_id = s.metric_id
     where s.outcome <> 'rejected'
     order by f.facility_ref, m.metric_ref, s.period_start
    on conflict (tenant_id, facility_ref, metric_ref, period_start, period_end) do update
      set value = excluded.value, predicted = excluded.predicted, expected = excluded.expected,
          denominator = excluded.denominator, numerator = coalesce(excluded.numerator, known.numerator),
          footnote = coalesce(excluded.footnote, known.footnote), suppressed = excluded.suppressed,
          import_batch_id = excluded.import_batch_id, updated_at = now()
      where (known.value, known.predicted, known.expected, known.denominator, known.suppressed)
              is distinct from (excluded.value, excluded.predicted, excluded.expected, excluded.denominator, excluded.suppressed)
         or (known.numerator is null and excluded.numerator is not null)
         or (known.footnote is null and excluded.footnote is not null)
    returning (xmax = 0) as added
  )
  select (select count(*) from staged_rows where outcome <> 'rejected' and metric_id is not null)::integer as rows,
         count(*) filter (where added)::integer as added, count(*) filter (where not added)::integer as changed
    from merged`;

/** What a merge came to: the observations in the file, and how many of them were new or other than before. */
export interface Merged {
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
}

/** Adds the metrics of the program to the tenant, if it does not have them; the wording it has stays. */
export async function ensureMetrics(trx: Knex.Transaction): Promise<void> {
  const rows = hrrpMetrics.map((metric) => Object.fromEntries(Object.entries(metric).map(([key, value]) => [toSnake(key), value])));
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await trx.raw(
    `insert into quality.metrics (tenant_id, id, ${columns})
     select ${tenant}, gen_random_uuid(), ${columns} from jsonb_populate_recordset(null::quality.metrics, ?::jsonb)
     on conflict (tenant_id, metric_id) do nothing`,
    [JSON.stringify(rows)],
  );
}

/** Brings the staged rows of this transaction into facilities and observations. */
export async function mergeStaged(trx: Knex.Transaction, batchId: string): Promise<Merged> {
  await trx.raw(namedFacilities);
  await trx.raw(addFacilities);
  await trx.raw(renewFacilities);
  await ensureMetrics(trx);
  await trx.raw('select quality.learn_sizes()');
  await trx.raw(knownIds);
  const { rows } = (await trx.raw(mergeObservations, [batchId])) as { rows: readonly Merged[] };
  await trx.raw('select quality.learn_sizes()');
  return rows[0] ?? { rows: 0, added: 0, changed: 0 };
}
