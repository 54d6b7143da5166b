import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, inTenant, type Scope } from '../../db/index.ts';
import { aTenant, type TestDatabase, testDatabase } from '../../testing.ts';
import { manySignals } from '../fixtures/many-signals.ts';
import { signalCounts, signalFeed } from './feed.ts';
import { signalFilterOptions } from './feed-options.ts';

const many = 20_000;

let db: TestDatabase;
let scope: Scope;
let empty: Scope;
let metrics: string[];

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  empty = await aTenant(db.database);
  await manySignals(db.urls.admin, scope.tenantId, many);
  const admin = new pg.Client({ connectionString: db.urls.admin });
  await admin.connect();
  await admin.query('update quality.signals set closed_at = now() where signal_number <= 1003');
  await admin.query('analyze quality.signals');
  const { rows } = await admin.query<{ id: string }>('select id from quality.metrics where tenant_id = $1', [scope.tenantId]);
  metrics = rows.map(({ id }) => id);
  await admin.end();
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
    const { rows } = await ask(signalFeed, scope, { search: 'SIG-1412' });
    expect(rows.map(({ signalNumber }) => signalNumber)).toContain(1412);
    expect((await ask(signalFeed, scope, { search: '100%_' })).rows).toEqual([]);
  });

  test('keeps closed signals apart, caps its counts, and shows another tenant nothing', async () => {
    const { rows } = await ask(signalFeed, scope, { state: 'closed' });
    expect(rows.map(({ signalNumber }) => signalNumber).toSorted((a, b) => a - b)).toEqual([1001, 1002, 1003]);
    expect(await ask(signalCounts, scope, {})).toMatchObject({
      open: { count: 10_000, isCapped: true },
      closed: { count: 3, isCapped: false },
      metrics: 20,
    });
    expect((await ask(signalFeed, empty, {})).rows).toEqual([]);
    expect((await ask(signalCounts, empty, {})).open.count).toBe(0);
  });
});
