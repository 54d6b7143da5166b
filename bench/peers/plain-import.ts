import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { costOf } from '../src/quality/cost.ts';

/**
 * The same statistics in the plainest SQL: COPY, INSERT ... SELECT, one query. As superuser, without row security,
 * preview, rejections, audit, signals. Tables have the keys, indexes and foreign keys of the product's.
 */
const { url, file } = JSON.parse(process.argv[2] ?? '{}') as { url: string; file: string };

const tables = `
  create schema plain;
  create table plain.facilities (tenant_id uuid not null, id uuid not null default gen_random_uuid(), ccn text not null,
    name text, state text, primary key (tenant_id, id), unique (tenant_id, ccn));
  create table plain.metrics (tenant_id uuid not null, id uuid not null default gen_random_uuid(), code text not null,
    primary key (tenant_id, id), unique (tenant_id, code));
  create table plain.batches (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id));
  create table plain.observations (
    tenant_id uuid not null, id uuid not null default gen_random_uuid(), facility_ref uuid not null, metric_ref uuid not null,
    period_start date not null, period_end date not null, period_label text not null, period_index double precision not null,
    value double precision, predicted double precision, expected double precision, denominator integer, numerator integer,
    footnote text, suppressed boolean not null, import_batch_id uuid, created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(), primary key (tenant_id, id),
    unique (tenant_id, facility_ref, metric_ref, period_start, period_end),
    foreign key (tenant_id, facility_ref) references plain.facilities (tenant_id, id),
    foreign key (tenant_id, metric_ref) references plain.metrics (tenant_id, id),
    foreign key (tenant_id, import_batch_id) references plain.batches (tenant_id, id));
  create index on plain.observations (tenant_id, metric_ref, period_index);
  create table plain.results (metric_ref uuid, facility_ref uuid, periods integer, mean_z double precision, z_std double precision,
    largest_z double precision, slope double precision, acceleration double precision, value double precision, value_z double precision,
    percentile double precision, slope_percentile double precision);
  create temporary table raw (facility_id text, facility_name text, state text, fiscal_year integer, measure text, start_date text,
    end_date text, discharges integer, ratio double precision, predicted double precision, expected double precision,
    readmissions integer, too_few text, footnote text);
  set work_mem = '64MB'`;

const T = `'01890000-0000-7000-8000-000000000000'::uuid`;

const load = [
  'analyze raw',
  `insert into plain.batches values (${T}, ${T})`,
  `insert into plain.facilities (tenant_id, ccn, name, state)
   select distinct on (facility_id) ${T}, facility_id, facility_name, state from raw order by facility_id, fiscal_year desc`,
  `insert into plain.metrics (tenant_id, code) select distinct ${T}, measure from raw`,
  'analyze plain.facilities',
  `insert into plain.observations (tenant_id, facility_ref, metric_ref, period_start, period_end, period_label, period_index, value,
     predicted, expected, denominator, numerator, footnote, suppressed, import_batch_id)
   select ${T}, f.id, m.id, s, e, to_char(s, 'Mon YYYY') || '–' || to_char(e, 'Mon YYYY'), extract(year from e) + extract(month from e) / 12,
          ratio, predicted, expected, discharges, readmissions, footnote, ratio is null or discharges is null, ${T}
     from raw cross join lateral (select coalesce(nullif(start_date, '')::date, make_date(fiscal_year - 5, 7, 1)) as s,
                                         coalesce(nullif(end_date, '')::date, make_date(fiscal_year - 2, 6, 30)) as e) as w
     join plain.facilities as f on f.ccn = facility_id join plain.metrics as m on m.code = measure`,
  'analyze plain.observations',
];

const statistics = `
  insert into plain.results
  with period as (
    select metric_ref, period_index, avg(value) as mean, stddev_pop(value) as std, count(*) as n,
           percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by value) as band
      from plain.observations where value is not null group by 1, 2
  ), point as (
    select o.metric_ref, o.facility_ref, o.period_index, o.value, case when p.n >= 10 then (o.value - p.mean) / greatest(p.std, 0.01) end as z,
           row_number() over series as place, count(*) over (partition by o.metric_ref, o.facility_ref) as points
      from plain.observations as o join period as p using (metric_ref, period_index)
     where o.value is not null window series as (partition by o.metric_ref, o.facility_ref order by o.period_index)
  ), series as (
    select metric_ref, facility_ref, count(*)::integer as periods, avg(z) as mean_z, stddev_pop(z) as z_std, max(abs(z)) as largest_z,
           avg(value) as value, case when count(*) >= 5 then regr_slope(value, period_index) end as slope,
           case when count(*) >= 8 then regr_slope(value, period_index) filter (where place > points / 2)
             - regr_slope(value, period_index) filter (where place <= points / 2) end as acceleration
      from point group by 1, 2
  ), whole as (select metric_ref, avg(value) as mean, stddev_pop(value) as std from series group by 1)
  select metric_ref, facility_ref, periods, mean_z, z_std, largest_z, slope, acceleration, value, (value - mean) / greatest(std, 0.01),
         100 * percent_rank() over (partition by metric_ref order by value),
         case when slope is not null then 100 * percent_rank() over (partition by metric_ref, slope is null order by slope) end
    from series join whole using (metric_ref)`;

const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
await client.query(tables);
const cost = await costOf(rows[0]?.pid ?? 0, async () => {
  await client.query('begin');
  await pipeline(createReadStream(file), createGunzip(), client.query(copyFrom('copy raw from stdin with (format csv, header)')));
  for (const step of load) await client.query(step);
  await client.query(statistics);
  await client.query('commit');
});
await client.end();
console.log(JSON.stringify(cost));
