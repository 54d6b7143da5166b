import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, inTenant, type Scope } from '../../db/index.ts';
import { newId } from '../../kernel/index.ts';
import { aTenant, type TestDatabase, testDatabase } from '../../testing.ts';
import { signalCounts, signalFeed } from './feed.ts';
import { signalFilterOptions } from './feed-options.ts';

const many = 100_000;

let db: TestDatabase;
let scope: Scope;
let empty: Scope;
const metrics = Array.from({ length: 20 }, () => newId());

/**
 * Gives a tenant one signal for each of its facilities and metrics; severities and moments repeat often. Written by the
 * superuser with the triggers off, because a hundred thousand rows are wanted here and not their checks.
 */
async function fill({ tenantId }: Scope, facilities: number): Promise<void> {
  const admin = new pg.Client({ connectionString: db.urls.admin });
  await admin.connect();
  await admin.query(`set session_replication_role = replica; set synchronous_commit = off`);
  await admin.query(
    `insert into quality.facilities (tenant_id, ccn, name, is_own)
     select $1, lpad(n::text, 6, '0'), 'Hospital ' || n, true from generate_series(1, $2::int) as n`,
    [tenantId, facilities],
  );
  await admin.query(
    `insert into quality.metrics (tenant_id, id, metric_id, name, short_name, domain, direction_preference, unit_type, unit_label,
       display_format, periodicity, source)
     select $1, id, 'metric.' || at, 'Metric number ' || at, 'Metric ' || at, 'Safety', 'lower_is_better', 'ratio', '', '0.00', 'yearly', 'a test'
     from unnest($2::uuid[]) with ordinality as m (id, at)`,
    [tenantId, metrics],
  );
  await admin.query(
    `insert into quality.signals (tenant_id, signal_number, canonical_node_id, metric_ref, metric_id, domain, facility_ref,
       facility, facility_id, service_line, description, metric_value, period_count, simplified_signal_type,
       simplified_severity, detected_at)
     select f.tenant_id, row_number() over (order by f.ccn, m.metric_id), f.ccn || m.metric_id, m.id, m.metric_id, m.domain, f.id,
       f.name, f.ccn, 'Facility-wide', m.name || ' at ' || f.name, 1, 9,
       (array['baseline', 'emerging_risk'])[1 + (hashtext(f.ccn || m.metric_id) & 1)],
       40 + (hashtext(m.metric_id || f.ccn) & 31), timestamptz '2026-01-01 06:00:00.123456Z' + (hashtext(f.ccn) & 3) * interval '1 microsecond'
     from quality.facilities as f join quality.metrics as m on m.tenant_id = f.tenant_id`,
  );
  await admin.query('update quality.signals set closed_at = now() where signal_number <= 3');
  await admin.query('analyze quality.signals, quality.metrics, quality.facilities');
  await admin.end();
}

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  empty = await aTenant(db.database);
  await fill(scope, many / metrics.length);
}, 180_000);
afterAll(() => db.close());

describe('the feed', () => {
  test('offers in its filters what leads to a signal, and nothing else', async () => {
    const open = await ask(signalFilterOptions, scope, {});
    expect(open.types).toEqual(['emerging_risk', 'baseline']);
    expect(open.domains).toEqual(['Safety']);
    expect(open.metrics.map(({ id }) => id).sort()).toEqual([...metrics].sort());
    expect(open.facilities).toHaveLength(many / metrics.length);
    const closed = await ask(signalFilterOptions, scope, { state: 'closed' });
    expect(closed.metrics).toHaveLength(3);
    expect(closed.facilities).toHaveLength(1);
    expect(await ask(signalFilterOptions, empty, {})).toEqual({ types: [], domains: [], facilities: [], metrics: [] });
  });

  test('knows when the facilities were last compared', async () => {
    const last = await inTenant(scope, async (trx) => (await trx('quality.signals').max('lastDetectedAt as at').first()) as { at: string });
    expect((await ask(signalCounts, scope, {})).lastDetectedAt).toBe(last.at);
    expect((await ask(signalCounts, empty, {})).lastDetectedAt).toBeNull();
  });

  test('pages through every open signal once, worst first', async () => {
    const seen = new Set<string>();
    let worst = 101;
    let cursor: string | null = null;
    do {
      const page: { rows: { id: string; severity: number | null }[]; nextCursor: string | null } = await ask(signalFeed, scope, {
        limit: 200,
        cursor,
      });
      for (const row of page.rows) {
        seen.add(row.id);
        expect(row.severity ?? -1).toBeLessThanOrEqual(worst);
        worst = row.severity ?? -1;
      }
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.size).toBe(many - 3);
  }, 240_000);

  test('reads a page deep in the feed by its index, without what comes before, under row-level security', async () => {
    const plan = await inTenant(scope, async (trx) => {
      const { rows } = (await trx.raw(
        `explain (analyze, format json) select id from quality.signals as s where closed_at is null
         and (s.feed_rank, s.detected_at, s.id) < (50, timestamptz '2026-01-01 06:00:00.123457Z', uuid '01890000-0000-7000-8000-000000000000')
         order by s.feed_rank desc, s.detected_at desc, s.id desc limit 51`,
      )) as { rows: unknown };
      return JSON.stringify(rows);
    });
    expect(plan).toContain('signals_feed');
    expect(plan).not.toContain('"Sort"');
    expect(plan).not.toContain('Rows Removed by Filter');
  });

  test('narrows by type, facility, metric, severity and words, and the counts agree', async () => {
    const { facilities } = await ask(signalFilterOptions, scope, {});
    const filters = {
      facilityIds: facilities.slice(0, 5).map(({ id }) => id),
      metricIds: metrics.slice(0, 10),
      severityFrom: 45,
      severityTo: 60,
    };
    const { rows } = await ask(signalFeed, scope, { ...filters, limit: 200 });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ severity }) => severity !== null && severity >= 45 && severity <= 60)).toBe(true);
    expect((await ask(signalCounts, scope, filters)).matching).toEqual({ count: rows.length, isCapped: false });
    const named = await ask(signalFeed, scope, { search: 'risk hospital metric', limit: 200 });
    expect(named.rows).toHaveLength(200);
    expect(named.rows.every(({ type }) => type === 'emerging_risk')).toBe(true);
  });

  test('finds a signal by its number and takes wildcards for letters', async () => {
    const { rows } = await ask(signalFeed, scope, { search: 'SIG-0412' });
    expect(rows.map(({ signalNumber }) => signalNumber)).toContain(412);
    expect((await ask(signalFeed, scope, { search: '100%_' })).rows).toEqual([]);
  });

  test('keeps closed signals apart, caps its counts, and shows another tenant nothing', async () => {
    const { rows } = await ask(signalFeed, scope, { state: 'closed' });
    expect(rows.map(({ signalNumber }) => signalNumber).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(await ask(signalCounts, scope, {})).toMatchObject({
      open: { count: 10_000, isCapped: true },
      closed: { count: 3, isCapped: false },
      metrics: 20,
    });
    expect((await ask(signalFeed, empty, {})).rows).toEqual([]);
    expect((await ask(signalCounts, empty, {})).open.count).toBe(0);
  });
});
