import { startTestServer } from '@wardwright/postgres/testing';
import { repository } from './files.ts';
import { buildGuards } from './guards.ts';
import { databaseSteps } from './run/database-steps.ts';
import { finish } from './run/finish.ts';
import { playwrightStep } from './run/playwright.ts';
import { type Say, sourceSteps, told, typeSteps } from './run/source-steps.ts';
import { guardStep, taskStep } from './run/steps.ts';
import { broken, type Tally } from './run/tally.ts';
import { vitestStep } from './run/vitest.ts';

const VARIABLE = 'TEST_DATABASE_URL';

/** Everything that needs PostgreSQL: one server for all of it, ours unless the caller has named one. */
async function onOneServer(say: Say, work: (server: string) => Promise<readonly Tally[]>): Promise<readonly Tally[]> {
  const given = process.env[VARIABLE];
  if (given) {
    say(`PostgreSQL: the server of ${VARIABLE}`);
    return await work(given);
  }
  const server = await startTestServer();
  const leave = (): void => void server.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  process.env[VARIABLE] = server.adminUrl;
  say('PostgreSQL: the built-in one, for this run alone');
  try {
    return await work('built in');
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, leave);
    await server.stop();
  }
}

async function databaseParts(say: Say, server: string): Promise<readonly Tally[]> {
  const guards = await databaseSteps(say);
  // Part of the cache key: what passed on one PostgreSQL proves nothing about another.
  const env = { DATABASE_OF_THIS_RUN: server };
  const tests = told(say, await vitestStep(repository, 'test:int', { env }));
  return [...guards, ...tests];
}

/** A part that breaks down is one failure; the parts after it still run. */
async function part(say: Say, name: string, work: () => Promise<readonly Tally[]>): Promise<readonly Tally[]> {
  say(name);
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return told(say, [broken(name, 0, reason)]);
  }
}

/** A part whose lines are kept until they can be read in one piece. */
async function partAside(name: string, work: (say: Say) => Promise<readonly Tally[]>): Promise<{ tallies: readonly Tally[]; lines: readonly string[] }> {
  const lines: string[] = [];
  const keep: Say = (line) => void lines.push(line);
  return { tallies: await part(keep, name, () => work(keep)), lines };
}

/**
 * A part keeps a processor busy, waits for a browser, or waits for servers that start and are killed: side by side they
 * take little longer than the longest of them.
 */
async function everything(say: Say): Promise<readonly Tally[]> {
  const built = await part(say, 'Build', async () => told(say, [await taskStep(repository, 'build', ['build'])]));
  const browser = partAside('End to end', async (keep) => told(keep, [await playwrightStep(repository, keep)]));
  const types = await part(say, 'Types', () => typeSteps(repository, say));
  const database = partAside('Integration', (keep) => onOneServer(keep, (server) => databaseParts(keep, server)));
  const sources = await part(say, 'Sources and unit tests', () => sourceSteps(repository, say));
  const products = await part(say, 'What was built', async () => [await guardStep('build guards', buildGuards, repository, say)]);
  const tallies = [...built, ...types, ...sources, ...products];
  for (const aside of [database, browser]) {
    const { tallies: seen, lines } = await aside;
    lines.forEach(say);
    tallies.push(...seen);
  }
  return tallies;
}

const started = performance.now();
const say: Say = (line) => console.log(line);
finish(await everything(say), started, say);
