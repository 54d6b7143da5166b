import { randomUUID } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subscribe, tail } from './subscription.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const write = (tenantId: string, count: number, store = at.store) =>
  store.append(stream(tenantId), [created, ...Array.from({ length: count - 1 }, (_, n) => moved(`bed ${n}`))], { expected: 'any', by });

test('old events come first, then new ones as they are written, each once and in order', async () => {
  const tenantId = randomUUID();
  await write(tenantId, 7);
  const seen: number[] = [];
  const stop = new AbortController();
  for await (const { position } of subscribe(at.store, tenantId, { after: 2, batchSize: 3, signal: stop.signal })) {
    seen.push(position);
    if (position === 7) await write(tenantId, 4);
    if (position === 11) stop.abort();
  }
  expect(seen).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('an event written by another process wakes the subscriber long before it would look by itself', async () => {
  const tenantId = randomUUID();
  const other = at.open();
  const stop = new AbortController();
  const events = subscribe(at.store, tenantId, { pollMs: 20_000, signal: stop.signal });
  const first = events.next();
  // Once the subscriber listens; before that only its own look would find the event.
  for (let listening = 0; listening === 0; ) {
    const { rows } = await at.store.pool.query<{ count: number }>("select count(*)::int from pg_stat_activity where application_name = 'event-store-listen' and query like 'listen%' and datname = current_database()");
    listening = rows[0]?.count ?? 0;
  }
  const begun = Date.now();
  await write(tenantId, 1, other);
  await expect(first).resolves.toMatchObject({ value: { position: 1 } });
  expect(Date.now() - begun).toBeLessThan(5000);
  stop.abort();
});

test('a browser that lost the connection goes on behind the last event it has', async () => {
  const tenantId = randomUUID();
  await write(tenantId, 5);
  const server = createServer((request, response) => void tail(at.store, tenantId, request, response, { show: ({ type, version }) => (version === 4 ? undefined : { type, version }) }));
  server.listen(0);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = async (headers: Record<string, string>, until: string): Promise<string> => {
    const leave = new AbortController();
    const response = await fetch(url, { headers, signal: leave.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes(until)) break;
    }
    leave.abort();
    return text;
  };
  const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(idsIn(await read({}, 'id: 5\n'))).toEqual([1, 2, 3, 5]);
  const later = read({ 'last-event-id': '3' }, 'id: 8\n');
  await write(tenantId, 3);
  const text = await later;
  expect(idsIn(text)).toEqual([5, 6, 7, 8]);
  expect(text).toContain('data: {"type":"admission.created","version":1}');
  server.closeAllConnections();
  server.close();
});
