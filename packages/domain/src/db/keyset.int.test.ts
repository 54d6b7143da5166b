import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeCursor } from '../kernel/index.ts';
import { aTenant, type TestDatabase, testDatabase } from '../testing.ts';
import { byWord, newestFirst, type Pageable, type PageKey, pageAfter } from './keyset.ts';
import { inTenant, type Scope } from './scope.ts';

interface Found {
  readonly id: string;
  readonly word: string;
  readonly at: string;
}

let db: TestDatabase;
let scope: Scope;

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
});
afterAll(() => db.close());

/** Forty rows of three words and moments a microsecond apart, so that every page ends among equals. */
const rowsIn = (trx: Knex.Transaction) =>
  trx.from(
    trx.raw(`(select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id, (array['alder', 'Birch', 'cedar'])[1 + n % 3] as word,
      timestamptz '2026-01-01 06:00:00.123456Z' + (n % 4) * interval '1 microsecond' as at from generate_series(1, 40) as n) as t`),
  ) as unknown as Pageable<Found>;

const walk = (key: PageKey, limit: number): Promise<Found[]> =>
  inTenant(scope, async (trx) => {
    const seen: Found[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await pageAfter(rowsIn(trx), key, { limit, cursor }, (row) => row);
      expect(page.rows.length).toBeGreaterThan(0);
      seen.push(...page.rows);
      cursor = page.nextCursor;
    }
    return seen;
  });

test.each([
  ['by word', byWord('word')],
  ['newest first', newestFirst('at')],
] as const)('%s, pages of any size show every row once and in one order', async (_name, key) => {
  const whole = await walk(key, 200);
  expect(new Set(whole.map(({ id }) => id)).size).toBe(40);
  for (const limit of [1, 7, 20, 40]) expect(await walk(key, limit)).toEqual(whole);
});

test('the cursor of another list is refused, and so is a cursor of no list', async () => {
  const ask = (cursor: string) =>
    inTenant(scope, (trx) => pageAfter(rowsIn(trx), newestFirst('at'), { limit: 5, cursor }, (row) => row));
  await expect(ask(encodeCursor(['alder', scope.tenantId]))).rejects.toMatchObject({ code: 'invalid' });
  await expect(ask('x')).rejects.toMatchObject({ code: 'invalid' });
});
