import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, loadState } from './decider.ts';
import { inTransaction } from './store/sql.ts';
import { type StayCommand, stayWith } from './testing/admission.ts';
import { by, moved, stream } from './testing/events.ts';
import { type TestStore, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const admit: StayCommand = { type: 'admit', specialty: 'cardiac' };
const move = (to: string): StayCommand => ({ type: 'move', to });
const stay = stayWith();
const run = (which: ReturnType<typeof stream>, command: StayCommand, options = {}) => execute(at.store, stay, which, command, { by, ...options });
const snapshotsOf = (tenantId: string) =>
  inTransaction(at.store.pool, tenantId, async (client) => (await client.query<{ version: number; schema_version: number }>('select version, schema_version from event_store.snapshots order by version')).rows);

describe('a command', () => {
  test('is decided on the state and written', async () => {
    const which = stream();
    await expect(run(which, admit)).resolves.toMatchObject({ version: 1, position: 1, duplicate: false });
    await expect(run(which, move('ICU'))).resolves.toMatchObject({ version: 2 });
    await expect(run(which, admit)).rejects.toThrow('The patient is in already.');
    await expect(loadState(at.store, stay, which)).resolves.toMatchObject({ version: 2, state: { admitted: true, place: 'ICU' } });
  });

  test('that changes nothing writes nothing', async () => {
    const which = stream();
    await run(which, admit);
    await run(which, move('ICU'));
    await expect(run(which, move('ICU'))).resolves.toEqual({ version: 2, position: 0, events: [], duplicate: false });
    expect(await at.store.head(which.tenantId)).toBe(2);
  });

  test('expecting another version is refused at once', async () => {
    const which = stream();
    await run(which, admit);
    await expect(run(which, move('ICU'), { expected: 7 })).rejects.toMatchObject({ name: 'VersionConflict', expected: 7, actual: 1 });
    await expect(run(which, move('ICU'), { expected: 'no stream' })).rejects.toMatchObject({ actual: 1 });
    await expect(run(stream(), admit, { expected: 'stream exists' })).rejects.toMatchObject({ actual: 0 });
  });

  test('expecting nothing is tried again when it loses a race, on the new state', async () => {
    const which = stream();
    await run(which, admit);
    const places = Array.from({ length: 8 }, (_, bed) => `bed ${bed}`);
    const done = await Promise.all(places.map((place) => run(which, move(place), { retries: 20 })));
    expect(done.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('sent twice under one id takes effect once and answers the same, even where it would now be refused', async () => {
    const which = stream();
    const commandId = randomUUID();
    const first = await run(which, admit, { commandId });
    await run(which, move('ICU'));
    await expect(run(which, admit, { commandId })).resolves.toMatchObject({ version: first.version, position: first.position, duplicate: true });
    await expect(run(which, admit)).rejects.toThrow('The patient is in already.');
    const answers = await Promise.all(Array.from({ length: 6 }, () => run(which, move('Ward'), { commandId: '0b0e1a6e-0000-4000-8000-000000000001', retries: 20 })));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([3]));
    expect(await at.store.head(which.tenantId)).toBe(3);
  });
});

describe('snapshots', () => {
  const commands = fc.array(fc.constantFrom('ED', 'ICU', 'Ward', 'OR').map(move), { maxLength: 30 });

  test('never change the state', async () => {
    await fc.assert(
      fc.asyncProperty(commands, fc.integer({ min: 1, max: 7 }), async (moves, every) => {
        const which = stream();
        for (const command of [admit, ...moves]) await execute(at.store, stayWith(every), which, command, { by });
        const plain = await loadState(at.store, stay, which);
        expect(await loadState(at.store, stayWith(every), which)).toEqual(plain);
        expect(await loadState(at.store, stayWith(every, 2), which)).toEqual(plain);
        expect((await snapshotsOf(which.tenantId)).length).toBe(Math.min(2, Math.floor(plain.version / every)));
      }),
      { numRuns: 25 },
    );
  });

  test('are really used: the state comes from the snapshot, not from the events before it', async () => {
    const which = stream();
    await run(which, admit);
    await at.store.saveSnapshot(which, 1, 1, { admitted: true, place: 'from the snapshot', visits: [] });
    await expect(loadState(at.store, stayWith(5), which)).resolves.toMatchObject({ version: 1, state: { place: 'from the snapshot' } });
    await expect(loadState(at.store, stayWith(5, 2), which)).resolves.toMatchObject({ version: 1, state: { place: null } });
  });

  test('of an earlier reducer go when the first of the new one is written', async () => {
    const which = stream();
    const all = ['a', 'b', 'c', 'd'].map(move);
    for (const command of [admit, ...all]) await execute(at.store, stayWith(2), which, command, { by });
    expect(await snapshotsOf(which.tenantId)).toEqual([{ version: 2, schema_version: 1 }, { version: 4, schema_version: 1 }]);
    await execute(at.store, stayWith(2, 2), which, move('e'), { by });
    expect(await snapshotsOf(which.tenantId)).toEqual([{ version: 6, schema_version: 2 }]);
  });

  test('a state survives events its reducer does not know', async () => {
    const which = stream();
    await run(which, admit);
    await at.store.append(which, [{ type: 'from.the_future', data: {} }, moved('ICU')], { expected: 1, by });
    await expect(loadState(at.store, stay, which)).resolves.toMatchObject({ version: 3, state: { place: 'ICU' } });
  });
});
