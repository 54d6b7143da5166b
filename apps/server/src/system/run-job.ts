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

/**
 * Runs one job to its end and records how it ended.
 * @throws whatever the task threw, when the queue should try again
 */
export async function runJob(
  database: Database,
  task: Task,
  { tenantId, jobId }: JobAddress,
  { attempt, lastAttempt, stopping }: { attempt: number; lastAttempt: boolean; stopping: AbortSignal },
): Promise<void> {
  const nobody: Scope = {
    tenantId,
    actor: { kind: 'service', id: tenantId },
    permissions: new Set(),
    requestId: `job-${jobId}`,
    knex: database.resolve(tenantId),
  };
  const { requestedBy, requestedByKind, input, finishedAt } = await new JobRecord(nobody, jobId).read();
  if (finishedAt) return;
  const scope: Scope = { ...nobody, actor: { kind: requestedByKind, id: requestedBy }, permissions: new Set(task.permissions) };
  const record = new JobRecord(scope, jobId);
  await record.write({ status: 'running', attempts: attempt, startedAt: new Date().toISOString(), error: null });

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
  const final = !stopping && (lastAttempt || error instanceof DomainError);
  if (final) await record.write({ status: 'failed', error: plainReason(error), finishedAt });
  else await record.write({ status: 'queued', phase: stopping ? 'waiting for the server to start again' : 'trying again' });
  if (!(error instanceof DomainError)) throw error;
}
