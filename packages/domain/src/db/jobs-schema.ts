import { Logger, runMigrations } from 'graphile-worker';
import { inTurn } from './in-turn.ts';

/** The schema that holds the queue. */
export const jobsSchema = 'jobs';

// The queue's own notes about its migrations would interleave with the start messages.
const quiet = new Logger(() => () => undefined);

const doors = `
  create or replace function jobs.enqueue(task text, job_id uuid) returns void
  language sql security definer set search_path = jobs, pg_temp as $$
    select jobs.add_job(
      task,
      json_build_object('tenantId', current_setting('app.tenant_id')::uuid, 'jobId', job_id),
      job_key := job_id::text, max_attempts := 3)
  $$;
  revoke all on function jobs.enqueue(text, uuid) from public;
  grant usage on schema jobs to wardwright_app;
  grant execute on function jobs.enqueue(text, uuid) to wardwright_app`;

/**
 * Installs the queue, as the role that owns it; servers that start at once take turns. The application may only call
 * `jobs.enqueue`, which takes the tenant from the transaction and never from its caller.
 */
export const prepareJobs = (jobsUrl: string): Promise<void> =>
  inTurn(jobsUrl, async (client) => {
    await runMigrations({ connectionString: jobsUrl, schema: jobsSchema, logger: quiet });
    await client.query(doors);
  });
