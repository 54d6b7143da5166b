import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { getPostgreSQLEventStore, pongoSingleStreamProjection, postgreSQLEventStoreConsumer, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { appendSlice, eventType, metadata, payload, percentileOf, readSlice, serve } from '../../src/event-store/slice.ts';

/** Emmett with its schema made beforehand and one pool for all calls, as its documentation advises. */
const url = process.argv[2];
const store = getPostgreSQLEventStore(url, { schema: { autoMigration: 'None' } });
await store.schema.migrate();
const seeded = new Map();
const eventsOf = (count) => Array.from({ length: count }, (_, n) => ({ type: eventType, data: payload(n), metadata }));
const append = (streamId, version, count) =>
  store.appendToStream(`Admission-${streamId}`, eventsOf(count), { expectedStreamVersion: version === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version) });

async function lost({ writers, ms }) {
  const seen = new Set();
  const consumer = postgreSQLEventStoreConsumer({ connectionString: url, pulling: { batchSize: 100, pullingFrequencyInMs: 5 } });
  consumer.reactor({ processorId: 'live', eachMessage: (message) => void seen.add(String(message.metadata.globalPosition)) });
  const running = consumer.start();
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < end) await store.appendToStream(`s-${randomUUID()}`, eventsOf(1 + Math.floor(Math.random() * 3)));
    }),
  );
  for (let still = 0, before = -1; still < 6; still = seen.size === before ? still + 1 : 0) {
    before = seen.size;
    await sleep(500);
  }
  await consumer.stop().catch(() => undefined);
  await running.catch(() => undefined);
  const pool = new pg.Pool({ connectionString: url });
  const { rows } = await pool.query('select global_position::text as position from emt_messages');
  await pool.end();
  return { stored: rows.length, lost: rows.filter(({ position }) => !seen.has(position)).length };
}

/** The time from the confirmation of an append to a reader having it, for a reader that follows from the end of the log. */
async function lag({ seconds, perSecond }) {
  const confirmed = new Map();
  const seen = new Map();
  const consumer = postgreSQLEventStoreConsumer({ connectionString: url, pulling: { batchSize: 100, pullingFrequencyInMs: 5 } });
  consumer.reactor({ processorId: `lag-${randomUUID()}`, startFrom: 'END', eachMessage: ({ metadata: { streamName } }) => void seen.set(streamName, performance.now()) });
  const running = consumer.start();
  await sleep(1000);
  const begun = performance.now();
  const pending = [];
  let sent = 0;
  for (; performance.now() - begun < seconds * 1000; await sleep(5)) {
    for (const wanted = ((performance.now() - begun) / 1000) * perSecond; sent < wanted; sent += 1) {
      const name = `lag-${randomUUID()}`;
      pending.push(store.appendToStream(name, eventsOf(1)).then(() => void confirmed.set(name, performance.now())));
    }
  }
  await Promise.all(pending);
  const took = (performance.now() - begun) / 1000;
  for (let still = 0, before = -1; still < 6 && seen.size < confirmed.size; still = seen.size === before ? still + 1 : 0) {
    before = seen.size;
    await sleep(500);
  }
  await consumer.stop().catch(() => undefined);
  await running.catch(() => undefined);
  const lags = [...confirmed].flatMap(([name, at]) => (seen.has(name) ? [seen.get(name) - at] : [])).sort((a, b) => a - b);
  return { perSecond: sent / took, p50: percentileOf(lags, 0.5), p99: percentileOf(lags, 0.99), events: lags.length, missing: confirmed.size - lags.length };
}

serve({
  append: (order) => appendSlice(order, ({ streamId, version }, count) => append(streamId, version, count)),
  seed: async ({ length }) => {
    const streamId = randomUUID();
    seeded.set(length, streamId);
    for (let version = 0; version < length; version += 100) await append(streamId, version, 100);
  },
  read: ({ length, ms }) => readSlice(ms, async () => (await store.readStream(`Admission-${seeded.get(length)}`)).events.length, length),
  fill: async ({ events }) => {
    for (let n = 0; n < events; n += 100) await append(randomUUID(), 0, 100);
  },
  rebuild: async ({ events }) => {
    const begun = performance.now();
    const rebuild = rebuildPostgreSQLProjections({
      connectionString: url,
      pulling: { batchSize: 1000 },
      projections: [
        pongoSingleStreamProjection({
          collectionName: 'board',
          canHandle: [eventType],
          initialState: () => ({ moves: 0 }),
          evolve: (row, { data }) => ({ ...row, moves: row.moves + 1, place: data.to_location }),
        }),
      ],
    });
    await rebuild.start();
    await rebuild.close();
    return { perSecond: events / ((performance.now() - begun) / 1000), events };
  },
  lost,
  lag,
});
