import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';

/** The schema that holds the queue. */
export const jobsSchema = 'jobs';

// The queue's own notes about its migrations would interleave with the start messages.
const quiet = new Logger(() => () => undefined);

/**
 * Installs the queue, as the role that owns it. The application may only call `jobs.enqueue`, which takes the tenant
 * from the transaction and never from its caller.
 */
export async function prepareJobs(jobsUrl: string): Promise<void> {
  await runMigrations({ connectionString: jobsUrl, schema: jobsSchema, logger: quiet });
  const client = new pg.Client({ connectionString: jobsUrl });
  await client.connect();
  try {
    await client.query(`
      create or replace function jobs.enqueue(task text, job_id uuid) returns void
      language sql security definer set search_path = jobs, pg_temp as $$
        select jobs.add_job(
          task,
          json_build_object('tenantId', current_setting('app.tenant_id')::uuid, 'jobId', job_id),
          job_key := job_id::text, max_attempts := 3)
      $$;
      revoke all on function jobs.enqueue(text, uuid) from public;
      grant usage on schema jobs to wardwright_app;
      grant execute on function jobs.enqueue(text, uuid) to wardwright_app;
    `);
  } finally {
    await client.end();
  }
}
