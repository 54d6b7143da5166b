import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, execute, inTenant, type Scope } from '../db/index.ts';
import { aTenant, type TestDatabase, testDatabase } from '../testing.ts';
import { claimFacility } from './commands.ts';
import { Facility } from './model.ts';
import { facilityCounts, facilityList } from './queries.ts';

let db: TestDatabase;
let scope: Scope;

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  await addAll(scope, [
    ['010001', 'Cedar Ridge Hospital', 'Mobile', 'AL'],
    ['010002', 'Cedar Point Medical Center', 'Boise', 'ID'],
    ['010003', '100% Care Clinic', 'Mobile', 'AL'],
  ]);
  await addAll(await aTenant(db.database), [['010001', 'Cedar of somebody else', 'Mobile', 'AL']]);
});
afterAll(() => db.close());

const addAll = (owner: Scope, hospitals: readonly (readonly [ccn: string, name: string, city: string, state: string])[]) =>
  inTenant(owner, async (trx) => {
    for (const [ccn, name, city, state] of hospitals) await Facility.add(trx, owner, { ccn, name, city, state });
  });
const find = async (given: object) => (await ask(facilityList, scope, given)).rows;
const names = async (given: object) => (await find(given)).map(({ name }) => name);

test('hospitals are found by words of name, town and state, and by code, in this tenant only', async () => {
  expect(await names({ search: 'cedar' })).toEqual(['Cedar Point Medical Center', 'Cedar Ridge Hospital']);
  expect(await names({ search: 'cedar mobile' })).toEqual(['Cedar Ridge Hospital']);
  expect(await names({ search: '010002' })).toEqual(['Cedar Point Medical Center']);
});

test('a percent sign is a percent sign', async () => {
  expect(await names({ search: '100%' })).toEqual(['100% Care Clinic']);
});

test('pages follow each other without gap or repetition', async () => {
  const first = await ask(facilityList, scope, { limit: 2 });
  const second = await ask(facilityList, scope, { limit: 2, cursor: first.nextCursor });
  expect([...first.rows, ...second.rows].map(({ ccn }) => ccn)).toEqual(['010003', '010002', '010001']);
  expect(second.nextCursor).toBeNull();
});

test('claimed hospitals are listed and counted as ours', async () => {
  const [ridge] = await find({ search: 'ridge' });
  if (!ridge) throw new Error('The hospital is missing.');
  await execute(claimFacility, scope, { id: ridge.id, expectedVersion: ridge.version, isOwn: true });
  expect(await names({ whose: 'ours' })).toEqual(['Cedar Ridge Hospital']);
  expect(await names({ whose: 'peers' })).toHaveLength(2);
  expect(await ask(facilityCounts, scope, {})).toEqual({ ours: 1, peers: 2, peerGroup: 'all' });
});
