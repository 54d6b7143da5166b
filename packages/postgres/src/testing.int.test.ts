import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { removeFolders } from './harness/folders.ts';
import { ask, endChildren, figure, runChild } from './harness/run.ts';
import { emptyDatabase, migratedDatabase, testServerUrl } from './testing.ts';

const bundle = inject('bundle');

afterAll(async () => {
  await endChildren();
  removeFolders();
});

test('a copy belongs to one file alone', async () => {
  let prepared = 0;
  const preparation = {
    fingerprint: `isolation ${process.pid}`,
    prepare: async (url: string) => {
      prepared += 1;
      await ask(url, 'create table ward (id int primary key)');
      await ask(url, 'insert into ward values (1)');
    },
  };
  const first = await migratedDatabase(preparation);
  const begun = performance.now();
  const second = await migratedDatabase(preparation);
  figure('copy of the template', performance.now() - begun);
  await ask(first.adminUrl, 'insert into ward values (2)');
  expect(await ask(first.adminUrl, 'select count(*)::int as n from ward')).toEqual([{ n: 2 }]);
  expect(await ask(second.adminUrl, 'select count(*)::int as n from ward')).toEqual([{ n: 1 }]);
  expect(prepared).toBe(1);
  await first.drop();
  await second.drop();
  await expect(ask(first.adminUrl, 'select 1')).rejects.toThrow('does not exist');
});

test('a copy carries the rights, settings and owner of its template', async () => {
  const role = `clerk_${process.pid}`;
  const database = await migratedDatabase({
    fingerprint: role,
    prepare: async (url) => {
      const name = new URL(url).pathname.slice(1);
      await ask(url, `create role ${role} login password 'pass'`);
      await ask(url, `grant create on database ${name} to ${role}`);
      await ask(url, `revoke connect on database ${name} from public`);
      await ask(url, `grant connect on database ${name} to ${role}`);
      await ask(url, `alter database ${name} set search_path to ward, public`);
      await ask(url, `alter role ${role} in database ${name} set lock_timeout to '7s'`);
      await ask(url, `alter database ${name} owner to ${role}`);
    },
  });
  const own = database.url(role, 'pass');
  expect(await ask(own, 'create schema ward')).toEqual([]);
  expect(await ask(own, 'show search_path')).toEqual([{ search_path: 'ward, public' }]);
  expect(await ask(own, 'show lock_timeout')).toEqual([{ lock_timeout: '7s' }]);
  const rights = `select pg_get_userbyid(datdba) as owner, has_database_privilege('public', oid, 'connect') as public
    from pg_database where datname = current_database()`;
  expect(await ask(own, rights)).toEqual([{ owner: role, public: false }]);
  await database.drop();
});

test('two processes that need the same template at once prepare it once', async () => {
  const fingerprint = `race_${process.pid}`;
  const reports = await Promise.all(
    [1, 2, 3].map(async () => (await runChild<{ name: string; prepared: number }>(bundle, ['prepare', fingerprint])).report),
  );
  expect(reports.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  expect(reports.reduce((sum, { prepared }) => sum + prepared, 0)).toBe(1);
  expect(new Set(reports.map(({ name }) => name)).size).toBe(3);
});

test('a preparation that fails or forgets its connection does not spoil the next', async () => {
  const fingerprint = `again ${process.pid}`;
  await expect(
    migratedDatabase({
      fingerprint,
      prepare: async (url) => {
        await ask(url, 'create table half (id int)');
        throw new Error('broken migration');
      },
    }),
  ).rejects.toThrow('broken migration');
  const database = await migratedDatabase({
    fingerprint,
    prepare: async (url) => {
      void ask(url, 'select pg_sleep(60)').catch(() => undefined);
      await ask(url, 'create table whole (id int)');
    },
  });
  const tables = "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace";
  expect(await ask(database.adminUrl, tables)).toEqual([{ name: 'whole' }]);
  await database.drop();
});

test('a preparation that takes its leave a little late is not cut off', async () => {
  const cutOff: Error[] = [];
  let gone: Promise<unknown> = Promise.resolve();
  const database = await migratedDatabase({
    fingerprint: `late ${process.pid}`,
    prepare: async (url) => {
      const late = new pg.Client(url).on('error', (error) => cutOff.push(error));
      await late.connect();
      gone = pause(300).then(() => late.end());
    },
  });
  await gone;
  expect(cutOff).toEqual([]);
  await database.drop();
});

test('an empty database has no table', async () => {
  const database = await emptyDatabase();
  expect(await ask(database.adminUrl, "select 1 from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
  const temporary = "select has_database_privilege('public', current_database(), 'temp') as allowed";
  expect(await ask(database.adminUrl, temporary)).toEqual([{ allowed: true }]);
  await database.drop();
});

test('a command beside the test server finds it and hands on its exit code', () => {
  const script = path.join(import.meta.dirname, 'bin/test-server.ts');
  const echo = 'process.stdout.write(process.env.TEST_DATABASE_URL); process.exit(7)';
  const ran = spawnSync(process.execPath, ['--import', 'tsx', script, process.execPath, '-e', echo], {
    cwd: path.join(import.meta.dirname, '..'),
    encoding: 'utf8',
  });
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/^postgres:\/\//);
  expect(ran.stdout).not.toBe(testServerUrl());
  expect(ran.status).toBe(7);
});
