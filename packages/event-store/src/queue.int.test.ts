import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Appended } from './event-store.ts';
import { prepare } from './store/append.ts';
import { appendQueue } from './store/queue.ts';
import { inTransaction } from './store/sql.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

test('appends that come while another is on its way are written together', async () => {
  const tenantId = randomUUID();
  const answers = await Promise.all(numbers(40).map((n) => at.store.append(stream(tenantId), [created, moved(`bed ${n}`)], { expected: 'no stream', by })));
  expect(answers.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual(numbers(40).map((n) => n * 2));
  const events = await at.store.readAll(tenantId);
  expect(events.map(({ position }) => position)).toEqual(numbers(80));
  for (const { eventIds, position } of answers) expect(events[position - 1]?.id).toBe(eventIds[1]);
  const { rows } = await inTransaction(at.store.pool, tenantId, (client) => client.query<{ count: number }>('select count(distinct xmin::text)::int from event_store.events'));
  expect(rows[0]?.count).toBeLessThan(5);
});

test('each keeps its own fate: conflicts, repeats and wrong types are answered singly, the rest is written', async () => {
  const [tenantId, old] = [randomUUID(), stream()];
  const id = randomUUID();
  const home = { ...old, tenantId };
  await at.store.append(home, [{ ...created, id }], { expected: 'no stream', by });
  const settled = await Promise.allSettled([
    at.store.append(stream(tenantId), [created], { expected: 'no stream', by }),
    at.store.append(home, [moved('ICU')], { expected: 7, by }),
    at.store.append(stream(tenantId), [created, moved('ED')], { expected: 'any', by }),
    at.store.append(home, [{ ...created, id }], { expected: 'any', by }),
    at.store.append(stream(tenantId), [created], { expected: 'stream exists', by }),
    at.store.append({ ...home, streamType: 'Patient' }, [moved('ICU')], { expected: 1, by }),
    at.store.append(stream(tenantId), [{ ...created, id }], { expected: 'no stream', by }),
    at.store.append(stream(tenantId), [{ type: 'x', data: { note: 'a\u0000b' } }], { expected: 'any', by }),
    at.store.append(home, [moved('Ward')], { expected: 1, by }),
  ]);
  expect(settled.map((each) => (each.status === 'fulfilled' ? each.value.duplicate : (each.reason as Error).name))).toEqual([
    false, 'VersionConflict', false, true, 'VersionConflict', 'EventStoreError', 'EventIdConflict', 'error', false,
  ]);
  expect((await at.store.readAll(tenantId)).map(({ position }) => position)).toEqual(numbers(5));
});

test('whatever is appended at once, the result is that of some order of single appends', async () => {
  const append = fc.record({ stream: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 3 }), expected: fc.constantFrom('any', 'no stream', 'stream exists', 1, 2, 3) });
  await fc.assert(
    fc.asyncProperty(fc.array(append, { minLength: 1, maxLength: 16 }), async (appends) => {
      const tenantId = randomUUID();
      const streams = numbers(4).map(() => stream(tenantId));
      const settled = await Promise.allSettled(appends.map(({ stream: n, count, expected }) => at.store.append(streams[n]!, numbers(count).map((k) => moved(`${k}`)), { expected: expected as 'any', by })));
      const done = settled.flatMap((each, n) => (each.status === 'fulfilled' ? [{ ...appends[n]!, ...each.value }] : []));
      const events = await at.store.readAll(tenantId);
      expect(events).toHaveLength(done.reduce((sum, { count }) => sum + count, 0));
      expect(events.map(({ position }) => position)).toEqual(numbers(events.length));
      const versions = new Map<number, number>();
      for (const { stream: n, count, expected, firstVersion, version } of done.toSorted((a, b) => a.position - b.position)) {
        const now = versions.get(n) ?? 0;
        expect(firstVersion).toBe(now + 1);
        expect(version).toBe(now + count);
        expect({ any: true, 'no stream': now === 0, 'stream exists': now > 0 }[expected as 'any'] ?? expected === now).toBe(true);
        versions.set(n, version);
      }
    }),
    { numRuns: 20 },
  );
});

test('a connection lost under a group is told to each; nobody else waits for ever', async () => {
  const lost = Object.assign(new Error('gone'), { code: '57P01' });
  let calls = 0;
  const appended: Appended = { firstVersion: 1, version: 1, position: 1, duplicate: false, eventIds: [] };
  const enqueue = appendQueue({
    alone: () => Promise.resolve(appended),
    together: () => ((calls += 1), Promise.reject(lost)),
  });
  const tenantId = randomUUID();
  const ready = () => prepare(stream(tenantId), [created], { expected: 'any', by });
  const settled = await Promise.allSettled([ready(), ready(), ready()].map(enqueue));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(calls).toBe(1);
  await expect(enqueue(ready())).resolves.toBe(appended);
});
