import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventIdConflict, EventStoreError, VersionConflict } from './event-store.ts';
import { inTransaction } from './store/sql.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const append = (...[which, events, expected]: [ReturnType<typeof stream>, Parameters<TestStore['store']['append']>[1], Parameters<TestStore['store']['append']>[2]['expected']]) =>
  at.store.append(which, events, { expected, by });

describe('what the writer expects', () => {
  test('"any" takes a new stream and an old one', async () => {
    const which = stream();
    await expect(append(which, [created], 'any')).resolves.toMatchObject({ version: 1, position: 1, duplicate: false });
    await expect(append(which, [moved('ICU'), moved('Ward')], 'any')).resolves.toMatchObject({ firstVersion: 2, version: 3, position: 3 });
  });

  test('"no stream" is refused by a stream that exists', async () => {
    const which = stream();
    await append(which, [created], 'no stream');
    await expect(append(which, [moved('ICU')], 'no stream')).rejects.toMatchObject({ name: 'VersionConflict', expected: 'no stream', actual: 1 });
  });

  test('"stream exists" is refused by one that does not', async () => {
    const which = stream();
    await expect(append(which, [created], 'stream exists')).rejects.toMatchObject({ expected: 'stream exists', actual: 0 });
    await append(which, [created], 'no stream');
    await expect(append(which, [moved('ICU')], 'stream exists')).resolves.toMatchObject({ version: 2 });
  });

  test('an exact version is refused by every other one, and the refusal names both', async () => {
    const which = stream();
    await append(which, [created, moved('ICU')], 0);
    for (const wrong of [0, 1, 3, 99]) await expect(append(which, [moved('Ward')], wrong)).rejects.toMatchObject({ expected: wrong, actual: 2 });
    await expect(append(which, [moved('Ward')], 1)).rejects.toThrow('The stream is at version 2, but version 1 was expected.');
    await expect(append(which, [moved('Ward')], 2)).resolves.toMatchObject({ version: 3 });
  });

  test('a refused append leaves nothing behind, the position included', async () => {
    const which = stream();
    await append(which, [created], 'no stream');
    await expect(append(which, [moved('ICU'), moved('Ward')], 7)).rejects.toBeInstanceOf(VersionConflict);
    expect(await at.store.head(which.tenantId)).toBe(1);
    await expect(append(which, [moved('ICU')], 1)).resolves.toMatchObject({ position: 2 });
  });

  test('a batch is written whole or not at all', async () => {
    const which = stream();
    const broken = { ...moved('ICU'), metadata: { note: 'a\u0000b' } };
    await expect(append(which, [created, broken], 'any')).rejects.toThrow();
    expect(await at.store.readStream(which.tenantId, which.streamId)).toEqual([]);
    expect(await at.store.head(which.tenantId)).toBe(0);
  });

  test.each([[[]], [[{ type: 'x', data: [] }]]])('events that are none are refused: %j', async (events) => {
    await expect(append(stream(), events, 'any')).rejects.toBeInstanceOf(EventStoreError);
  });

  test('a stream keeps its type', async () => {
    const which = stream();
    await append(which, [created], 'any');
    await expect(append({ ...which, streamType: 'Patient' }, [moved('ICU')], 'any')).rejects.toThrow('The stream is of type Admission, not Patient.');
  });
});

describe('a repeated append', () => {
  const first = { ...created, id: randomUUID() };
  const second = { ...moved('ICU'), id: randomUUID() };

  test.each(['any', 'no stream', 0, 'stream exists', 2, 3, 17] as const)('answers as the first one did, whatever it expects: %s', async (expected) => {
    const which = stream();
    const original = await append(which, [first, second], 'no stream');
    await append(which, [moved('Ward')], 'any');
    await expect(append(which, [first, second], expected)).resolves.toEqual({ ...original, duplicate: true });
    await expect(append(which, [second], expected)).resolves.toMatchObject({ version: 2, position: 2, duplicate: true });
    expect(await at.store.head(which.tenantId)).toBe(3);
  });

  test.each([
    ['another content', [{ ...first, data: { specialty: 'oncology' } }]],
    ['another type', [{ ...first, type: 'admission.closed' }]],
    ['one known and one new event', [first, created]],
    ['another order', [second, first]],
  ])('with %s is refused', async (_name, events) => {
    const which = stream();
    await append(which, [first, second], 'no stream');
    await expect(append(which, events, 'any')).rejects.toBeInstanceOf(EventIdConflict);
    expect(await at.store.head(which.tenantId)).toBe(2);
  });

  test('in another stream is refused; another tenant does not see the id', async () => {
    const which = stream();
    await append(which, [first], 'any');
    await expect(append(stream(which.tenantId), [first], 'any')).rejects.toBeInstanceOf(EventIdConflict);
    await expect(append(stream(), [first], 'any')).resolves.toMatchObject({ duplicate: false, position: 1 });
  });

  test('twice at once writes once', async () => {
    const which = stream();
    const answers = await Promise.all(Array.from({ length: 8 }, () => append(which, [first, second], 'any')));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(answers.map(({ version, position }) => `${version}/${position}`))).toEqual(new Set(['2/2']));
  });
});

describe('inside a transaction', () => {
  test('a rolled back append gives its position back', async () => {
    const which = stream();
    const undone = inTransaction(at.store.pool, which.tenantId, async (client) => {
      await at.store.appendIn(client, which, [created], { expected: 'any', by });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    await expect(append(which, [created], 'no stream')).resolves.toMatchObject({ position: 1 });
  });

  test('the transaction of one tenant cannot write for another', async () => {
    const own = stream();
    const foreign = inTransaction(at.store.pool, own.tenantId, (client) => at.store.appendIn(client, stream(), [created], { expected: 'any', by }));
    await expect(foreign).rejects.toThrow('The transaction belongs to another tenant.');
  });

  test('an inline projection knows ids and versions, and lives and dies with the events', async () => {
    const which = stream();
    const seen: string[] = [];
    const write = (id: string, expected: number | 'no stream') =>
      at.store.appendWith(which, [{ ...created, id }], { expected, by }, async (client, events) => {
        for (const event of events) {
          seen.push(`${event.type} ${event.version}`);
          await client.query('insert into board values ($1, $2, 0, null, 0)', [which.tenantId, event.id]);
        }
      });
    const rows = () => inTransaction(at.store.pool, which.tenantId, async (client) => (await client.query('select id from board')).rowCount);
    const id = randomUUID();
    await write(id, 'no stream');
    await expect(write(randomUUID(), 5)).rejects.toBeInstanceOf(VersionConflict);
    expect(await rows()).toBe(1);
    await inTransaction(at.store.pool, which.tenantId, (client) => client.query('delete from board'));
    await expect(write(id, 'no stream')).resolves.toMatchObject({ version: 1, duplicate: true });
    expect(await rows()).toBe(0);
    expect(seen).toEqual(['admission.created 1', 'admission.created 6', 'admission.created 1']);
  });
});
