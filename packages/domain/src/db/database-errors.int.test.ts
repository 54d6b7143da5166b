import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Site } from '../directory/model.ts';
import { aTenant, type TestDatabase, testDatabase } from '../testing.ts';
import { connect } from './connection.ts';
import { inTenant, liftTimeLimit, type Scope } from './scope.ts';

let db: TestDatabase;
let scope: Scope;

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
});
afterAll(() => db.close());

const site = { name: 'North', timeZone: 'UTC' };

describe('a value that cannot be stored is refused in words', () => {
  test.each([
    ['a name with a NUL character', () => inTenant(scope, (trx) => Site.add(trx, scope, { ...site, name: 'a\0b' }))],
    ['a search for a NUL character', () => inTenant(scope, (trx) => Site.query(trx).where('name', '\0'))],
    ['a document with a NUL character', () => inTenant(scope, (trx) => trx.raw('select ?::jsonb', [JSON.stringify(['\0'])]))],
    ['a number past the largest integer', () => inTenant(scope, (trx) => Site.query(trx).where('version', 3e9))],
    ['a date that is no date', () => inTenant(scope, (trx) => trx.raw("select 'tomorrow or so'::date"))],
    ['a day that no month has', () => inTenant(scope, (trx) => trx.raw("select '2026-02-31'::date"))],
  ])('%s', async (_, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ name: 'DomainError', code: 'invalid', message: expect.not.stringMatching(/tomorrow|02-31/) });
  });
});

describe('limits', () => {
  test('of requests hold in the database, and no connection asks for them itself', async () => {
    const settings = "select name, setting from pg_settings where name in ('statement_timeout', 'idle_in_transaction_session_timeout') order by 1";
    for (const knex of [db.database.shared, db.database.identity]) {
      expect((await knex.raw(settings)).rows).toEqual([
        { name: 'idle_in_transaction_session_timeout', setting: '60000' },
        { name: 'statement_timeout', setting: '30000' },
      ]);
      const { rows } = await knex.raw("select name from pg_settings where source = 'client' order by 1");
      expect(rows).toEqual([{ name: 'application_name' }, { name: 'client_encoding' }]);
    }
  });

  test('do not bind a job that lifts them for its own transaction', async () => {
    const hasty = connect(`${db.urls.app}${db.urls.app.includes('?') ? '&' : '?'}options=-c%20statement_timeout%3D150`, { max: 1 });
    const sleep = (lifted: boolean) =>
      inTenant({ ...scope, knex: hasty }, async (trx) => {
        if (lifted) await liftTimeLimit(trx);
        await trx.raw('select pg_sleep(0.4)');
      });
    await sleep(true);
    await expect(sleep(false)).rejects.toMatchObject({ code: 'unavailable' });
    await hasty.destroy();
  });
});
