import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Projection, type Runner, type RunnerOptions, defineProjection, parkedStreamsOf, projectionHealth, replayParked, startProjections, waitFor } from './projection.ts';
import { runBatch, usual } from './projection/batch.ts';
import { moveCheckpoint, takeCheckpoint, writerOn } from './projection/checkpoint.ts';
import { inTransaction } from './store/sql.ts';
import { boardOf, boardWith, foldOf } from './testing/board.ts';
import { type AdmissionEvent, by, created, moved, stream } from './testing/events.ts';
import { type TestStore, testStore } from './testing/store.ts';

let at: TestStore;
const runners: Runner[] = [];
beforeAll(async () => {
  at = await testStore();
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
});
afterAll(() => at.end());

const start = (projection: Projection, options: RunnerOptions = {}): Runner => {
  const runner = startProjections(at.store, [projection], { pollMs: 50, backOffMs: [5, 5], ...options });
  runners.push(runner);
  return runner;
};
const write = (which: ReturnType<typeof stream>, ...events: AdmissionEvent[]) => at.store.append(which, events, { expected: 'any', by });
const named = () => `ward.board-${randomUUID()}`;
const reach = async (projection: Projection, tenantId: string) => waitFor(at.store, projection, tenantId, await at.store.head(tenantId), { timeoutMs: 20_000 });

async function admissions(tenantId: string, streams: number, moves: number) {
  const all = Array.from({ length: streams }, () => stream(tenantId));
  for (const which of all) await write(which, created, ...Array.from({ length: moves }, (_, n) => moved(`bed ${n}`)));
  return all;
}

describe('a projection', () => {
  test('follows each tenant, and the writer can wait for what it wrote', async () => {
    const projection = boardWith({ name: named() });
    const tenants = [randomUUID(), randomUUID(), randomUUID()];
    for (const tenant of tenants) await admissions(tenant, 5, 4);
    start(projection, { batchSize: 7 });
    for (const tenant of tenants) {
      const [which] = await admissions(tenant, 1, 0);
      const { position } = await write(which!, moved('ICU'));
      await waitFor(at.store, projection, tenant, position, { timeoutMs: 20_000 });
      const board = await boardOf(at.store, tenant);
      expect(board[which!.streamId]).toEqual({ moves: 1, place: 'ICU' });
      expect(board).toEqual(await foldOf(at.store, tenant));
    }
  });

  test('waiting for what nobody has applied ends with both positions', async () => {
    await expect(waitFor(at.store, { name: 'nobody' }, randomUUID(), 3, { timeoutMs: 30 })).rejects.toMatchObject({ name: 'ProjectionLag', wanted: 3, reached: 0 });
  });

  test('writes with handlers that are typed by event', async () => {
    const { tenantId, streamId } = stream();
    const projection = defineProjection<AdmissionEvent>({
      name: named(),
      revision: 1,
      tables: ['public.board'],
      on: {
        'admission.created': (to, event) => to.query(`insert into ${to.table('public.board')} values ($1, $2, 0, $3, $4)`, [to.tenantId, event.streamId, event.data.specialty, event.position]),
        'admission.location_changed': (to, event) => to.query(`update ${to.table('public.board')} set moves = moves + 1, place = $3 where tenant_id = $1 and id = $2`, [to.tenantId, event.streamId, event.data.to_location]),
        // @ts-expect-error no event has this name
        'admission.closed': () => Promise.resolve(),
      },
    });
    start(projection);
    await write({ tenantId, streamId, streamType: 'Admission' }, created, moved('OR'), moved('ICU'));
    await reach(projection, tenantId);
    expect(await boardOf(at.store, tenantId)).toEqual({ [streamId]: { moves: 2, place: 'ICU' } });
  });

  test('fed every batch twice, and once more in halves the wrong way round, gives the same rows', async () => {
    const projection = boardWith({ name: named() });
    const tenantId = randomUUID();
    const streams = await admissions(tenantId, 6, 5);
    for (const which of streams) await write(which, moved('Home'));
    const events = await at.store.readAll(tenantId);
    const feed = (part: typeof events) => inTransaction(at.store.pool, tenantId, (client) => projection.apply(writerOn(client, tenantId), part));
    for (let from = 0; from < events.length; from += 10) {
      const batch = events.slice(from, from + 10);
      for (const part of [batch, batch, batch.slice(5), batch.slice(0, 5)]) await feed(part);
    }
    expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId));
  });
});

describe('an event that cannot be applied', () => {
  test('is tried again, then its stream is parked, the others go on, and a replay drains it', async () => {
    let broken = true;
    let tries = 0;
    const refuse = (place: string) => broken && place === 'nowhere' && ++tries > 0;
    const projection = boardWith({ name: named(), refuse });
    const tenantId = randomUUID();
    const [bad, good] = [stream(tenantId), stream(tenantId)];
    await write(bad, created, moved('ED'));
    await write(good, created);
    await write(bad, moved('nowhere'));
    await write(good, moved('ICU'));
    await write(bad, moved('Ward'));
    start(projection);
    await reach(projection, tenantId);
    await write(bad, moved('Home'));
    await write(good, moved('Home'));
    await reach(projection, tenantId);

    expect(tries).toBe(4 + 2);
    expect(await boardOf(at.store, tenantId)).toEqual({ [good.streamId]: { moves: 2, place: 'Home' }, [bad.streamId]: { moves: 1, place: 'ED' } });
    expect(await parkedStreamsOf(at.store, projection, tenantId)).toMatchObject([{ streamId: bad.streamId, position: 4, attempts: 3, error: 'Error: No room in nowhere.' }]);
    const health = async () => (await projectionHealth(at.store, [projection])).find((each) => each.tenantId === tenantId);
    expect(await health()).toMatchObject({ state: 'degraded', parkedStreams: 1, lag: 0 });

    expect(await replayParked(at.store, projection, tenantId)).toEqual({ drained: [], failed: [bad.streamId] });
    expect(await parkedStreamsOf(at.store, projection, tenantId)).toMatchObject([{ attempts: 4 }]);
    broken = false;
    expect(await replayParked(at.store, projection, tenantId)).toEqual({ drained: [bad.streamId], failed: [] });
    expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId));
    expect(await health()).toMatchObject({ state: 'well', parkedStreams: 0 });
  });

  test('keeps what came before it while it is being retried', async () => {
    const projection = boardWith({ name: named(), refuse: (place) => place === 'nowhere' });
    const [which, tenantId] = [stream(), randomUUID()];
    await write({ ...which, tenantId }, created, moved('ED'), moved('nowhere'));
    const job = { store: at.store, projection, tenantId, options: { ...usual, backOffMs: [60_000] } };
    expect(await runBatch(job)).toBe('advanced');
    expect(await runBatch(job)).toBe('waiting');
    expect(await boardOf(at.store, tenantId)).toEqual({ [which.streamId]: { moves: 1, place: 'ED' } });
    const health = (await projectionHealth(at.store, [projection])).find((each) => each.tenantId === tenantId);
    expect(health).toMatchObject({ state: 'retrying', position: 2, lag: 1, attempts: 1, lastError: 'Error: No room in nowhere.' });
  });

  test('is not blamed for a server that has no time: nothing is parked, and it passes', async () => {
    let refusals = 3;
    const failing = { code: '40001', message: 'could not serialize access' };
    const inner = boardWith({ name: named() });
    const projection: Projection = { ...inner, apply: (to, events) => (refusals-- > 0 ? Promise.reject(Object.assign(new Error(failing.message), failing)) : inner.apply(to, events)) };
    const [which] = [stream()];
    await write(which, created, moved('ICU'));
    const errors: unknown[] = [];
    start(projection, { onError: (error) => errors.push(error) });
    await reach(projection, which.tenantId);
    expect(errors).toHaveLength(3);
    expect(await parkedStreamsOf(at.store, projection, which.tenantId)).toEqual([]);
    expect(await boardOf(at.store, which.tenantId)).toEqual({ [which.streamId]: { moves: 1, place: 'ICU' } });
  });
});

describe('two workers on one projection', () => {
  test('never work on a tenant at the same time, and together leave exact rows', async () => {
    const [name, tenantId] = [named(), randomUUID()];
    let busy = 0;
    let most = 0;
    const inner = boardWith({ name });
    const projection: Projection = {
      ...inner,
      apply: async (to, events) => {
        if (to.tenantId !== tenantId) return inner.apply(to, events);
        most = Math.max(most, ++busy);
        await sleep(1);
        await inner.apply(to, events);
        busy -= 1;
      },
    };
    start(projection, { batchSize: 3 });
    start(projection, { batchSize: 3 });
    await admissions(tenantId, 10, 6);
    await reach(projection, tenantId);
    expect(most).toBe(1);
    expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId));
  });

  test('one that slept through its time cannot write any more', async () => {
    const projection = boardWith({ name: named() });
    const tenantId = randomUUID();
    await admissions(tenantId, 2, 3);
    const sleeper: Projection = { ...projection, apply: (to, events) => sleep(400).then(() => projection.apply(to, events)) };
    const refused = expect(runBatch({ store: at.store, projection: sleeper, tenantId, options: { ...usual, idleLimitMs: 60 } })).rejects.toThrow();
    await sleep(250);
    await expect(runBatch({ store: at.store, projection, tenantId, options: usual })).resolves.toBe('caught up');
    await refused;
    expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId));
  });

  test('a checkpoint that somebody else has moved refuses the one who comes late', async () => {
    const [name, tenantId] = [named(), randomUUID()];
    const take = () => inTransaction(at.store.pool, tenantId, (client) => takeCheckpoint(at.store, client, { name, tenantId, revision: 1 }));
    const stale = await take();
    const advance = (position: number) => inTransaction(at.store.pool, tenantId, (client) => moveCheckpoint(at.store, client, stale!, position));
    await advance(5);
    await expect(advance(3)).rejects.toMatchObject({ name: 'WorkerHalted' });
  });

  test('one of an older revision leaves newer rows alone', async () => {
    const [name, tenantId] = [named(), randomUUID()];
    await admissions(tenantId, 1, 2);
    const job = (revision: number) => ({ store: at.store, projection: boardWith({ name, revision }), tenantId, options: usual });
    expect(await runBatch(job(2))).toBe('caught up');
    await admissions(tenantId, 1, 2);
    expect(await runBatch(job(1))).toBe('superseded');
    expect(await runBatch(job(3))).toBe('outdated');
  });
});

test('a position that is missing stops the projection instead of being passed over', async () => {
  const [name, tenantId] = [named(), randomUUID()];
  await admissions(tenantId, 1, 3);
  const holed = { ...at.store, readAll: async (...args: Parameters<typeof at.store.readAll>) => (await at.store.readAll(...args)).filter(({ position }) => position !== 2) } as typeof at.store;
  await expect(runBatch({ store: holed, projection: boardWith({ name }), tenantId, options: usual })).rejects.toThrow('Position 2 of the tenant is missing');
});
