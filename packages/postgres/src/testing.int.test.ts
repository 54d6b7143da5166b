import pg from 'pg';
import { expect, test } from 'vitest';
import { emptyDatabase, migratedDatabase } from './testing.ts';

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a copy belongs to one file alone', async () => {
  let prepared = 0;
  const preparation = {
    fingerprint: `isolation ${process.pid}`,
    prepare: async (url: string) => {
      prepared += 1;
      await ask(url, 'create table ward (id int primary key)');
      await ask(url, 'insert into ward values (1)');
    },
  };
  const first = await migratedDatabase(preparation);
  const second = await migratedDatabase(preparation);
  await ask(first.adminUrl, 'insert into ward values (2)');
  expect(await ask(first.adminUrl, 'select count(*)::int as n from ward')).toEqual([{ n: 2 }]);
  expect(await ask(second.adminUrl, 'select count(*)::int as n from ward')).toEqual([{ n: 1 }]);
  expect(prepared).toBe(1);
  await first.drop();
  await second.drop();
  await expect(ask(first.adminUrl, 'select 1')).rejects.toThrow('does not exist');
});

test('an empty database has no table', async () => {
  const database = await emptyDatabase();
  expect(await ask(database.adminUrl, "select 1 from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
  await database.drop();
});
