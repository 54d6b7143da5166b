import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bundleChild } from './harness/bundle.ts';
import { NOBODY, makeFolder, removeFolders } from './harness/folders.ts';
import { endChildren, ended, killHard, runChild, untilGone } from './harness/run.ts';

const root = process.getuid?.() === 0;
const user = root ? NOBODY : undefined;
const bundle = inject('bundle');

beforeAll(() => {
  if (!root) process.stdout.write('Not root: the tests of running as another account are left out; the rest ran as an ordinary user.\n');
});

afterAll(async () => {
  await endChildren();
  removeFolders();
});

test.runIf(root)('an ordinary user starts, stops and finds the data again', async () => {
  const home = path.join(makeFolder(NOBODY), 'data');
  const first = await runChild(bundle, ['supervise', home, 'stop'], NOBODY);
  expect(first.report).toMatchObject({ adopted: false, owned: true, boots: 1 });
  await ended(first.child);
  expect(statSync(path.join(home, 'pgdata')).uid).toBe(NOBODY.uid);
  const second = await runChild(bundle, ['supervise', home, 'stop'], NOBODY);
  expect(second.report).toMatchObject({ adopted: false, boots: 2 });
  await ended(second.child);

  const asRoot = await runChild(bundle, ['supervise', home, 'stop']);
  expect(asRoot.report).toMatchObject({ owned: true, boots: 3 });
  await ended(asRoot.child);
});

test("pid files that name a zombie or the same user's other process do not block", async () => {
  const home = path.join(makeFolder(user), 'data');
  const first = await runChild(bundle, ['supervise', home, 'hold'], user);
  const pidFile = path.join(home, 'pgdata/postmaster.pid');
  const leftover = readFileSync(pidFile, 'utf8').split('\n').slice(1).join('\n');
  process.kill(first.report.server, 'SIGKILL');
  await killHard(first.child);

  // The shell's child ends when its input does, that is after another program has taken the shell's place, which never collects it.
  const other = spawn('/bin/sh', ['-c', 'cat <&3 & echo $!; exec sleep 300'], { ...user, stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const [line] = (await once(other.stdout as Readable, 'data')) as [Buffer];
  const zombie = Number(line.toString());
  await expect.poll(() => readFileSync(`/proc/${other.pid}/comm`, 'utf8')).toBe('sleep\n');
  other.stdio[3]?.destroy();
  await untilGone(zombie);
  expect(() => process.kill(zombie, 0)).not.toThrow();
  try {
    for (const pid of [zombie, other.pid]) {
      for (const file of [pidFile, path.join(home, 'run/.s.PGSQL.5432.lock')]) writeFileSync(file, `${pid}\n${leftover}`);
      const next = await runChild(bundle, ['supervise', home, 'stop'], user);
      expect(next.report).toMatchObject({ adopted: false, owned: true });
      await ended(next.child);
    }
  } finally {
    other.kill('SIGKILL');
  }
});

test.runIf(root)('root hands the server to an account without rights', async () => {
  const home = makeFolder();
  const { report, child } = await runChild(bundle, ['supervise', home, 'stop']);
  await ended(child);
  expect(report).toMatchObject({ owned: true, boots: 1 });
  expect(statSync(path.join(home, 'pgdata')).uid).not.toBe(0);
  expect(statSync(path.join(home, 'pgdata')).mode & 0o777).toBe(0o700);
});

test.runIf(root)('programs that the account cannot reach are copied into the data folder', async () => {
  const hidden = await bundleChild(path.resolve(import.meta.dirname, '..'));
  chmodSync(path.dirname(hidden.script), 0o700);
  const home = makeFolder();
  const { report, child } = await runChild(hidden, ['supervise', home, 'stop']);
  await ended(child);
  expect(report).toMatchObject({ owned: true, boots: 1 });
  expect(readdirSync(home).filter((name) => name.startsWith('postgres-18'))).toHaveLength(1);
});

test.runIf(root)('a data folder that the account cannot enter is refused in a sentence', async () => {
  const parent = makeFolder();
  chmodSync(parent, 0o700);
  const { report, child } = await runChild(bundle, ['supervise', path.join(parent, 'home'), 'stop']);
  expect(await ended(child)).toBe(1);
  expect(report.error).toContain(`which may not enter ${parent}`);
});

test.runIf(root)("an ordinary user is told when the folder is somebody else's", async () => {
  const home = path.join(makeFolder(), 'home');
  mkdirSync(home);
  const { report, child } = await runChild(bundle, ['supervise', home, 'stop'], NOBODY);
  expect(await ended(child)).toBe(1);
  expect(report.error).toContain('make it writable for this user or set WARDWRIGHT_HOME');
});
