import type { Knex } from 'knex';
import { audit } from '../../db/audit.ts';
import { inTenant, type Scope } from '../../db/scope.ts';
import { announce } from '../../db/announce.ts';
import { DomainError } from '../../kernel/errors.ts';
import { detectSignals, type Watch } from '../commands/detection/detect-signals.ts';
import { ImportBatch } from '../model.ts';
import type { DetectionReport, ImportPreview } from '../queries/import-shapes.ts';
import type { PeerGroup } from '../schema.ts';
import { mergeStaged } from './merge.ts';
import { countStaged, previewOf, type RowCounts } from './preview.ts';
import { digestOf } from './read-file.ts';
import { stageFile } from './staging.ts';

/** Topic on which pages of imports listen. */
export const importsTopic = 'quality.imports';

/** Where an uploaded file lies while its import is looked at. */
export interface ImportFile {
  readonly batchId: string;
  readonly path: string;
}

const keepRejections = `
  insert into quality.import_rejections (tenant_id, id, batch_id, line, column_name, value, reason)
  select (select current_setting('app.tenant_id')::uuid), gen_random_uuid(), ?::uuid, line, column_name, raw_value, reason
    from staged_rows where outcome = 'rejected' order by line`;

async function change(trx: Knex.Transaction, scope: Scope, batchId: string, patch: object): Promise<ImportBatch> {
  const { version } = await ImportBatch.byId<ImportBatch>(trx, scope, batchId);
  const batch = await ImportBatch.change<ImportBatch>(trx, scope, batchId, patch, version);
  await announce(trx, importsTopic);
  return batch;
}

const cancelNames = new Set(['JobCancelled', 'AbortError']);
const isCancel = (reason: unknown): boolean => reason instanceof Error && cancelNames.has(reason.name);

/** Ends an import that could not go on: cancelled by a person, or failed with a sentence. */
async function endBatch(scope: Scope, batchId: string, error: unknown, signal: AbortSignal): Promise<void> {
  const cancelled = signal.aborted && isCancel(signal.reason);
  // A server that stops will take the work up again: the batch stays as it is.
  if (signal.aborted && !cancelled) return;
  const known = error instanceof DomainError ? error.message : 'Something went wrong on our side. Nothing was imported.';
  const patch = cancelled ? { status: 'cancelled' } : { status: 'failed', errorMessage: known };
  await inTenant(scope, async (trx) => {
    const before = await ImportBatch.byId<ImportBatch>(trx, scope, batchId);
    if (before.status === 'applied' || before.status === 'cancelled') return;
    await change(trx, scope, batchId, { ...patch, finishedAt: new Date().toISOString() });
    await audit(trx, cancelled ? 'quality.import.cancel' : 'quality.import.fail', [
      { entity: ImportBatch.tableName, entityId: batchId, before: { status: before.status }, after: patch },
    ]);
  });
}

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function endingBatch<T>(scope: Scope, batchId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = isGone(error) ? new DomainError('conflict', 'The uploaded file is no longer kept. Upload it again.') : error;
    await endBatch(scope, batchId, refusal, signal);
    throw refusal;
  }
}

async function sameFileOf(trx: Knex.Transaction, batch: ImportBatch): Promise<ImportPreview['sameFile']> {
  const earlier = await ImportBatch.query(trx)
    .where({ sha256: batch.sha256, status: 'applied' })
    .whereNot({ id: batch.id })
    .orderBy('finishedAt', 'desc')
    .first();
  return earlier ? { id: earlier.id, appliedAt: earlier.finishedAt } : null;
}

const rows = (report: Watch['report'], phase: string) => (done: number) => report({ phase, done, total: null });

/**
 * Reads an uploaded file to its end without importing it: says what it is, counts what would become of each row, and
 * keeps the rejected ones. Afterwards the import waits for a person.
 * @throws DomainError `invalid` when the file is not one that can be imported; the batch then carries the sentence.
 */
export function stageImport(scope: Scope, { batchId, path }: ImportFile, { report, signal }: Watch): Promise<RowCounts> {
  return endingBatch(scope, batchId, signal, () =>
    inTenant(scope, async (trx) => {
      const batch = await ImportBatch.byId<ImportBatch>(trx, scope, batchId);
      if (batch.status !== 'staging') return batch;
      const staged = await stageFile(trx, path, { report: rows(report, 'Reading'), signal });
      await trx.raw('delete from quality.import_rejections where batch_id = ?', [batchId]);
      await trx.raw(keepRejections, [batchId]);
      const counted = await countStaged(trx);
      const preview = await previewOf(trx, staged, await sameFileOf(trx, batch));
      const importer = staged.heading.form.id;
      await change(trx, scope, batchId, { status: 'staged', importer, ...counted, report: { preview } });
      signal.throwIfAborted();
      return counted;
    }),
  );
}

/** What an applied import came to. */
export interface AppliedImport extends RowCounts {
  readonly detection: DetectionReport;
}

/**
 * Imports a file that was looked at, compares all facilities again and writes the signals, all in one transaction:
 * whoever cancels finds nothing changed. The same or an overlapping file can be applied again and makes no duplicates.
 * @throws DomainError `conflict` when the file is not the one that was looked at.
 */
export function applyImport(
  scope: Scope,
  { batchId, path, peerGroup }: ImportFile & { readonly peerGroup: PeerGroup },
  { report, signal }: Watch,
): Promise<AppliedImport> {
  return endingBatch(scope, batchId, signal, async () => {
    const digest = await digestOf(path);
    return inTenant(scope, async (trx) => {
      const batch = await ImportBatch.byId<ImportBatch>(trx, scope, batchId);
      if (batch.status !== 'applying')
        throw new DomainError('conflict', `This import is ${batch.status}, so it cannot be applied.`, { status: batch.status });
      if (digest !== batch.sha256)
        throw new DomainError('conflict', 'The file has changed since it was looked at. Upload it again.');
      await stageFile(trx, path, { report: rows(report, 'Reading'), signal });
      signal.throwIfAborted();
      report({ phase: 'Storing', done: 0, total: batch.rowsRead });
      const counted = await countStaged(trx);
      const merged = await mergeStaged(trx, batchId);
      signal.throwIfAborted();
      const detection = await detectSignals(trx, scope, { peerGroup, importBatchId: batchId }, { report, signal });
      const { preview } = batch.report as { preview?: ImportPreview };
      const told = preview && { ...preview, changes: { added: merged.added, changed: merged.changed, unchanged: merged.rows - merged.added - merged.changed } };
      const finished = { status: 'applied', finishedAt: new Date().toISOString(), report: { preview: told, detection } };
      await change(trx, scope, batchId, { ...counted, ...finished });
      await audit(trx, 'quality.import.apply', [
        { entity: ImportBatch.tableName, entityId: batchId, before: { status: 'applying' }, after: { status: 'applied', ...counted } },
      ]);
      signal.throwIfAborted();
      return { ...counted, detection };
    });
  });
}
