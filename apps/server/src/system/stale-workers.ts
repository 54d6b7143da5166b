import { jobsSchema } from '@wardwright/domain/db';
import pg from 'pg';
import type { Logger as Log } from 'pino';
import { z } from 'zod';
import type { JobAddress } from './run-job.ts';

const lockOf = `hashtextextended('wardwright.worker.' || $1, 0)`;
const retryAfter = 1000;

const exhausted = z.array(z.object({ tenantId: z.uuid(), jobId: z.uuid() }));

/** Says which workers live, and gives the jobs of dead ones back to the queue. */
export interface WorkerClaims {
  /** Says that a worker of this process lives, for as long as the process does. */
  claim(workerId: string): Promise<void>;
  /**
   * Gives jobs of dead workers back to the queue, which itself would wait four hours.
   * @returns jobs that had their last try and will not be taken again
   */
  sweep(): Promise<readonly JobAddress[]>;
  /** Hands jobs back that were only interrupted because the server stops, as if they had not been tried. */
  handBack(queueIds: readonly string[]): Promise<void>;
  readonly connected: boolean;
  close(): Promise<void>;
}

/**
 * Opens the one connection whose locks are the claims. When it is lost it is opened again and everything is claimed anew,
 * before another server would take the jobs for abandoned.
 */
export async function openClaims(jobsUrl: string, log: Log): Promise<WorkerClaims> {
  const ours = new Set<string>();
  let client: pg.Client | null = null;
  let closed = false;
  // One statement at a time: claims and sweeps must not interleave.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const next = turn.then(() => {
      if (!client) throw new Error('The connection that claims workers is down.');
      return work(client);
    });
    turn = next.catch(() => undefined);
    return next;
  };
  const lock = (on: pg.ClientBase, workerId: string) => on.query(`select pg_advisory_lock(${lockOf})`, [workerId]);

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: jobsUrl, application_name: 'wardwright-worker-claims', keepAlive: true });
    const lost = (): void => {
      if (closed || client !== next) return;
      client = null;
      log.warn('lost the connection that claims workers; opening it again');
      setTimeout(reconnect, retryAfter).unref();
    };
    next.on('error', lost).on('end', lost);
    await next.connect();
    for (const workerId of ours) await lock(next, workerId);
    client = next;
  };
  const reconnect = (): void => {
    if (closed) return;
    connect().catch((error: unknown) => {
      log.warn({ err: error }, 'the connection that claims workers is still down');
      setTimeout(reconnect, retryAfter).unref();
    });
  };
  await connect();

  return {
    get connected() {
      return client !== null;
    },
    claim: (workerId) => {
      ours.add(workerId);
      return inTurn(async (on) => void (await lock(on, workerId)));
    },
    sweep: () => inTurn((on) => sweepWith(on, ours)),
    handBack: (queueIds) => inTurn(async (on) => void (await on.query(handBack, [queueIds]))),
    close: async () => {
      await turn;
      closed = true;
      await client?.end();
    },
  };
}

const holders = `select distinct locked_by as worker from ${jobsSchema}._private_jobs where locked_by is not null`;
const giveBack = `select ${jobsSchema}.force_unlock_workers($1)`;
/** The queue leaves what has had its last try; nobody would hear of it again. */
const takeOut = `delete from ${jobsSchema}._private_jobs where locked_at is null and attempts >= max_attempts returning payload`;
const handBack = `
  update ${jobsSchema}._private_jobs
  set attempts = greatest(attempts - 1, 0), run_at = now(), locked_at = null, locked_by = null
  where id = any($1::bigint[])`;

async function sweepWith(client: pg.Client, ours: ReadonlySet<string>): Promise<readonly JobAddress[]> {
  const { rows } = await client.query<{ worker: string }>(holders);
  for (const { worker } of rows) {
    // Postgres gives a session its own locks a second time, as if they were free.
    if (ours.has(worker)) continue;
    const { rows: claims } = await client.query<{ free: boolean }>(`select pg_try_advisory_lock(${lockOf}) as free`, [worker]);
    if (!claims[0]?.free) continue;
    await client.query(giveBack, [[worker]]);
    await client.query(`select pg_advisory_unlock(${lockOf})`, [worker]);
  }
  const { rows: ended } = await client.query<{ payload: unknown }>(takeOut);
  return exhausted.parse(ended.map(({ payload }) => payload));
}
