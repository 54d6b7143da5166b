import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { roleName } from '@wardwright/domain/db';
import { connectionUrl } from '@wardwright/postgres';
import pg from 'pg';
import { afterAll, afterEach } from 'vitest';

const serverFolder = path.resolve(import.meta.dirname, '../..');

/** A server in a process of its own, as an operator starts it. */
export interface ServerProcess {
  /** Address of the server once it is ready; fails with what it said if it ends before. */
  readonly ready: Promise<string>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly said: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** A folder for the data of one server, which the account that Postgres runs as may enter. */
function aHome(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-home-'));
  chmodSync(folder, 0o755);
  return path.join(folder, 'data');
}

/** Runs one of the built programs with no settings but the given ones. */
const startServer = (env: Record<string, string>, args: readonly string[] = ['dist/main.js']): ServerProcess =>
  launch(args, { PORT: '0', ...env });

/** Starts servers of one test file on a folder of their own. All of them end after each test, and the folder goes after the last. */
export function serversOfThisFile(defaults: Record<string, string> = {}) {
  const home = aHome();
  const running: ServerProcess[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) {
      server.signal('SIGTERM');
      await server.ended;
    }
  });
  afterAll(() => rmSync(path.dirname(home), { recursive: true, force: true }));
  const start = (env: Record<string, string> = {}): ServerProcess => {
    const server = startServer({ WARDWRIGHT_HOME: home, ...defaults, ...env });
    running.push(server);
    return server;
  };
  return { home, running, start };
}

/** Whether a server says that it can be used. */
export const isReady = async (address: string): Promise<boolean> => (await fetch(`${address}/readyz`)).status === 200;

function launch(args: readonly string[], env: Record<string, string>): ServerProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, { cwd: serverFolder, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const [, address] = /ready at (http:\S+)/.exec(said) ?? [];
      if (address) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => reject(new Error(`The server ended: ${said}`)));
  });
  ready.catch(() => undefined);
  return { ready, ended, said: () => said, signal: (name) => void child.kill(name) };
}

/** Asks the built-in database of a folder, as the owner of the tables. */
export async function askDatabase<Row extends pg.QueryResultRow>(home: string, sql: string): Promise<Row[]> {
  const { databasePasswords } = JSON.parse(readFileSync(path.join(home, 'secrets.json'), 'utf8')) as {
    databasePasswords: { owner: string };
  };
  const client = new pg.Client(
    connectionUrl({
      host: path.join(home, 'run'),
      port: 5432,
      user: roleName('owner'),
      password: databasePasswords.owner,
      database: 'wardwright',
    }),
  );
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Whether a process works; one that has ended and waits for its parent to notice does not. */
export function isWorking(pid: number): boolean {
  const facts = `/proc/${pid}/stat`;
  if (process.platform === 'linux') return existsSync(facts) && !/^\d+ \(.*\) [ZX]/s.test(readFileSync(facts, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Process id of the built-in database of a folder, or null when none runs. */
export function databaseProcess(home: string): number | null {
  const file = path.join(home, 'pgdata/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}
