import { setTimeout as pause } from 'node:timers/promises';
import { execute, inTenant, type Scope } from '@wardwright/domain/db';
import { DomainError } from '@wardwright/domain/kernel';
import { cancelJob, enqueueJob } from '@wardwright/domain/system/commands';
import { Job } from '@wardwright/domain/system/model';
import { aTenant, type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Live, startLive } from './live.ts';
import { defineTask, type Task } from './tasks.ts';
import { startWorkers, type Workers } from './workers.ts';

const log = pino({ level: 'silent' });
let db: TestDatabase;
let scope: Scope;
let live: Live;
let workers: Workers | undefined;

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  live = await startLive(db.urls.app, log);
});
afterEach(async () => {
  await workers?.stop();
  workers = undefined;
});
afterAll(async () => {
  await live.stop();
  await db.close();
});

const start = async (...tasks: Task[]) => {
  workers = await startWorkers({ database: db.database, jobsUrl: db.urls.jobs, tasks, log });
};
const enqueue = (task: string, input: Record<string, unknown> = {}) =>
  inTenant(scope, (trx) => enqueueJob(trx, scope, { task, title: 'A test', input }));
const job = (id: string) => inTenant(scope, (trx) => Job.byId<Job>(trx, scope, id));

async function until(id: string, done: (job: Job) => boolean): Promise<Job> {
  for (let tries = 0; tries < 400; tries += 1) {
    const now = await job(id);
    if (done(now)) return now;
    await pause(25);
  }
  throw new Error(`the job never got there: ${JSON.stringify(await job(id))}`);
}
const ended = (now: Job) => now.finishedAt !== null;

/** Does something to the queue itself, as its owner. @returns how many rows it touched */
async function queue(sql: string, values: unknown[] = []): Promise<number | null> {
  const client = new pg.Client({ connectionString: db.urls.jobs });
  await client.connect();
  const { rowCount } = await client.query(sql, values);
  await client.end();
  return rowCount;
}

const count = defineTask({
  name: 'count',
  input: z.object({ to: z.int() }),
  permissions: [],
  run: async ({ input, report, scope: own }) => {
    for (let done = 1; done <= input.to; done += 1) report({ phase: 'counting', done, total: input.to });
    return { tenant: own.tenantId, counted: input.to };
  },
});

const slow = (finished: () => void = () => undefined) =>
  defineTask({
    name: 'slow',
    input: z.object({}),
    permissions: [],
    run: async ({ signal, report }) => {
      report({ phase: 'working', done: 1, total: 2 });
      await pause(20_000, undefined, { signal });
      finished();
      return {};
    },
  });

test('a job runs for its own tenant, shows progress and keeps its result', async () => {
  await start(count);
  const done = await until(await enqueue('count', { to: 3 }), ended);
  expect(done).toMatchObject({ status: 'succeeded', done: 3, total: 3, phase: 'counting' });
  expect(done.result).toEqual({ tenant: scope.tenantId, counted: 3 });
});

test('a command that rolls back leaves no job behind', async () => {
  const kept: string[] = [];
  await expect(
    inTenant(scope, async (trx) => {
      kept.push(await enqueueJob(trx, scope, { task: 'count', title: 'Lost', input: { to: 1 } }));
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await expect(job(kept[0] ?? '')).rejects.toMatchObject({ code: 'not-found' });
  expect(await queue('select from jobs._private_jobs where key = $1', [kept[0]])).toBe(0);
});

test('cancelling stops a running job within a second', async () => {
  await start(slow());
  const id = await enqueue('slow');
  await until(id, (now) => now.status === 'running');
  const asked = performance.now();
  await execute(cancelJob, scope, { id });
  const stopped = await until(id, ended);
  expect(stopped.status).toBe('cancelled');
  // Asked for within a second; the machine may be busy with other things.
  expect(performance.now() - asked).toBeLessThan(3000);
});

test('a job that has not begun is cancelled at once and never runs', async () => {
  const id = await enqueue('count', { to: 1 });
  await execute(cancelJob, scope, { id });
  await start(count);
  await pause(300);
  expect(await job(id)).toMatchObject({ status: 'cancelled', attempts: 0 });
  await expect(execute(cancelJob, scope, { id })).rejects.toMatchObject({ code: 'conflict' });
});

const throwing = (name: string, error: () => Error) =>
  defineTask({ name, input: z.object({}), permissions: [], run: () => Promise.reject(error()) });

test('a refusal ends the job with its sentence, a bug with a neutral one after its last try', async () => {
  const refusal = throwing('refuse', () => new DomainError('invalid', 'Line 3 has no value.'));
  const bug = throwing('bug', () => new Error('select secret from somewhere'));
  await start(refusal, bug);
  expect(await until(await enqueue('refuse'), ended)).toMatchObject({ status: 'failed', error: 'Line 3 has no value.', attempts: 1 });
  const id = await enqueue('bug');
  const trying = await until(id, (now) => now.status === 'queued' && now.attempts === 1);
  expect(trying).toMatchObject({ phase: 'trying again', error: null });
  await queue(`update jobs._private_jobs set run_at = now(), attempts = max_attempts - 1 where key = $1`, [id]);
  const failed = await until(id, ended);
  expect(failed.error).toContain('went wrong on our side');
  expect(failed.error).not.toContain('secret');
});

test('a deadlock is tried again, although it has a sentence', async () => {
  const deadlock = throwing('deadlock', () => Object.assign(new DomainError('conflict', 'Try again.'), { cause: new Error('40P01') }));
  await start(deadlock);
  expect(await until(await enqueue('deadlock'), (now) => now.attempts === 1 && now.status === 'queued')).toMatchObject({ finishedAt: null });
});

test('whoever is told that a job was cancelled is told the truth', async () => {
  await start(count);
  const told = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const id = await enqueue('count', { to: 1 });
      await pause(Math.random() * 30);
      const answer = await execute(cancelJob, scope, { id }).catch((error: unknown) => error as DomainError);
      return { id, answer };
    }),
  );
  for (const { id, answer } of told) {
    const end = await until(id, ended);
    if (answer instanceof DomainError) expect([answer.code, end.status]).toEqual(['conflict', 'succeeded']);
    else if (answer.status === 'cancelled') expect(end.status).toBe('cancelled');
  }
});

test('a job survives the stop of its server and runs again', async () => {
  await start(slow());
  const id = await enqueue('slow');
  await until(id, (now) => now.status === 'running');
  await workers?.stop();
  expect(await job(id)).toMatchObject({ status: 'queued', phase: 'waiting for the server to start again' });
  const quick = defineTask({ name: 'slow', input: z.object({}), permissions: [], run: async () => ({ again: true }) });
  await start(quick);
  expect((await until(id, ended)).result).toEqual({ again: true });
});

test('a job held by a worker that died is taken up again at the next start', async () => {
  const id = await enqueue('count', { to: 1 });
  await queue(`update jobs._private_jobs set locked_by = 'worker-long-gone', locked_at = now() where key = $1`, [id]);
  await start(count);
  expect((await until(id, ended)).status).toBe('succeeded');
});

test('a job that outlasts several looks for dead workers is not started a second time', async () => {
  let starts = 0;
  const long = defineTask({
    name: 'long',
    input: z.object({}),
    permissions: [],
    run: async () => {
      starts += 1;
      await pause(1500);
      return {};
    },
  });
  workers = await startWorkers({ database: db.database, jobsUrl: db.urls.jobs, tasks: [long], log, sweepEvery: 100 });
  const id = await enqueue('long');
  expect(await until(id, ended)).toMatchObject({ status: 'succeeded', attempts: 1 });
  expect(starts).toBe(1);
});

test('a job under which the server died too often fails and says so', async () => {
  const id = await enqueue('count', { to: 1 });
  await queue(
    `update jobs._private_jobs set locked_by = 'worker-long-gone', locked_at = now(), attempts = max_attempts where key = $1`,
    [id],
  );
  await start(count);
  const failed = await until(id, ended);
  expect(failed).toMatchObject({ status: 'failed' });
  expect(failed.error).toContain('The server stopped each time');
});

test('stopping the server uses up no try, however often', async () => {
  const id = await enqueue('slow');
  for (let stops = 0; stops < 4; stops += 1) {
    await start(slow());
    await until(id, (now) => now.status === 'running');
    await workers?.stop();
  }
  expect(await queue('select from jobs._private_jobs where key = $1 and attempts = 0', [id])).toBe(1);
  workers = undefined;
  await queue('delete from jobs._private_jobs where key = $1', [id]);
});

test('losing the connection of the claims is noticed and mended', async () => {
  await start(count);
  expect(workers?.healthy()).toBe(true);
  await queue(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wardwright-worker-claims' and datname = current_database()`,
  );
  for (let tries = 0; tries < 100 && workers?.healthy(); tries += 1) await pause(20);
  expect(workers?.healthy()).toBe(false);
  for (let tries = 0; tries < 200 && !workers?.healthy(); tries += 1) await pause(25);
  expect(workers?.healthy()).toBe(true);
});

test('the queue takes the tenant from the transaction, and needs one', async () => {
  await expect(scope.knex.raw('select jobs.enqueue(?, ?)', ['count', scope.tenantId])).rejects.toThrow(/app.tenant_id|uuid/);
  await expect(scope.knex.raw(`select jobs.add_job('count')`)).rejects.toThrow('permission denied');
  await expect(scope.knex.raw('select * from jobs._private_jobs')).rejects.toThrow('permission denied');
});

test('what others shout on the live channel is passed over', async () => {
  const stop = new AbortController();
  const topics = live.topics(scope.tenantId, stop.signal);
  await scope.knex.raw(`select pg_notify('wardwright_live', 'hello'), pg_notify('wardwright_live', '{"tenantId": 7}')`);
  await enqueue('nobody-takes-this-either');
  expect((await topics.next()).value).toBe('jobs');
  stop.abort();
});

test('announcements reach pages of the same tenant only', async () => {
  const other = await aTenant(db.database);
  const stop = new AbortController();
  const ours = live.topics(scope.tenantId, stop.signal);
  const theirs = live.topics(other.tenantId, stop.signal);
  const heardByOthers: string[] = [];
  const listening = (async () => {
    for await (const topic of theirs) heardByOthers.push(topic);
  })();
  await enqueue('nobody-takes-this');
  expect((await ours.next()).value).toBe('jobs');
  await pause(100);
  stop.abort();
  await listening;
  expect(heardByOthers).toEqual([]);
});
