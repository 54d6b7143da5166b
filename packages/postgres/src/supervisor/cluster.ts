import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fchownSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROGRAM_ENV } from './binaries.ts';
import { SupervisorError } from './error.ts';
import { type Home, PORT, giveTo } from './home.ts';
import { memoryFolder } from './memory.ts';
import type { Owner } from './owner.ts';

const run = promisify(execFile);

/** Name of the database superuser that the supervisor hands out. */
export const ADMIN = 'postgres';

const SETTINGS = {
  listen_addresses: '',
  port: String(PORT),
  unix_socket_permissions: '0700',
  shared_buffers: '256MB',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Error messages quote the values of rows; the application reports errors itself, without them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
};

// Containers often give /dev/shm 64 MB, and a parallel query that needs more fails; files in the data folder do not.
const PARALLEL_QUERY_ROOM = 512 * 1024 ** 2;

const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Reads the superuser's password, or makes one when there is no database yet. */
export function openSecret(home: Home): string {
  if (existsSync(home.secret)) return readFileSync(home.secret, 'utf8').trim();
  if (existsSync(home.data)) {
    throw new SupervisorError(
      `The database in ${home.data} exists but its password file ${home.secret} is missing; put the file back from a backup, or move both away to begin with an empty database.`,
    );
  }
  const password = randomBytes(24).toString('hex');
  writeFileSync(home.secret, password, { mode: 0o600 });
  return password;
}

/** Creates the database cluster when there is none. A crash half-way leaves no half cluster: it is built aside. */
export async function ensureCluster(home: Home, bin: string, password: string, throwAway: boolean): Promise<void> {
  if (existsSync(home.data)) return;
  dropHalfBuilt(home);
  const building = `${home.data}.init-${process.pid}`;
  const passwordFile = path.join(home.socket, 'initdb.password');
  mkdirSync(building, { mode: 0o700 });
  giveTo(home.owner, building);
  try {
    writePassword(passwordFile, password, home.owner);
    await run(path.join(bin, 'initdb'), initArguments(building, passwordFile, throwAway), {
      ...home.owner.switchTo,
      env: PROGRAM_ENV,
      cwd: '/',
    });
    renameSync(building, home.data);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new SupervisorError(`The database could not be created in ${home.data}: ${(stderr || message).trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Leaves the password in a folder that belongs to the account of PostgreSQL, for initdb alone. */
export function writePassword(file: string, password: string, { switchTo }: Pick<Owner, 'switchTo'>): void {
  rmSync(file, { force: true });
  createExclusively(file, `${password}\n`, switchTo);
}

/**
 * Writes a file that its owner alone can read. Whoever may write to its folder could put a link in its place, and root would
 * follow: the file has to be a new one, and nothing is done to it by its name.
 */
export function createExclusively(file: string, content: string, switchTo: Owner['switchTo']): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    if (switchTo !== undefined) fchownSync(handle, switchTo.uid, switchTo.gid);
    writeSync(handle, content);
  } finally {
    closeSync(handle);
  }
}

function initArguments(directory: string, passwordFile: string, throwAway: boolean): string[] {
  return [
    `--pgdata=${directory}`,
    `--username=${ADMIN}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts alike on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    ...(throwAway ? ['--no-sync'] : []),
  ];
}

function dropHalfBuilt(home: Home): void {
  const folder = path.dirname(home.data);
  const prefix = `${path.basename(home.data)}.init-`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/** Refuses a folder that another major version of PostgreSQL has written. */
export function assertSameMajor(home: Home, programVersion: string): void {
  const file = path.join(home.data, 'PG_VERSION');
  const written = existsSync(file) ? readFileSync(file, 'utf8').trim() : '?';
  const major = programVersion.split('.')[0];
  if (written !== major) {
    throw new SupervisorError(
      `The database in ${home.data} was written by PostgreSQL ${written} and this version of Wardwright brings ${major}; make a backup with the version that wrote it and restore it here.`,
    );
  }
}

/** The server's command line: settings are given on each start, so that a newer version can change them. */
export function serverArguments(home: Home, settings: Record<string, string>, throwAway: boolean): string[] {
  for (const name of Object.keys(UNSAFE)) {
    if (name in settings) throw new SupervisorError(`The setting ${name} may not be changed: it decides whether data survive a power failure.`);
  }
  const all = {
    ...SETTINGS,
    ...settings,
    ...(throwAway ? UNSAFE : {}),
    dynamic_shared_memory_type: throwAway || memoryFolder(PARALLEL_QUERY_ROOM) === undefined ? 'mmap' : 'posix',
    // A list in which a comma or a quote would end the name.
    unix_socket_directories: `"${home.socket.replaceAll('"', '""')}"`,
    cluster_name: home.mark,
  };
  return ['-D', home.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
