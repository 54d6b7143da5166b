import { ask, inTenant } from '@wardwright/domain/db';
import { signalTypes } from '@wardwright/domain/quality/schema';
import { signalCounts, signalFeed, signalFilterOptions, signalPage } from '@wardwright/domain/quality/queries';
import { allPermissions, type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemoAccounts } from '../identity/demo.ts';
import { demoHospitals } from './demo-hospitals.ts';
import { ensureDemo } from './demo.ts';

let db: TestDatabase;
let seconds: number;
const scopeOf = async (slug: string) => {
  const { database } = db;
  const tenant = (await database.shared('identity.tenants').where({ subdomain: slug }).first('id')) as { id: string };
  return {
    tenantId: tenant.id,
    actor: { kind: 'user', id: tenant.id } as const,
    permissions: allPermissions,
    requestId: 'test',
    knex: database.resolve(tenant.id),
  };
};

beforeAll(async () => {
  db = await testDatabase();
  await loadDemoAccounts(db.database);
  const started = performance.now();
  await ensureDemo(db.database);
  seconds = (performance.now() - started) / 1000;
}, 120_000);
afterAll(() => db.close());

test('shows every kind of signal at seven hospitals, worst first', async () => {
  process.stdout.write(`the demo data were loaded in ${seconds.toFixed(1)} s\n`);
  const scope = await scopeOf('larkmoor');
  const { rows } = await ask(signalFeed, scope, { limit: 100 });
  expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(signalTypes));
  expect(new Set(rows.map(({ facility }) => facility.code))).toEqual(new Set(demoHospitals.larkmoor.hospitals));
  const severities = rows.map(({ severity }) => severity ?? -1);
  expect(severities).toEqual([...severities].sort((a, b) => b - a));
  expect((await ask(signalFilterOptions, scope, {})).facilities).toHaveLength(7);
  for (const { id } of rows) expect((await ask(signalPage, scope, { id })).because).toMatch(/\d|not reported/);
});

test('keeps the two tenants apart', async () => {
  const [ours, theirs] = [await scopeOf('larkmoor'), await scopeOf('pinecrest')];
  const feed = await ask(signalFeed, theirs, { limit: 100 });
  expect(new Set(feed.rows.map(({ facility }) => facility.code))).toEqual(new Set(demoHospitals.pinecrest.hospitals));
  const [first] = feed.rows;
  await expect(ask(signalPage, ours, { id: first?.id ?? '' })).rejects.toMatchObject({ code: 'not-found' });
});

test('loads once, and says where the numbers come from', async () => {
  const scope = await scopeOf('larkmoor');
  const before = await ask(signalCounts, scope, {});
  await ensureDemo(db.database);
  expect(await ask(signalCounts, scope, {})).toEqual(before);
  const { rows } = await inTenant(scope, async (trx) =>
    (await trx.raw(`select b.status, b.rows_read = b.rows_stored + b.rows_suppressed as balanced, p.key
                      from quality.import_batches as b join identity.service_principals as p on p.id = b.requested_by`)) as { rows: object[] },
  );
  expect(rows).toEqual([{ status: 'applied', balanced: true, key: 'importer' }]);
});
