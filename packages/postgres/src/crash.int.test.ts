import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, inject, test } from 'vitest';
import { makeFolder, removeFolders } from './harness/folders.ts';
import { ask, endChildren, ended, figure, killHard, runChild, untilGone, writeUntilCut } from './harness/run.ts';
import { type EmbeddedPostgres, startEmbedded } from './supervisor.ts';
import { findProcess } from './supervisor/processes.ts';

const bundle = inject('bundle');

afterAll(async () => {
  await endChildren();
  removeFolders();
});

async function stored(server: EmbeddedPostgres): Promise<Set<unknown>> {
  const rows = await ask(server.adminUrl, 'select number from entry');
  return new Set(rows.map(({ number }) => number));
}

test('after kill -9 of node the next start takes the server over with all rows and stops it in the end', async () => {
  const home = makeFolder();
  const killed = await runChild(bundle, ['supervise', home, 'hold']);
  await ask(killed.report.adminUrl, 'create table entry (number int)');
  await ask(killed.report.adminUrl, 'insert into entry select generate_series(1, 1000)');
  await killHard(killed.child);
  expect(findProcess(killed.report.server)).toBeDefined();

  const begun = performance.now();
  const server = await startEmbedded({ home });
  figure('start after kill -9 of node', performance.now() - begun);
  expect(server).toMatchObject({ adopted: true, owned: true, pid: killed.report.server });
  expect((await stored(server)).size).toBe(1000);
  await server.stop();
  expect(findProcess(server.pid)).toBeUndefined();
});

test('kill -9 of PostgreSQL under load, three times: what was confirmed is there', async () => {
  const home = makeFolder();
  let server = await startEmbedded({ home });
  await ask(server.adminUrl, 'create table entry (number int primary key)');
  const confirmed: number[] = [];
  for (let round = 1; round <= 3; round += 1) {
    const reasons: string[] = [];
    server.onExit((reason) => reasons.push(reason));
    const writing = await writeUntilCut(server.adminUrl, round * 1_000_000);
    await sleep(300);
    process.kill(server.pid, 'SIGKILL');
    await writing.cut;
    confirmed.push(...writing.confirmed);
    await expect.poll(() => reasons.length, { timeout: 5000 }).toBe(1);
    expect(reasons[0]).toContain(String(server.pid));
    await server.stop();

    const begun = performance.now();
    server = await startEmbedded({ home });
    figure(`start after kill -9 of PostgreSQL, round ${round}`, performance.now() - begun);
    expect(server).toMatchObject({ adopted: false, owned: true });
    const found = await stored(server);
    expect(confirmed.filter((number) => !found.has(number))).toEqual([]);
  }
  process.stdout.write(`${confirmed.length} confirmed rows survived three kills\n`);
  await server.stop();
});

test('kill -9 of both at once: the next start recovers', async () => {
  const home = makeFolder();
  const { report, child } = await runChild(bundle, ['supervise', home, 'hold']);
  process.kill(report.server, 'SIGKILL');
  await killHard(child);
  const again = await runChild(bundle, ['supervise', home, 'stop']);
  expect(again.report).toMatchObject({ adopted: false, owned: true, boots: 2 });
  expect(await ended(again.child)).toBe(0);
});

test('an adopted server that is killed is reported too', async () => {
  const home = makeFolder();
  const { report, child } = await runChild(bundle, ['supervise', home, 'hold']);
  await killHard(child);
  const server = await startEmbedded({ home });
  const reasons: string[] = [];
  const takeOff = server.onExit(() => reasons.push('taken off'));
  server.onExit((reason) => reasons.push(reason));
  takeOff();
  process.kill(report.server, 'SIGKILL');
  await expect.poll(() => reasons.length, { timeout: 5000 }).toBe(1);
  expect(reasons[0]).toContain('ended unexpectedly');
  await server.stop();
  const recovered = await startEmbedded({ home });
  expect(recovered.adopted).toBe(false);
  await recovered.stop();
});

test('a first start that was cut half-way leaves nothing in the way', async () => {
  const home = makeFolder();
  mkdirSync(path.join(home, 'pgdata.init-1'));
  writeFileSync(path.join(home, 'pgdata.init-1/PG_VERSION'), '18\n');
  const { report, child } = await runChild(bundle, ['supervise', home, 'stop']);
  expect(report).toMatchObject({ adopted: false, boots: 1 });
  await ended(child);
  await untilGone(report.server);
});
