import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEventStore } from '@wardwright/event-store';
import { defineRows, rebuildProjection, startProjections } from '@wardwright/event-store/projection';
import { subscribe } from '@wardwright/event-store/subscription';
import pg from 'pg';
import { type Order, appendSlice, by, eventType, metadata, payload, percentileOf, readSlice, serve, tenants } from './slice.ts';

const url = process.argv[2] ?? '';
const store = openEventStore({ url, max: 8 });
const [tenant = ''] = tenants;
const streamType = 'Admission';
const seeded = new Map<number, string>();

const eventsOf = (count: number) => Array.from({ length: count }, (_, n) => ({ type: eventType, data: payload(n), metadata }));

interface Row {
  readonly moves: number;
  readonly place: string | null;
}
type Moved = { readonly type: typeof eventType; readonly data: ReturnType<typeof payload> };

const board = (revision: number) =>
  defineRows<Row, Moved>({
    name: 'bench.board',
    revision,
    table: 'public.board',
    columns: { moves: 'integer', place: 'text' },
    on: { 'admission.location_changed': (row, { data }) => ({ moves: (row?.moves ?? 0) + 1, place: data.to_location }) },
  });

/** The time from the confirmation of an append to its row being readable, seen by a reader that looks every 2 ms. */
async function lag({ seconds, perSecond }: { seconds: number; perSecond: number }) {
  const due = new Map<string, { position: number; at: number }[]>(tenants.map((id) => [id, []]));
  const lags: number[] = [];
  const admin = new pg.Client({ connectionString: process.argv[3] });
  await admin.connect();
  let writing = true;
  const observer = (async () => {
    while (writing || [...due.values()].some((list) => list.length > 0)) {
      const { rows } = await admin.query<{ tenant_id: string; position: string }>("select tenant_id, last_position::text as position from event_store.subscriptions where subscription_id = 'bench.board'");
      const now = performance.now();
      for (const { tenant_id: id, position } of rows) {
        const list = due.get(id) ?? [];
        while (list[0] && list[0].position <= Number(position)) lags.push(now - (list.shift()?.at ?? now));
      }
      await sleep(2);
    }
  })();
  const begun = performance.now();
  const pending: Promise<void>[] = [];
  let sent = 0;
  for (; performance.now() - begun < seconds * 1000; await sleep(5)) {
    for (const wanted = ((performance.now() - begun) / 1000) * perSecond; sent < wanted; sent += 1) {
      const tenantId = tenants[sent % tenants.length] ?? tenant;
      pending.push(
        store.append({ tenantId, streamId: randomUUID(), streamType }, eventsOf(1), { expected: 'no stream', by }).then(({ position }) => {
          due.get(tenantId)?.push({ position, at: performance.now() });
          due.get(tenantId)?.sort((a, b) => a.position - b.position);
        }),
      );
    }
  }
  await Promise.all(pending);
  const took = (performance.now() - begun) / 1000;
  writing = false;
  await observer;
  await admin.end();
  const sorted = lags.toSorted((a, b) => a - b);
  return { perSecond: sent / took, p50: percentileOf(sorted, 0.5), p99: percentileOf(sorted, 0.99), events: sorted.length };
}

/** Writers at full speed beside a live reader; what was stored and never delivered is lost. */
async function lost({ writers, ms }: { writers: number; ms: number }) {
  const tenantId = randomUUID();
  const delivered = new Set<number>();
  const stop = new AbortController();
  const reader = (async () => {
    for await (const { position } of subscribe(store, tenantId, { pollMs: 5, signal: stop.signal })) delivered.add(position);
  })();
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < end)
        await store.append({ tenantId, streamId: randomUUID(), streamType }, eventsOf(1 + Math.floor(Math.random() * 3)), { expected: 'any', by });
    }),
  );
  const stored = await store.head(tenantId);
  for (let still = 0, before = -1; still < 6 && delivered.size < stored; still = delivered.size === before ? still + 1 : 0) {
    before = delivered.size;
    await sleep(300);
  }
  stop.abort();
  await reader;
  return { stored, lost: stored - delivered.size };
}

serve({
  append: (order: Order) =>
    appendSlice(order, ({ tenantId, streamId, version }, count) => store.append({ tenantId, streamId, streamType }, eventsOf(count), { expected: version, by })),
  seed: async ({ length }: { length: number }) => {
    const streamId = randomUUID();
    seeded.set(length, streamId);
    for (let version = 0; version < length; version += 100) await store.append({ tenantId: tenant, streamId, streamType }, eventsOf(100), { expected: version, by });
  },
  read: ({ length, ms }: { length: number; ms: number }) => readSlice(ms, async () => (await store.readStream(tenant, seeded.get(length) ?? '')).length, length),
  fill: async ({ events, tenantId }: { events: number; tenantId: string }) => {
    for (let n = 0; n < events; n += 100) await store.append({ tenantId, streamId: randomUUID(), streamType }, eventsOf(100), { expected: 'no stream', by });
  },
  rebuild: async ({ tenantId, revision }: { tenantId: string; revision: number }) => {
    const events = await store.head(tenantId);
    const cpu = process.cpuUsage();
    const begun = performance.now();
    await rebuildProjection(store, board(revision), tenantId);
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: events / ((performance.now() - begun) / 1000), events, clientCpu: (user + system) / events };
  },
  project: () => {
    startProjections(store, [board(1)]);
    return Promise.resolve();
  },
  lag,
  lost,
});
