import { EventEmitter } from 'node:events';
import { type Database, jobsSchema } from '@wardwright/domain/db';
import { type JobHelpers, Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Logger as Log } from 'pino';
import { z } from 'zod';
import { giveUp, type JobAddress, runJob } from './run-job.ts';
import { openClaims, type WorkerClaims } from './stale-workers.ts';
import type { Task } from './tasks.ts';

const address = z.object({ tenantId: z.uuid(), jobId: z.uuid() });

/** Running workers of this process. */
export interface Workers {
  /** Whether jobs are taken from the queue, and other servers can see that this one lives. */
  healthy(): boolean;
  /** Lets running jobs stop at their next step and hands them back to the queue. */
  stop(): Promise<void>;
}

/** What workers are made of. */
export interface WorkerParts {
  readonly database: Database;
  readonly jobsUrl: string;
  readonly tasks: readonly Task[];
  readonly log: Log;
  readonly concurrency?: number;
  /** Milliseconds between two looks for jobs of workers that died. */
  readonly sweepEvery?: number;
}

/** Starts taking jobs from the queue, after giving back what dead workers held. */
export async function startWorkers(parts: WorkerParts): Promise<Workers> {
  const { database, jobsUrl, log, concurrency = 2, sweepEvery = 30_000 } = parts;
  const stopping = new AbortController();
  const interrupted = new Set<string>();
  const claims = await openClaims(jobsUrl, log);
  const sweep = sweeper(claims, database, log);
  await sweep();
  const sweeping = setInterval(() => void sweep(), sweepEvery);
  const runner = await run({
    connectionString: jobsUrl,
    maxPoolSize: concurrency + 2,
    schema: jobsSchema,
    taskList: handlers(parts, stopping.signal, interrupted),
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    gracefulShutdownAbortTimeout: 8000,
    logger: new Logger(({ label }) => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ source: label }, message);
    }),
    events: claimingEvents(claims, log),
  });
  let working = true;
  const ended = (error?: unknown): void => {
    working = false;
    if (error !== undefined) log.error({ err: error }, 'the workers have ended');
  };
  runner.promise.then(() => ended(), ended);
  return {
    healthy: () => working && claims.connected,
    stop: async () => {
      clearInterval(sweeping);
      stopping.abort(new Error('The server is stopping.'));
      await runner.stop();
      await claims.handBack([...interrupted]).catch((error: unknown) => log.error({ err: error }, 'jobs were not handed back'));
      await claims.close();
    },
  };
}

function sweeper(claims: WorkerClaims, database: Database, log: Log): () => Promise<void> {
  return async () => {
    try {
      for (const job of await claims.sweep()) await giveUp(database, job);
    } catch (error) {
      log.error({ err: error }, 'could not look for jobs of dead workers');
    }
  };
}

/** The queue writes the name of the pool, not of the single worker, into the jobs it hands out. */
function claimingEvents(claims: WorkerClaims, log: Log): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    claims.claim(workerPool.id).catch((error: unknown) => log.error({ err: error }, 'could not claim a worker'));
  });
  return events;
}

function handlers({ tasks, database, log }: WorkerParts, stopping: AbortSignal, interrupted: Set<string>): TaskList {
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
          if (stopping.aborted) interrupted.add(job.id);
          else log.error({ err: error, task: task.name, jobId: where.jobId }, 'a job failed');
          throw error;
        } finally {
          log.info({ task: task.name, jobId: where.jobId, ms: Math.round(performance.now() - started) }, 'a job ended');
        }
      },
    ]),
  );
}
