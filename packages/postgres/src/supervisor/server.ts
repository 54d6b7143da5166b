import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Connection } from '../connection.ts';
import { PROGRAM_ENV } from './binaries.ts';
import { SupervisorError, errorCode } from './error.ts';
import { type Home, socketFile } from './home.ts';
import { type Process, findProcess, listProcesses } from './processes.ts';

const LOG_LIMIT = 10 * 1024 * 1024;
const NOBODY_LISTENS = ['ENOENT', 'ECONNREFUSED'];
const WRONG_PASSWORD = '28P01';

/** What a server says when asked: its version, "busy" while it starts, recovers, stops or is full, "absent" when nobody listens. */
export type Answer = { state: 'ready'; version: string } | { state: 'busy' } | { state: 'absent' };

/** Asks the server behind the connection for a sign of life. */
export async function probe(connection: Connection): Promise<Answer> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { state: 'ready', version: rows[0]?.server_version ?? '' };
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === WRONG_PASSWORD) {
      throw new SupervisorError(
        'The running database does not accept the password in postgres.secret; put back the file that belongs to this database.',
      );
    }
    return { state: NOBODY_LISTENS.includes(code) ? 'absent' : 'busy' };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The living server on this folder, if there is one. A pid that now belongs to something else does not count. */
export function findPostmaster(home: Home): Process | undefined {
  const file = path.join(home.data, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : NaN;
  const found = findProcess(pid);
  return found !== undefined && belongsTo(home, found) ? found : undefined;
}

function belongsTo(home: Home, found: Process): boolean {
  if (!/(^|\/)postgres(:| -D )/.test(found.command)) return false;
  return found.command.includes(home.mark) || found.command.includes(`-D ${home.data} `) || found.cwd === home.data;
}

/**
 * Clears what a killed server left behind. Its children notice its death by themselves and must be gone first, because
 * they still write to the shared memory that the next server would take over.
 */
export async function clearStale(home: Home): Promise<void> {
  const orphans = () => listProcesses().filter((found) => belongsTo(home, found));
  for (let waited = 0; orphans().length > 0; waited += 1) {
    if (waited === 100) for (const { pid } of orphans()) signal(pid, 'SIGQUIT');
    if (waited === 200) for (const { pid } of orphans()) signal(pid, 'SIGKILL');
    if (waited > 300) {
      const pids = orphans().map(({ pid }) => pid).join(', ');
      throw new SupervisorError(`Processes of an earlier database server do not end (${pids}); end them and start again.`);
    }
    await sleep(50);
  }
  const socket = socketFile(home.socket);
  for (const file of [path.join(home.data, 'postmaster.pid'), `${socket}.lock`, socket]) rmSync(file, { force: true });
}

/** Starts the server; it lives on when this process is killed, and its messages go to the log file. */
export function launch(home: Home, bin: string, serverArguments: string[]): ChildProcess {
  const size = statSync(home.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT) renameSync(home.logFile, `${home.logFile}.1`);
  const output = openSync(home.logFile, 'a', 0o600);
  try {
    const child = spawn(path.join(bin, 'postgres'), serverArguments, {
      ...home.owner.switchTo,
      env: PROGRAM_ENV,
      cwd: '/',
      stdio: ['ignore', output, output],
      detached: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/** The last lines of the server's log, for an error message. */
export function logTail(home: Home): string {
  return existsSync(home.logFile) ? readFileSync(home.logFile, 'utf8').slice(-600).trim() : '';
}

/** Whether this very process still runs; another one under the same pid does not count. */
export function isAlive(server: Process): boolean {
  return findProcess(server.pid)?.started === server.started;
}

/** Sends a signal; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/**
 * Fast shutdown: open transactions are rolled back, everything committed is on disk. After 30 s the server is told to
 * leave at once, which is as safe but makes the next start replay the log.
 */
export async function shutDown(server: Process): Promise<void> {
  if (!isAlive(server)) return;
  signal(server.pid, 'SIGINT');
  for (let waited = 0; isAlive(server); waited += 1) {
    if (waited === 1200) signal(server.pid, 'SIGQUIT');
    if (waited > 1600) throw new SupervisorError(`The database server (process ${server.pid}) does not stop.`);
    await sleep(25);
  }
}
