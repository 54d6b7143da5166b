import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connection.ts';
import { dropOldCopies, usableBinaries } from './binaries.ts';
import { ADMIN, assertSameMajor, ensureCluster, openSecret, serverArguments } from './cluster.ts';
import { SupervisorError } from './error.ts';
import { type Home, PORT } from './home.ts';
import type { BinaryPackage } from './platform.ts';
import type { Process } from './processes.ts';
import { clearStale, findPostmaster, isAlive, launch, logTail, probe } from './server.ts';

/** What the supervisor needs to know of its caller's wishes. */
export interface StartOptions {
  log?: (line: string) => void;
  settings?: Record<string, string>;
  throwAway?: boolean;
  programCopies?: string;
}

/** A server that answers. `child` is missing when another process started it. */
export interface Running {
  connection: Connection;
  server: Process;
  version: string;
  adopted: boolean;
  child?: ChildProcess;
}

const START_LIMIT_MS = 300_000;
const FOREIGN_LIMIT_MS = 30_000;
const POLL_MS = 25;

/** Brings the server of a folder up; only for the process that holds the folder's claim. */
export async function ownServer(home: Home, binaries: BinaryPackage, options: StartOptions): Promise<Running> {
  const connection = connect(home, openSecret(home));
  const adopted = await adopt(home, connection);
  if (adopted !== undefined) {
    options.log?.(`PostgreSQL (process ${adopted.server.pid}) was left running and is taken over.`);
    return adopted;
  }
  await clearStale(home);
  const copies = options.programCopies ?? home.root;
  const bin = await usableBinaries(binaries, copies, home.owner);
  await ensureCluster(home, bin, connection.password, options.throwAway ?? false);
  assertSameMajor(home, binaries.version);
  if (options.programCopies === undefined) dropOldCopies(copies, bin);
  const child = launch(home, bin, serverArguments(home, options.settings ?? {}, options.throwAway ?? false));
  const version = await untilReady(home, connection, child, options.log);
  const server = findPostmaster(home);
  if (server === undefined) throw new SupervisorError(`PostgreSQL ended right after its start: ${logTail(home)}`);
  return { connection, server, version, adopted: false, child };
}

/** The server that another living process has started, or nothing as long as it does not answer. */
export async function joinServer(home: Home): Promise<Running | undefined> {
  if (!existsSync(home.secret) || !existsSync(home.data)) return undefined;
  const connection = connect(home, readFileSync(home.secret, 'utf8').trim());
  const server = findPostmaster(home);
  const answer = await probe(connection);
  if (answer.state !== 'ready' || server === undefined) return undefined;
  return { connection, server, version: answer.version, adopted: true };
}

async function adopt(home: Home, connection: Connection): Promise<Running | undefined> {
  const server = findPostmaster(home);
  const begun = Date.now();
  while (server !== undefined && isAlive(server)) {
    const answer = await probe(connection);
    if (answer.state === 'ready') return { connection, server, version: answer.version, adopted: true };
    const limit = answer.state === 'busy' ? START_LIMIT_MS : FOREIGN_LIMIT_MS;
    if (Date.now() - begun > limit) {
      throw new SupervisorError(
        `A PostgreSQL server (process ${server.pid}) runs on ${home.data} but does not answer in ${home.socket}; stop it and start again.`,
      );
    }
    await sleep(POLL_MS);
  }
  return undefined;
}

async function untilReady(
  home: Home,
  connection: Connection,
  child: ChildProcess,
  log: ((line: string) => void) | undefined,
): Promise<string> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${code ?? signal ?? '?'}`));
  const begun = Date.now();
  for (let polls = 1; ; polls += 1) {
    const answer = await probe(connection);
    if (answer.state === 'ready') return answer.version;
    if (ended !== undefined) throw new SupervisorError(`PostgreSQL did not start, ${ended}. Its last words: ${logTail(home)}`);
    if (Date.now() - begun > START_LIMIT_MS) {
      throw new SupervisorError(`PostgreSQL does not answer after ${START_LIMIT_MS / 60_000} minutes; see ${home.logFile}.`);
    }
    if (polls % 400 === 0) log?.('PostgreSQL is still recovering after an unclean stop; the data are being brought up to date.');
    await sleep(POLL_MS);
  }
}

function connect(home: Home, password: string): Connection {
  return { host: home.socket, port: PORT, user: ADMIN, password, database: ADMIN };
}
