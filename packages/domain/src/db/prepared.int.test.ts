import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { connect } from './connection.ts';

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

test('a table that changes meanwhile costs one failed question, not every one after it', async () => {
  const all = async () => (await one('public.kept').where('n', '<', 2)) as unknown[];
  await all();
  expect(await all()).toEqual([{ n: 1 }]);
  await one.raw(`alter table public.kept add column word text default 'new'`);
  await expect(all()).rejects.toThrow('cached plan must not change result type');
  expect(await all()).toEqual([{ n: 1, word: 'new' }]);
  expect(await all()).toEqual([{ n: 1, word: 'new' }]);
});
