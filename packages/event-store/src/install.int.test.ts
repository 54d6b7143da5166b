import { randomUUID } from 'node:crypto';
import { emptyDatabase } from '@wardwright/postgres/testing';
import createKnex from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEventStore, requireDurability } from './event-store.ts';
import { installEventStore, removeEventStore } from './install.ts';
import { ask, inTransaction } from './store/sql.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, appRole, ownerRole, password, prepareSql, runScript, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

test('the store installs itself alone, twice without harm, under any schema name', async () => {
  const database = await emptyDatabase();
  for (let times = 0; times < 2; times += 1) await installEventStore((sql) => runScript(database.adminUrl, sql), { schema: 'ward_events' });
  const store = openEventStore({ url: database.adminUrl, schema: 'ward_events' });
  const which = stream();
  await store.append(which, [created, moved('ICU')], { expected: 'no stream', by });
  expect(await store.readStream(which.tenantId, which.streamId)).toHaveLength(2);
  await store.close();
  await database.drop();
});

test('a Knex migration installs and removes it in its own transaction', async () => {
  const database = await emptyDatabase();
  await runScript(database.adminUrl, prepareSql.slice(0, prepareSql.indexOf('create schema')));
  const knex = createKnex({ client: 'pg', connection: database.adminUrl });
  await knex.transaction((trx) => installEventStore((sql) => trx.raw(sql), { ownerRole, appRole }));
  const store = openEventStore({ url: database.url(appRole, password) });
  const which = stream();
  await store.append(which, [created], { expected: 'no stream', by });
  await knex.transaction((trx) => removeEventStore((sql) => trx.raw(sql)));
  await expect(store.head(which.tenantId)).rejects.toThrow('does not exist');
  await store.close();
  await knex.destroy();
  await database.drop();
});

test('an append may be the last statement of a Knex transaction', async () => {
  const knex = createKnex({ client: 'pg', connection: at.url });
  const which = stream();
  const write = (fail: boolean) =>
    knex.transaction(async (trx) => {
      await trx.raw("select set_config('app.tenant_id', ?, true)", [which.tenantId]);
      const client = (await trx.client.acquireConnection()) as Parameters<typeof at.store.appendIn>[0];
      const appended = await at.store.appendIn(client, which, [created, moved('ICU')], { expected: 'any', by });
      if (fail) throw new Error('changed my mind');
      return appended;
    });
  await expect(write(true)).rejects.toThrow('changed my mind');
  await expect(write(false)).resolves.toMatchObject({ version: 2, position: 2 });
  await knex.destroy();
});

test.each([
  ['events', 'event_id stream_id stream_type event_type event_version tenant_id data metadata created_at created_by global_position'],
  ['snapshots', 'snapshot_id tenant_id stream_id stream_type version schema_version state created_at'],
  ['subscriptions', 'subscription_id tenant_id last_position status last_error updated_at'],
])('the table %s has every documented column', async (table, columns) => {
  const { rows } = await runScript(
    at.database.adminUrl,
    `select column_name as name, is_nullable as may_be_empty from information_schema.columns where table_schema = 'event_store' and table_name = '${table}'`,
  );
  const found = new Map(rows.map(({ name, may_be_empty }: { name: string; may_be_empty: string }) => [name, may_be_empty]));
  for (const column of columns.split(' ')) expect([column, found.get(column)]).toEqual([column, column === 'last_error' ? 'YES' : 'NO']);
});

test('a server that may lose confirmed events is refused', async () => {
  const careless = at.open({ url: `${at.url}&options=${encodeURIComponent('-c synchronous_commit=off')}` });
  await expect(requireDurability(careless)).rejects.toThrow(/power failure: switch on .*synchronous_commit/);
});

test('names that are not plain are refused before they reach a statement', () => {
  expect(() => openEventStore({ url: at.url, schema: 'x"; drop schema public' })).toThrow('no plain lower-case SQL name');
});

describe('tenancy', () => {
  test('each table forces row-level security, on its owner as well', async () => {
    const { rows } = await runScript(at.database.adminUrl, "select relname, relrowsecurity and relforcerowsecurity as forced from pg_class where relnamespace = 'event_store'::regnamespace and relkind = 'r'");
    expect(rows).toHaveLength(5);
    for (const row of rows as { relname: string; forced: boolean }[]) expect(row).toMatchObject({ forced: true });
  });

  test('the functions that run as the owner cannot be led elsewhere by a search path, nor called by strangers', async () => {
    const { rows } = await runScript(at.database.adminUrl, `select proname, prosecdef, coalesce(array_to_string(proconfig, ','), '') as config, has_function_privilege('public', oid, 'execute') as open
      from pg_proc where pronamespace = 'event_store'::regnamespace order by proname`);
    const functions = rows as { proname: string; prosecdef: boolean; config: string; open: boolean }[];
    expect(functions.filter(({ prosecdef }) => prosecdef).map(({ proname }) => proname)).toEqual(['append_group', 'append_many', 'append_one', 'find_repeat', 'progress']);
    for (const each of functions) expect(each).toMatchObject({ open: false, ...(each.prosecdef ? { config: 'search_path=pg_catalog, pg_temp' } : {}) });
  });
});

describe('with 40,000 events', () => {
  const tenantId = randomUUID();
  const streamId = randomUUID();
  beforeAll(async () => {
    await runScript(at.database.adminUrl, `insert into event_store.events
      select case n % 20 when 0 then '${tenantId}'::uuid else gen_random_uuid() end, case n % 400 when 0 then '${streamId}'::uuid else gen_random_uuid() end,
        n, n, gen_random_uuid(), '${by}', now(), 'Admission', 'admission.created', '{}', '{}' from generate_series(1, 40000) n; analyze event_store.events`);
  });
  const planOf = (sql: string): Promise<string> =>
    inTransaction(at.store.pool, tenantId, async (client) => (await ask<{ 'QUERY PLAN': string }>(client, `explain ${sql}`)).map((row) => row['QUERY PLAN']).join('\n'));

  test.each([
    ['a stream is read by its key', `select * from event_store.events where tenant_id = '${tenantId}' and stream_id = '${streamId}' and event_version >= 1 order by event_version`, 'events_pkey'],
    ['a tenant is read by position', `select * from event_store.events where tenant_id = '${tenantId}' and global_position > 100 order by global_position limit 100`, 'events_tenant_id_global_position_key'],
    ['an event is found by its id', `select * from event_store.events where tenant_id = '${tenantId}' and event_id = '${streamId}'`, 'events_tenant_id_event_id_key'],
  ])('%s', async (_name, sql, index) => {
    const plan = await planOf(sql);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });
});
