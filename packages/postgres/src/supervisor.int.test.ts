import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { makeFolder, removeFolders } from './harness/folders.ts';
import { ask, endChildren, ended, figure, killHard, runChild, untilGone } from './harness/run.ts';
import { startEmbedded } from './supervisor.ts';
import { findProcess } from './supervisor/processes.ts';

const bundle = inject('bundle');

afterAll(async () => {
  await endChildren();
  removeFolders();
});

test('the first start creates a safe server, the second finds its data', async () => {
  const home = makeFolder();
  const first = await runChild(bundle, ['supervise', home, 'stop']);
  expect(first.report).toMatchObject({ adopted: false, owned: true, boots: 1, version: expect.stringMatching(/^18\./) });
  expect(await ended(first.child)).toBe(0);
  expect(findProcess(first.report.server)).toBeUndefined();
  figure('first start', first.report.startMs);

  const begun = performance.now();
  const server = await startEmbedded({ home, settings: { work_mem: '5MB' } });
  figure('second start', performance.now() - begun);
  expect(server).toMatchObject({ adopted: false, owned: true });
  const settings = `select current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit') as safe,
    current_setting('listen_addresses') as tcp, current_setting('data_checksums') as checksums,
    current_setting('timezone') as zone, current_setting('work_mem') as memory, datlocprovider::text as provider,
    datlocale as locale, (select count(*)::int from boot) as boots from pg_database where datname = 'postgres'`;
  expect(await ask(server.adminUrl, settings)).toEqual([
    { safe: 'ononon', tcp: '', checksums: 'on', zone: 'UTC', memory: '5MB', provider: 'b', locale: 'C.UTF-8', boots: 1 },
  ]);
  expect(statSync(path.join(home, 'postgres.secret')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(home, 'run')).mode & 0o777).toBe(0o700);
  await expect(ask(server.url('postgres', 'wrong'), 'select 1')).rejects.toThrow('password authentication failed');
  await server.stop();
  expect(findProcess(server.pid)).toBeUndefined();
});

test('a process that ends without a word takes its server with it', async () => {
  const home = makeFolder();
  const { report, child } = await runChild(bundle, ['supervise', home, 'leave']);
  expect(await ended(child)).toBe(0);
  await untilGone(report.server);
  const again = await runChild(bundle, ['supervise', home, 'stop']);
  expect(again.report).toMatchObject({ adopted: false, boots: 2 });
  await ended(again.child);
});

test('of two that start at once on a new folder one owns the server, and the last to leave stops it', async () => {
  const home = makeFolder();
  const [one, two] = await Promise.all([
    runChild(bundle, ['supervise', home, 'hold']),
    runChild(bundle, ['supervise', home, 'hold']),
  ]);
  expect(one.report.owned).not.toBe(two.report.owned);
  expect(one.report.server).toBe(two.report.server);
  const [owner, guest] = one.report.owned ? [one, two] : [two, one];

  const third = await runChild(bundle, ['supervise', home, 'stop']);
  expect(third.report).toMatchObject({ adopted: true, owned: false, boots: 3 });
  await ended(third.child);
  expect(findProcess(owner.report.server)).toBeDefined();

  await killHard(owner.child);
  const heir = await startEmbedded({ home });
  expect(heir).toMatchObject({ adopted: true, owned: true, pid: owner.report.server });
  await killHard(guest.child);
  await heir.stop();
  expect(findProcess(heir.pid)).toBeUndefined();
});

test('a guest that outlives a killed owner stops the server', async () => {
  const home = makeFolder();
  const owner = await runChild(bundle, ['supervise', home, 'hold']);
  const guest = await startEmbedded({ home });
  expect(guest.owned).toBe(false);
  await killHard(owner.child);
  await guest.stop();
  expect(findProcess(guest.pid)).toBeUndefined();
});

test('a folder with spaces, commas and quotes works, and one too long for a socket gets a short one', async () => {
  const lines: string[] = [];
  const home = path.join(makeFolder(), `Ward, "wright" ü ${'x'.repeat(80)}`);
  const server = await startEmbedded({ home, log: (line) => lines.push(line) });
  expect(lines.join()).toContain('too long for a Unix socket');
  expect(server.connection.host).toMatch(/^\/tmp\/wardwright-[0-9a-f]{12}$/);
  expect(await ask(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  rmSync(server.connection.host, { recursive: true });

  const odd = path.join(makeFolder(), 'Ward, "wright" ü');
  const second = await startEmbedded({ home: odd });
  expect(second.connection.host).toBe(path.join(odd, 'run'));
  expect(await ask(second.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
});

test('the log names no values of rows', async () => {
  const home = makeFolder();
  const server = await startEmbedded({ home });
  await ask(server.adminUrl, 'create table patient (name text primary key)');
  await ask(server.adminUrl, "insert into patient values ('Secretname')");
  await expect(ask(server.adminUrl, "insert into patient values ('Secretname')")).rejects.toThrow('duplicate');
  await expect(ask(server.adminUrl, "select 'Secretname'::int")).rejects.toThrow('invalid input');
  await server.stop();
  const log = readFileSync(path.join(home, 'postgres.log'), 'utf8');
  expect(log).toContain('database system is ready');
  expect(log).not.toContain('Secretname');
});

test('settings that endanger data and folders of another version are refused in a sentence', async () => {
  const home = makeFolder();
  await expect(startEmbedded({ home, settings: { fsync: 'off' } })).rejects.toThrow('fsync may not be changed');
  expect(existsSync(path.join(home, 'pgdata'))).toBe(true);
  writeFileSync(path.join(home, 'pgdata/PG_VERSION'), '17\n');
  await expect(startEmbedded({ home })).rejects.toThrow('written by PostgreSQL 17');

  const orphan = makeFolder();
  mkdirSync(path.join(orphan, 'pgdata'));
  await expect(startEmbedded({ home: orphan })).rejects.toThrow('postgres.secret is missing');
  expect(readdirSync(path.join(orphan, 'pgdata'))).toEqual([]);
});
