import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventStore, Recorded } from './event-store.ts';
import { inTransaction } from './store/sql.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, runScript, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const places = ['ED', 'ICU', 'Ward', 'Home'];
const journey = async () => {
  const which = stream();
  await at.store.append(which, [created, ...places.map(moved)], { expected: 'no stream', by });
  return which;
};
const versions = (events: Recorded[]) => events.map(({ version }) => version);

describe('a stream', () => {
  test('gives back what was written, with who, when and where', async () => {
    const which = stream();
    const id = randomUUID();
    const metadata = { correlation_id: randomUUID() };
    await at.store.append(which, [{ ...created, id, metadata }], { expected: 'any', by });
    const [event] = await at.store.readStream(which.tenantId, which.streamId);
    expect(event).toEqual({ ...created, ...which, id, metadata, by, version: 1, position: 1, schemaVersion: 1, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) });
    expect(Math.abs(Date.parse(event!.at) - Date.now())).toBeLessThan(60_000);
    expect(await at.store.findEvent(which.tenantId, id)).toEqual(event);
  });

  test('is read forward, backward, from, to and in part', async () => {
    const { tenantId, streamId } = await journey();
    const read = async (options: Parameters<EventStore['readStream']>[2]) => versions(await at.store.readStream(tenantId, streamId, options));
    expect(await read({})).toEqual([1, 2, 3, 4, 5]);
    expect(await read({ direction: 'backward' })).toEqual([5, 4, 3, 2, 1]);
    expect(await read({ fromVersion: 3 })).toEqual([3, 4, 5]);
    expect(await read({ toVersion: 2 })).toEqual([1, 2]);
    expect(await read({ direction: 'backward', limit: 2 })).toEqual([5, 4]);
    expect(await read({ fromVersion: 2, limit: 2 })).toEqual([2, 3]);
    expect(await read({ toPosition: 3 })).toEqual([1, 2, 3]);
    expect(await read({ toPosition: 3, direction: 'backward', limit: 1 })).toEqual([3]);
  });

  test('is read as it was known at a time', async () => {
    const which = await journey();
    await sleep(5);
    const then = new Date().toISOString();
    await sleep(5);
    await at.store.append(which, [moved('Hospice')], { expected: 5, by });
    expect(versions(await at.store.readStream(which.tenantId, which.streamId, { until: then }))).toEqual([1, 2, 3, 4, 5]);
    expect(versions(await at.store.readStream(which.tenantId, which.streamId, { until: '2000-01-01T00:00:00Z' }))).toEqual([]);
  });
});

describe('all events of a tenant', () => {
  test('come by position, across streams, in pages', async () => {
    const one = await journey();
    const other = stream(one.tenantId);
    await at.store.append(other, [created], { expected: 'any', by });
    await at.store.append(one, [moved('Hospice')], { expected: 5, by });
    const all = await at.store.readAll(one.tenantId);
    expect(all.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(all[5]?.streamId).toBe(other.streamId);
    expect((await at.store.readAll(one.tenantId, { after: 2, limit: 3 })).map(({ position }) => position)).toEqual([3, 4, 5]);
    expect(await at.store.readAll(one.tenantId, { after: 2, toPosition: 3 })).toHaveLength(1);
    expect(await at.store.head(one.tenantId)).toBe(7);
  });
});

describe('old and unknown events', () => {
  const upcasters = {
    'admission.created@1': () => ({ schemaVersion: 2, data: { specialties: ['cardiac'] } }),
    'admission.created@2': ({ data }: { data: object }) => ({ type: 'admission.opened', schemaVersion: 3, data: { ...data, urgent: false } }),
  };

  test('old ones are brought to their present shape, step by step, whatever they are read with', async () => {
    const which = await journey();
    const store = at.open({ upcasters });
    await store.append(which, [{ ...created, schemaVersion: 2, data: { specialties: ['oncology'] } }], { expected: 'any', by });
    for (const events of [await store.readStream(which.tenantId, which.streamId), await store.readAll(which.tenantId)]) {
      expect(events[0]).toMatchObject({ type: 'admission.opened', schemaVersion: 3, data: { specialties: ['cardiac'], urgent: false } });
      expect(events[5]).toMatchObject({ type: 'admission.opened', data: { specialties: ['oncology'], urgent: false } });
      expect(events[1]).toMatchObject(moved('ED'));
    }
  });

  test('unknown ones survive as they are', async () => {
    const which = stream();
    const strange = { type: 'from.the_future', schemaVersion: 9, data: { deep: { list: [1, 'two', null] } } };
    await at.store.append(which, [strange], { expected: 'any', by });
    expect(await at.open({ upcasters }).readStream(which.tenantId, which.streamId)).toMatchObject([strange]);
  });
});

describe('tenants', () => {
  test('do not see each other', async () => {
    const { streamId } = await journey();
    const foreign = randomUUID();
    expect(await at.store.readStream(foreign, streamId)).toEqual([]);
    expect(await at.store.readAll(foreign)).toEqual([]);
    expect(await at.store.head(foreign)).toBe(0);
  });

  test('the same stream id in two tenants is two streams', async () => {
    const one = await journey();
    const other = { ...one, tenantId: randomUUID() };
    await expect(at.store.append(other, [created], { expected: 'no stream', by })).resolves.toMatchObject({ version: 1 });
    expect(await at.store.readStream(other.tenantId, other.streamId)).toHaveLength(1);
  });

  test('a forgotten tenant is an error, not an empty answer', async () => {
    for (const table of ['events', 'tenant_positions', 'snapshots', 'subscriptions', 'parked'])
      await expect(at.store.pool.query(`select * from event_store.${table}`)).rejects.toThrow(/app\.tenant_id|invalid input syntax for type uuid/);
  });
});

describe('events are kept', () => {
  const changes = ["update event_store.events set data = '{}'", 'delete from event_store.events', 'truncate event_store.events'];

  test.each(changes)('the application may not %s', async (change) => {
    const { tenantId } = await journey();
    await expect(inTransaction(at.store.pool, tenantId, (client) => client.query(change))).rejects.toThrow('permission denied');
  });

  test('the application may write through the append alone, so no position can be forged', async () => {
    const { tenantId } = await journey();
    const insert = `insert into event_store.events values ('${tenantId}', '${tenantId}', 1, 99, '${tenantId}', '${tenantId}', now(), 'A', 'a.b', '{}', '{}')`;
    for (const change of [insert, 'update event_store.tenant_positions set last_position = 99'])
      await expect(inTransaction(at.store.pool, tenantId, (client) => client.query(change))).rejects.toThrow('permission denied');
  });

  test.each(changes)('not even the superuser may %s', async (change) => {
    await expect(runScript(at.database.adminUrl, change)).rejects.toThrow('Events are never changed or deleted');
  });
});
