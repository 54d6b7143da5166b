import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connection.ts';
import { inTenant, type Scope } from '../../db/scope.ts';
import { aTenant, type TestDatabase, testDatabase } from '../../testing.ts';
import { recalculateSignals } from '../commands/recalculate.ts';
import { unwatched } from '../fixtures.ts';
import { createStaging } from './staging.ts';

let db: TestDatabase;
let scope: Scope;
let knex: Knex;
const said: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  knex = connect(db.urls.app);
  knex.on('query', ({ sql }: { sql: string }) => said.push(sql));
  scope = { ...(await aTenant(db.database)), knex };
});
afterAll(async () => {
  await knex.destroy();
  await db.close();
});

test.each([
  ['reading a file', () => inTenant(scope, createStaging)],
  ['comparing all facilities', () => recalculateSignals(scope, { peerGroup: 'all' }, unwatched)],
])('%s may take longer than a request', async (_, work) => {
  said.length = 0;
  await work();
  // After the transaction has begun and its tenant is set, before any statement of the work itself.
  expect(said.findIndex((sql) => sql === 'set local statement_timeout = 0')).toBe(2);
  expect(said.length).toBeGreaterThan(4);
  expect((await knex.raw('show statement_timeout')).rows).toEqual([{ statementTimeout: '30s' }]);
});
