import type pg from 'pg';

const lockOf = `hashtextextended('wardwright.worker.' || $1, 0)`;

/** Says that this worker lives, for as long as the connection does. */
export const claimWorker = async (client: pg.ClientBase, workerId: string): Promise<void> => {
  await client.query(`select pg_advisory_lock(${lockOf})`, [workerId]);
};

/**
 * Gives the jobs of workers that died back to the queue. A worker is dead when nobody holds its claim: the queue
 * itself would wait four hours.
 * @param ours workers claimed over this very connection: Postgres would give their locks a second time, as if they were free
 * @returns how many dead workers held jobs
 */
export async function releaseStaleJobs(client: pg.ClientBase, ours: ReadonlySet<string> = new Set()): Promise<number> {
  const { rows } = await client.query<{ worker: string }>(
    'select distinct locked_by as worker from jobs._private_jobs where locked_by is not null',
  );
  let dead = 0;
  for (const { worker } of rows) {
    if (ours.has(worker)) continue;
    const { rows: claims } = await client.query<{ free: boolean }>(`select pg_try_advisory_lock(${lockOf}) as free`, [worker]);
    if (!claims[0]?.free) continue;
    await client.query('select jobs.force_unlock_workers($1)', [[worker]]);
    await client.query(`select pg_advisory_unlock(${lockOf})`, [worker]);
    dead += 1;
  }
  return dead;
}
