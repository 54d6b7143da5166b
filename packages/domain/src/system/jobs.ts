import type { Knex } from 'knex';
import { z } from 'zod';
import { announce } from '../db/announce.ts';
import { newestFirst, pageAfter } from '../db/keyset.ts';
import { defineCommand, defineQuery } from '../db/operation.ts';
import type { Scope } from '../db/scope.ts';
import { byId, DomainError, found, newId, pageInput, pageOf } from '../kernel/index.ts';
import { Job } from './model.ts';
import { jobRow } from './schema.ts';

/** Pages of this topic show jobs. */
export const jobsTopic = 'jobs';

/** A job as people see it: without its raw input. `subject` is what it is about, such as the name of a file. */
export const jobView = jobRow.omit({ input: true }).extend({ subject: z.string().nullable() });
export type JobView = z.input<typeof jobView>;

const subjectOf = ({ input }: Job): string | null => (typeof input['subject'] === 'string' ? input['subject'] : null);

const shown = (job: Job): JobView => jobView.parse({ ...job.$toJson(), subject: subjectOf(job) }) as JobView;

/**
 * Queues long work in the transaction of the command that asks for it: no commit, no job; no rollback, no loss.
 * @param work `task` names the handler on the server, `title` is what people read, `subject` what it is about where other
 * words are made of both, `input` what the handler is given
 * @returns the id of the job
 */
export async function enqueueJob(
  trx: Knex.Transaction,
  scope: Scope,
  { subject, ...work }: { task: string; title: string; subject?: string; input: Readonly<Record<string, unknown>> },
): Promise<string> {
  const id = newId();
  await trx('system.jobs').insert({
    tenantId: scope.tenantId,
    id,
    ...work,
    input: JSON.stringify(subject === undefined ? work.input : { ...work.input, subject }),
    requestedBy: scope.actor.id,
    requestedByKind: scope.actor.kind,
  });
  await trx.raw('select jobs.enqueue(?, ?)', [work.task, id]);
  await announce(trx, jobsTopic);
  return id;
}

/** Jobs of the tenant, newest first. */
export const jobList = defineQuery({
  name: 'tenant.job.list',
  permission: 'tenant.job.read',
  input: z.object({ ...pageInput }),
  output: pageOf(jobView),
  read: async (trx, _scope, page) => await pageAfter(Job.query(trx), newestFirst('createdAt'), page, shown),
});

/** One job with its progress. */
export const jobById = defineQuery({
  name: 'tenant.job.get',
  permission: 'tenant.job.read',
  input: byId,
  output: jobView,
  read: async (trx, scope, { id }) => shown(await Job.byId(trx, scope, id)),
});

/** The job, held until the transaction ends: its worker and whoever cancels it must not pass each other. */
async function held(trx: Knex.Transaction, scope: Scope, id: string): Promise<Job> {
  return found(await Job.query(trx).findOne({ tenantId: scope.tenantId, id }).forUpdate(), Job.noun);
}

/**
 * Writes what a worker has to tell, unless the job has ended meanwhile.
 * @returns the job as it then stands
 * @throws DomainError `not-found`
 */
export async function recordJob(trx: Knex.Transaction, scope: Scope, id: string, columns: object): Promise<Job> {
  const job = await held(trx, scope, id);
  if (job.finishedAt) return job;
  const after = await Job.change<Job>(trx, scope, id, columns, job.version);
  await announce(trx, jobsTopic);
  return after;
}

async function askToStop(trx: Knex.Transaction, scope: Scope, job: Job): Promise<Job> {
  const now = new Date().toISOString();
  const stopped = job.status === 'queued' ? { status: 'cancelled', finishedAt: now } : {};
  const after = await Job.change<Job>(trx, scope, job.id, { cancelRequestedAt: now, ...stopped }, job.version);
  await announce(trx, jobsTopic);
  return after;
}

/**
 * Stops a job as part of another change, which does not mind whether it has ended already.
 * @returns whether it still runs, and will end by itself at its next step
 */
export async function stopJob(trx: Knex.Transaction, scope: Scope, id: string): Promise<boolean> {
  const job = await held(trx, scope, id);
  if (job.finishedAt) return false;
  return (await askToStop(trx, scope, job)).status === 'running';
}

/**
 * Asks a job to stop. One that has not begun is cancelled at once; a running one stops at its next step and leaves
 * nothing half done.
 */
export const cancelJob = defineCommand({
  name: 'tenant.job.cancel',
  permission: 'tenant.job.cancel',
  input: byId,
  output: jobView,
  run: async (trx, scope, { id }) => {
    const before = await held(trx, scope, id);
    if (before.finishedAt)
      throw new DomainError('conflict', `This job has already ended: ${before.status}.`, { status: before.status });
    const after = await askToStop(trx, scope, before);
    return {
      result: shown(after),
      audit: [{ entity: Job.tableName, entityId: id, before: { status: before.status }, after: { status: after.status } }],
    };
  },
});
