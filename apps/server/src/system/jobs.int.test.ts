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
  const queue = new pg.Client({ connectionString: db.urls.jobs });
  await queue.connect();
  const { rowCount } = await queue.query('select from jobs._private_jobs where key = $1', [kept[0]]);
  await queue.end();
  expect(rowCount).toBe(0);
});

test('cancelling stops a running job within a second', async () => {
  await start(slow());
  const id = await enqueue('slow');
  await until(id, (now) => now.status === 'running');
  const asked = performance.now();
  await execute(cancelJob, scope, { id });
  const stopped = await until(id, ended);
  expect(stopped.status).toBe('cancelled');
  expect(performance.now() - asked).toBeLessThan(2000);
});

test('a job that has not begun is cancelled at once and never runs', async () => {
  const id = await enqueue('count', { to: 1 });
  await execute(cancelJob, scope, { id });
  await start(count);
  await pause(300);
  expect(await job(id)).toMatchObject({ status: 'cancelled', attempts: 0 });
  await expect(execute(cancelJob, scope, { id })).rejects.toMatchObject({ code: 'conflict' });
});

test('a refusal ends the job with its sentence, a bug with a neutral one', async () => {
  const refuse = defineTask({
    name: 'refuse',
    input: z.object({}),
    permissions: [],
    run: () => Promise.reject(new DomainError('invalid', 'Line 3 has no value.')),
  });
  await start(refuse);
  expect(await until(await enqueue('refuse'), ended)).toMatchObject({ status: 'failed', error: 'Line 3 has no value.' });
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
  const queue = new pg.Client({ connectionString: db.urls.jobs });
  await queue.connect();
  await queue.query(`update jobs._private_jobs set locked_by = 'worker-long-gone', locked_at = now() where key = $1`, [id]);
  await queue.end();
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

test('the queue takes the tenant from the transaction, and needs one', async () => {
  await expect(scope.knex.raw('select jobs.enqueue(?, ?)', ['count', scope.tenantId])).rejects.toThrow();
  await expect(scope.knex.raw(`select jobs.add_job('count')`)).rejects.toThrow('permission denied');
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
