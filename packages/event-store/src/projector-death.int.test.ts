import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProjections, waitFor } from './projection.ts';
import { boardOf, boardWith, foldOf } from './testing/board.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { type TestStore, runScript, testStore } from './testing/store.ts';

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const tenantId = randomUUID();
const program = path.join(import.meta.dirname, 'testing/crash/projector.ts');

/** Runs a projector that is killed after it has written its rows and before it moves its checkpoint; gives the rows it saw. */
async function dieBetween(): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify({ url: at.url }), '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  const { written } = JSON.parse(await text(child.stdout)) as { written: number };
  expect(await ended).toBe('SIGKILL');
  return written;
}

const checkpoint = async (): Promise<number> => {
  const { rows } = await runScript(at.database.url(), `select last_position::int as at from event_store.subscriptions where tenant_id = '${tenantId}' and subscription_id = 'ward.board'`);
  return (rows[0] as { at: number } | undefined)?.at ?? 0;
};

async function admit(patients: number): Promise<void> {
  for (let n = 0; n < patients; n += 1) await at.store.append(stream(tenantId), [created, moved('ED'), moved(`bed ${n}`)], { expected: 'no stream', by });
}

async function catchUp(): Promise<void> {
  const board = boardWith();
  const runner = startProjections(at.store, [board], { pollMs: 50 });
  try {
    await waitFor(at.store, board, tenantId, await at.store.head(tenantId), { timeoutMs: 20_000 });
  } finally {
    await runner.stop();
  }
}

test('a projector that dies between its rows and its checkpoint leaves neither, and its successor counts each event once', { timeout: 60_000 }, async () => {
  for (const round of [1, 2, 3]) {
    const [rowsBefore, positionBefore] = [await boardOf(at.store, tenantId), await checkpoint()];
    await admit(10);
    expect(await dieBetween()).toBe(round * 10);
    expect(await boardOf(at.store, tenantId)).toEqual(rowsBefore);
    expect(await checkpoint()).toBe(positionBefore);
    await catchUp();
    expect(await checkpoint()).toBe(round * 30);
    expect(await boardOf(at.store, tenantId)).toEqual(await foldOf(at.store, tenantId));
  }
});
