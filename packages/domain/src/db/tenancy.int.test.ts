import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HealthSystem, Site } from '../directory/model.ts';
import { newId } from '../kernel/index.ts';
import { aTenant, type TestDatabase, testDatabase } from '../testing.ts';
import { inTenant, type Scope } from './index.ts';

let db: TestDatabase;
let ours: Scope;
let theirs: Scope;

beforeAll(async () => {
  db = await testDatabase();
  ours = await aTenant(db.database);
  theirs = await aTenant(db.database);
});
afterAll(() => db.close());

const addSystem = (scope: Scope, name: string) => inTenant(scope, (trx) => HealthSystem.add(trx, scope, { name }));

describe('the doors to a row', () => {
  test('a row of another tenant is not found', async () => {
    const { id } = await addSystem(theirs, 'Theirs');
    await expect(inTenant(ours, (trx) => HealthSystem.byId(trx, ours, id))).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      inTenant(ours, (trx) => HealthSystem.change(trx, ours, id, { name: 'Taken' }, 1)),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a change needs the version that was read', async () => {
    const { id } = await addSystem(ours, 'Versioned');
    const first = await inTenant(ours, (trx) => HealthSystem.change(trx, ours, id, { name: 'Second' }, 1));
    expect(first).toMatchObject({ name: 'Second', version: 2 });
    await expect(inTenant(ours, (trx) => HealthSystem.change(trx, ours, id, { name: 'Late' }, 1))).rejects.toMatchObject({
      code: 'conflict',
      details: { expectedVersion: 1, actualVersion: 2 },
    });
  });

  test('changing every row, or a half key, is refused', async () => {
    await expect(inTenant(ours, (trx) => HealthSystem.query(trx).patch({ name: 'All' }))).rejects.toThrow('no condition');
    await expect(inTenant(ours, (trx) => HealthSystem.query(trx).delete())).rejects.toThrow('no condition');
    await expect(inTenant(ours, async (trx) => HealthSystem.query(trx).findById())).rejects.toThrow('findById');
  });

  test('a query without a tenant transaction throws', async () => {
    await expect(Promise.resolve(Site.query())).rejects.toThrow();
    await expect(Promise.resolve(Site.query(ours.knex))).rejects.toThrow('inTenant');
    await ours.knex.transaction(async (trx) => {
      await expect(Promise.resolve(Site.query(trx))).rejects.toThrow('inTenant');
    });
    const kept = await inTenant(ours, async (trx) => ({ trx }));
    await expect(Promise.resolve(Site.query(kept.trx))).rejects.toThrow('has ended');
  });
});

describe('row-level security', () => {
  test('a table cannot be read or written without a tenant', async () => {
    await expect(ours.knex.raw('select * from directory.sites')).rejects.toThrow(/app.tenant_id|uuid/);
    await inTenant(ours, (trx) => trx.raw('select 1'));
    await expect(ours.knex.raw('select * from directory.sites')).rejects.toThrow(/app.tenant_id|uuid/);
  });

  test('writing into another tenant is refused by the database itself', async () => {
    await expect(
      inTenant(ours, (trx) => trx('directory.sites').insert({ tenantId: theirs.tenantId, id: newId(), name: 'X', timeZone: 'UTC' })),
    ).rejects.toThrow('row-level security');
  });

  test('two hundred requests of two tenants at once leak nothing', async () => {
    await inTenant(ours, (trx) => Site.add(trx, ours, { name: 'Ours', timeZone: 'America/Denver' }));
    await inTenant(theirs, (trx) => Site.add(trx, theirs, { name: 'Theirs', timeZone: 'America/Denver' }));
    const seen = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const scope = index % 2 === 0 ? ours : theirs;
        const rows = await inTenant(scope, async (trx) => {
          await trx.raw('select pg_sleep(random() * 0.005)');
          return Site.query(trx);
        });
        return rows.length === 1 && rows[0]?.tenantId === scope.tenantId && rows[0]?.name === (scope === ours ? 'Ours' : 'Theirs');
      }),
    );
    expect(seen).toHaveLength(200);
    expect(seen.every(Boolean)).toBe(true);
  });

  test('values leave the database as text: instants in UTC, dates plain', async () => {
    const { rows } = await ours.knex.raw(
      `select timestamptz '2026-03-29 02:30:00.25+01' as at_instant, timestamptz '2026-03-29 00:00:00.123456Z' as fine, date '2026-03-29' as on_day, 12.50::numeric as amount, 9007199254740991::int8 as big`,
    );
    expect(rows).toEqual([{ atInstant: '2026-03-29T01:30:00.250Z', fine: '2026-03-29T00:00:00.123456Z', onDay: '2026-03-29', amount: '12.50', big: 9007199254740991 }]);
  });
});
