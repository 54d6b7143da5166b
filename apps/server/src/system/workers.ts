import { EventEmitter } from 'node:events';
import { type Database, jobsSchema } from '@wardwright/domain/db';
import { type JobHelpers, Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Logger as Log } from 'pino';
import { z } from 'zod';
import { type JobAddress, runJob } from './run-job.ts';
import { claimWorker, releaseStaleJobs } from './stale-workers.ts';
import type { Task } from './tasks.ts';

const address = z.object({ tenantId: z.uuid(), jobId: z.uuid() });

/** Running workers of this process. */
export interface Workers {
  /** Whether jobs are still taken from the queue. */
  healthy(): boolean;
  /** Lets running jobs stop at their next step and hands them back to the queue. */
  stop(): Promise<void>;
}

/** Starts taking jobs from the queue, after giving back what dead workers held. */
export async function startWorkers({
  database,
  jobsUrl,
  tasks,
  log,
  concurrency = 2,
  sweepEvery = 30_000,
}: {
  database: Database;
  jobsUrl: string;
  tasks: readonly Task[];
  log: Log;
  concurrency?: number;
  /** Milliseconds between two looks for jobs of workers that died. */
  sweepEvery?: number;
}): Promise<Workers> {
  const stopping = new AbortController();
  const keeper = new pg.Client({ connectionString: jobsUrl, application_name: 'wardwright-worker-claims' });
  keeper.on('error', (error) => log.error({ err: error }, 'lost the connection that claims workers'));
  await keeper.connect();
  // One connection, one statement at a time: claims and sweeps must not interleave.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch((error: unknown) => log.error({ err: error }, 'could not keep the worker claims'));
    return next;
  };
  const ours = new Set<string>();
  await inTurn(() => releaseStaleJobs(keeper, ours));
  const sweep = setInterval(() => void inTurn(() => releaseStaleJobs(keeper, ours)).catch(() => undefined), sweepEvery);

  const runner = await run({
    connectionString: jobsUrl,
    maxPoolSize: concurrency + 2,
    schema: jobsSchema,
    taskList: handlers(tasks, database, stopping.signal, log),
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    gracefulShutdownAbortTimeout: 8000,
    logger: new Logger(({ label }) => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ source: label }, message);
    }),
    events: claimingEvents((poolId) => {
      ours.add(poolId);
      void inTurn(() => claimWorker(keeper, poolId)).catch(() => undefined);
    }),
  });
  let working = true;
  const ended = (error?: unknown): void => {
    working = false;
    if (error !== undefined) log.error({ err: error }, 'the workers have ended');
  };
  runner.promise.then(() => ended(), ended);
  return {
    healthy: () => working,
    stop: async () => {
      clearInterval(sweep);
      stopping.abort(new Error('The server is stopping.'));
      await runner.stop();
      await turn;
      await keeper.end();
    },
  };
}

/** The queue writes the name of the pool, not of the single worker, into the jobs it hands out. */
function claimingEvents(claim: (poolId: string) => void): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => claim(workerPool.id));
  return events;
}

function handlers(tasks: readonly Task[], database: Database, stopping: AbortSignal, log: Log): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload: unknown, { job }: JobHelpers) => {
        const where: JobAddress = address.parse(payload);
        const started = performance.now();
        try {
          const turn = { attempt: job.attempts, lastAttempt: job.attempts >= job.max_attempts, stopping };
          await runJob(database, task, where, turn);
        } catch (error) {
          log.error({ err: error, task: task.name, jobId: where.jobId }, 'a job failed');
          throw error;
        } finally {
          log.info({ task: task.name, jobId: where.jobId, ms: Math.round(performance.now() - started) }, 'a job ended');
        }
      },
    ]),
  );
}
