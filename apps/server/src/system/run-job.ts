import { checked, type Database, type Scope } from '@wardwright/domain/db';
import { DomainError } from '@wardwright/domain/kernel';
import { JobRecord } from './job-record.ts';
import { JobCancelled, type Task } from './tasks.ts';

const cancelPoll = 300;

/** What the queue hands over: ids only, so that the queue's tables hold nothing about people. */
export interface JobAddress {
  readonly tenantId: string;
  readonly jobId: string;
}

const plainReason = (error: unknown): string =>
  error instanceof DomainError ? error.message : 'Something went wrong on our side. An administrator can find it in the log.';

/** A refusal that may pass by itself: a deadlock, a lock that was not given, a busy database. */
const mayPass = (error: unknown): boolean => error instanceof DomainError && (error.code === 'unavailable' || error.cause !== undefined);

const isFinal = (error: unknown): boolean => error instanceof DomainError && !mayPass(error);

/** Acts as nobody in particular, to look at a job before it is known who asked for it. */
const watching = (database: Database, { tenantId, jobId }: JobAddress): Scope => ({
  tenantId,
  actor: { kind: 'service', id: tenantId },
  permissions: new Set(),
  requestId: `job-${jobId}`,
  knex: database.resolve(tenantId),
});

/** Records that a job's server died under it so often that it is not tried again. */
export async function giveUp(database: Database, address: JobAddress): Promise<void> {
  const error = 'The server stopped each time while it did this. Ask an administrator to look at the log, then start it again.';
  const record = new JobRecord(watching(database, address), address.jobId);
  await record.write({ status: 'failed', error, finishedAt: new Date().toISOString() });
}

/**
 * Runs one job to its end and records how it ended.
 * @throws whatever the task threw, when the queue should try again
 */
export async function runJob(
  database: Database,
  task: Task,
  address: JobAddress,
  { attempt, lastAttempt, stopping }: { attempt: number; lastAttempt: boolean; stopping: AbortSignal },
): Promise<void> {
  const { jobId } = address;
  const nobody = watching(database, address);
  const { requestedBy, requestedByKind, input, finishedAt } = await new JobRecord(nobody, jobId).read();
  if (finishedAt) return;
  const scope: Scope = { ...nobody, actor: { kind: requestedByKind, id: requestedBy }, permissions: new Set(task.permissions) };
  const record = new JobRecord(scope, jobId);
  const begun = await record.write({ status: 'running', attempts: attempt, startedAt: new Date().toISOString(), error: null });
  if (begun.finishedAt) return;

  const cancelling = new AbortController();
  const poll = setInterval(() => {
    record.read().then(
      (job) => job.cancelRequestedAt && cancelling.abort(new JobCancelled()),
      () => undefined,
    );
  }, cancelPoll);
  const signal = AbortSignal.any([cancelling.signal, stopping]);
  try {
    const result = await task.run({
      scope,
      input: checked(task.input, input),
      signal,
      report: (progress) => record.report(progress),
    });
    await record.flush();
    await record.write({ status: 'succeeded', result: JSON.stringify(result), finishedAt: new Date().toISOString() });
  } catch (error) {
    await record.flush();
    await recordFailure(record, error, { cancelled: cancelling.signal.aborted, stopping: stopping.aborted, lastAttempt });
  } finally {
    clearInterval(poll);
  }
}

async function recordFailure(
  record: JobRecord,
  error: unknown,
  { cancelled, stopping, lastAttempt }: { cancelled: boolean; stopping: boolean; lastAttempt: boolean },
): Promise<void> {
  const finishedAt = new Date().toISOString();
  if (cancelled) {
    await record.write({ status: 'cancelled', finishedAt });
    return;
  }
  const final = !stopping && (lastAttempt || isFinal(error));
  if (final) await record.write({ status: 'failed', error: plainReason(error), finishedAt });
  else await record.write({ status: 'queued', phase: stopping ? 'waiting for the server to start again' : 'trying again' });
  if (!isFinal(error)) throw error;
}
