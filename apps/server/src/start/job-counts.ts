import type { Knex } from 'knex';

/** How many jobs of all tenants are in the queue, by what they wait for. @param queue connection as the jobs role */
export async function countJobs(queue: Knex): Promise<Readonly<Record<string, number>>> {
  const { rows } = await queue.raw<{ rows: { status: string; count: number }[] }>(`
    select case when locked_at is not null then 'running'
                when attempts >= max_attempts then 'failed'
                else 'queued' end as status,
           count(*)::int as count
    from jobs._private_jobs group by 1`);
  return { queued: 0, running: 0, failed: 0, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
}
