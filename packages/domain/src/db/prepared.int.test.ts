import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { aTenant, type TestDatabase, testDatabase } from '../testing.ts';
import { connect } from './connection.ts';
import { ask, defineQuery } from './operation.ts';
import { inTenant } from './scope.ts';

let db: TestDatabase;
let one: Knex;

beforeAll(async () => {
  db = await testDatabase();
  one = connect(db.urls.admin, { max: 1 });
});
afterAll(async () => {
  await one.destroy();
  await db.close();
});

/** Plans that the one connection keeps. Asked by a statement that begins otherwise, so that it does not count itself. */
const kept = async (): Promise<string[]> => {
  const { rows } = (await one.raw('table pg_prepared_statements')) as { rows: { statement: string }[] };
  return rows.map(({ statement }) => statement);
};

test('the plan of a question is kept from its second time on, and its answers stay right', async () => {
  const ask = async (n: number) => ((await one.raw('select ?::int + 1 as next', [n])) as { rows: unknown[] }).rows;
  expect(await ask(1)).toEqual([{ next: 2 }]);
  expect(await kept()).toEqual([]);
  for (const n of [2, 3, 4, 5, 6, 7, 8]) expect(await ask(n)).toEqual([{ next: n + 1 }]);
  expect(await kept()).toEqual(['select $1::int + 1 as next']);
});

test('a change is not kept', async () => {
  await one.raw('create table public.kept (n int)');
  for (const n of [1, 2, 3]) await one.raw('insert into public.kept values (?)', [n]);
  expect((await kept()).filter((statement) => statement.includes('insert'))).toEqual([]);
});

test('a table that changes meanwhile costs nothing: the question is asked once more, and its plan is kept anew', async () => {
  const all = async () => (await one('public.kept').where('n', '<', 2)) as unknown[];
  await all();
  expect(await all()).toEqual([{ n: 1 }]);
  await one.raw(`alter table public.kept add column word text default 'new'`);
  expect(await all()).toEqual([{ n: 1, word: 'new' }]);
  for (let time = 0; time < 2; time += 1) expect(await all()).toEqual([{ n: 1, word: 'new' }]);
  expect((await kept()).filter((statement) => statement.includes('kept'))).toHaveLength(2);
});

test('a plan that the server has lost is not asked for again', async () => {
  const sum = async () => ((await one.raw('select 40 + ?::int as sum', [2])) as { rows: unknown[] }).rows;
  await sum();
  await sum();
  await one.raw('deallocate all');
  expect(await sum()).toEqual([{ sum: 42 }]);
  await one.raw('deallocate all');
  expect(await sum()).toEqual([{ sum: 42 }]);
  expect(await kept()).toEqual([]);
});

test('a transaction that meets an old plan fails by its cause, and a query of a tenant is asked once more on any connection', async () => {
  await one.raw(`create table public.shared (n int); insert into public.shared values (1); create table public.other (n int);
    grant select on public.shared, public.other to public`);
  const scope = await aTenant(db.database);
  const rows = defineQuery({
    name: 'tests.rows.list',
    permission: 'tests.rows.read',
    input: z.object({}),
    output: z.array(z.unknown()),
    read: async (trx) => [...((await trx('public.other')) as unknown[]), ...((await trx('public.shared')) as unknown[])],
  });
  const reader = { ...scope, permissions: new Set([rows.permission]), knex: connect(db.urls.app, { max: 2 }) };
  const both = () => Promise.all([ask(rows, reader, {}), ask(rows, reader, {})]);
  const once = (trx: Knex.Transaction) => rows.read(trx, reader, {});
  // One transaction within the other, so that both connections keep the plans, however quick they are.
  for (let time = 0; time < 4; time += 1)
    await inTenant(reader, async (outer) => expect([await once(outer), await inTenant(reader, once)]).toEqual([[{ n: 1 }], [{ n: 1 }]]));
  await one.raw(`alter table public.shared add column word text default 'new'; alter table public.other add column word text`);
  await expect(inTenant(reader, once)).rejects.toThrow('cached plan must not change result type');
  for (let time = 0; time < 3; time += 1) expect(await both()).toEqual([[{ n: 1, word: 'new' }], [{ n: 1, word: 'new' }]]);
  await one.raw(`alter table public.shared drop column word; alter table public.other drop column word`);
  for (let time = 0; time < 3; time += 1) expect(await both()).toEqual([[{ n: 1 }], [{ n: 1 }]]);
  await reader.knex.destroy();
});
