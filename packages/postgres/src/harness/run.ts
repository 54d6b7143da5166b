import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { findProcess } from '../supervisor/processes.ts';
import type { Bundle } from './bundle.ts';
import type { ChildReport } from './child.ts';

const running = new Set<ChildProcess>();

/** Runs the child script as an account and gives the first line it says. */
export async function runChild<Report = ChildReport>(
  bundle: Bundle,
  args: string[],
  account?: { uid: number; gid: number },
): Promise<{ report: Report & { error?: string }; child: ChildProcess }> {
  const env = { PATH: process.env['PATH'], TEST_DATABASE_URL: process.env['TEST_DATABASE_URL'] };
  const child = spawn(bundle.node, [bundle.script, ...args], {
    ...account,
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { report: JSON.parse(line) as Report & { error?: string }, child };
  }
  throw new Error(`The child said nothing (exit code ${child.exitCode}).`);
}

/** Waits until a child has ended. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** Kills a child without giving it a chance to tidy up, and waits for its end. */
export async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await ended(child);
}

/** Kills the children that a failed test has left running. */
export async function endChildren(): Promise<void> {
  await Promise.all([...running].map(killHard));
}

/** Waits until no process of this id is left. */
export async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; findProcess(pid) !== undefined; waited += 1) {
    if (waited > 400) throw new Error(`Process ${pid} is still there.`);
    await sleep(25);
  }
}

/** Runs one statement over a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Writes numbered rows one by one until the server goes away, which ends `cut`. Comes back when the server has confirmed the
 * first; the numbers of the others join it.
 */
export async function writeUntilCut(url: string, from: number): Promise<{ readonly confirmed: readonly number[]; readonly cut: Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  const confirmed: number[] = [];
  client.on('error', () => undefined);
  await client.connect();
  const write = async (): Promise<void> => {
    const number = from + confirmed.length;
    await client.query('insert into entry values ($1)', [number]);
    confirmed.push(number);
  };
  await write();
  const writing = async (): Promise<void> => {
    for (;;) await write();
  };
  return { confirmed, cut: writing().catch(() => undefined) };
}

/** Prints a measured figure beside the test results. */
export function figure(name: string, milliseconds: number): void {
  process.stdout.write(`${name}: ${Math.round(milliseconds)} ms\n`);
}
