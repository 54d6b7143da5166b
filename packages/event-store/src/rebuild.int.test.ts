import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Projection, projectionHealth, rebuildProjection, startProjections, waitFor } from './projection.ts';
import { runBatch, usual } from './projection/batch.ts';
import { boardOf, boardWith, foldOf } from './testing/board.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, runScript, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const named = () => `ward.board-${randomUUID()}`;
const shadow = 'public.board__shadow';

async function applied(name: string, admissions = 10) {
  const tenantId = randomUUID();
  for (let n = 0; n < admissions; n += 1) await at.store.append(stream(tenantId), [created, moved('ED'), moved('ICU')], { expected: 'any', by });
  const projection = boardWith({ name });
  expect(await runBatch({ store: at.store, projection, tenantId, options: usual })).toBe('caught up');
  return { tenantId, projection, old: await boardOf(at.store, tenantId) };
}

test('old rows are read until the swap, other tenants keep theirs, and the progress is told', async () => {
  const name = named();
  const { tenantId, old } = await applied(name);
  const other = await applied(name);
  const next = boardWith({ name, revision: 2, sign: 'new ' });
  const seen: [number, number][] = [];
  let during: unknown;
  const watched: Projection = {
    ...next,
    apply: async (to, events) => {
      await next.apply(to, events);
      during ??= await boardOf(at.store, tenantId);
    },
  };
  await rebuildProjection(at.store, watched, tenantId, { batchSize: 7, onProgress: ({ position, head }) => seen.push([position, head]) });
  expect(during).toEqual(old);
  expect(seen.map(([position]) => position)).toEqual([7, 14, 21, 28, 30]);
  expect(new Set(seen.map(([, head]) => head))).toEqual(new Set([30]));
  expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId, 'new '));
  expect(await boardOf(at.store, other.tenantId)).toEqual(other.old);
  expect(await boardOf(at.store, tenantId, shadow)).toEqual({});
});

test('one that was cut off goes on where it stopped', async () => {
  const name = named();
  const { tenantId, old } = await applied(name);
  const next = boardWith({ name, revision: 2, sign: 'new ' });
  const stop = new AbortController();
  const cut = rebuildProjection(at.store, next, tenantId, { batchSize: 10, signal: stop.signal, onProgress: ({ position }) => position === 20 && stop.abort() });
  await expect(cut).rejects.toThrow('it goes on from where it is');
  expect(await boardOf(at.store, tenantId)).toEqual(old);
  const health = (await projectionHealth(at.store, [next])).find((each) => each.tenantId === tenantId);
  expect(health).toMatchObject({ position: 30, rebuild: { position: 20, status: 'rebuilding' } });
  const applications: number[] = [];
  const counted: Projection = { ...next, apply: (to, events) => (applications.push(events.length), next.apply(to, events)) };
  await rebuildProjection(at.store, counted, tenantId, { batchSize: 10 });
  expect(applications).toEqual([10]);
  expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId, 'new '));
});

test('one of a third revision does not go on with the rows of the second', async () => {
  const name = named();
  const { tenantId } = await applied(name);
  const stop = new AbortController();
  const cut = rebuildProjection(at.store, boardWith({ name, revision: 2, sign: 'new ' }), tenantId, { batchSize: 10, signal: stop.signal, onProgress: () => stop.abort() });
  await expect(cut).rejects.toThrow();
  await rebuildProjection(at.store, boardWith({ name, revision: 3, sign: 'newer ' }), tenantId);
  expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId, 'newer '));
});

test('an event that fails ends it, the old rows stay, and it says so', async () => {
  const name = named();
  const { tenantId, old } = await applied(name);
  const next = boardWith({ name, revision: 2, refuse: (place) => place === 'ICU' });
  await expect(rebuildProjection(at.store, next, tenantId)).rejects.toThrow('No room in ICU.');
  expect(await boardOf(at.store, tenantId)).toEqual(old);
  const health = (await projectionHealth(at.store, [next])).find((each) => each.tenantId === tenantId);
  expect(health).toMatchObject({ rebuild: { status: 'failed', lastError: 'Error: No room in ICU.' } });
  await rebuildProjection(at.store, boardWith({ name, revision: 2 }), tenantId);
  expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId));
});

test('the runner rebuilds rows of an earlier revision by itself while events go on coming', async () => {
  const name = named();
  const { tenantId } = await applied(name, 30);
  const next = boardWith({ name, revision: 2, sign: 'new ' });
  const runner = startProjections(at.store, [next], { pollMs: 20, batchSize: 10 });
  let position = 0;
  for (let n = 0; n < 40; n += 1) ({ position } = await at.store.append(stream(tenantId), [created, moved('Ward')], { expected: 'any', by }));
  await waitFor(at.store, next, tenantId, position, { timeoutMs: 20_000 });
  await runner.stop();
  expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId, 'new '));
});

test('a single connection is enough for a rebuild', async () => {
  const name = named();
  const { tenantId } = await applied(name);
  const store = at.open({ max: 1 } as object);
  await rebuildProjection(store, boardWith({ name, revision: 2, sign: 'new ' }), tenantId, { batchSize: 10 });
  expect(await boardOf(store, tenantId)).toEqual(await foldOf(store, tenantId, 'new '));
});

test('a shadow that does not fit its table is refused before anything is done', async () => {
  const name = named();
  const { tenantId } = await applied(name, 1);
  await runScript(at.database.adminUrl, 'alter table public.board add column note text');
  await expect(rebuildProjection(at.store, boardWith({ name, revision: 2 }), tenantId)).rejects.toThrow('renew it with shadowSql');
  await runScript(at.database.adminUrl, 'alter table public.board drop column note');
});
