import { z } from 'zod';
import { announce } from '../../db/announce.ts';
import { defineCommand } from '../../db/operation.ts';
import { byId, DomainError, words } from '../../kernel/index.ts';
import { enqueueJob, stopJob } from '../../system/jobs.ts';
import { importsTopic } from '../importers/import-file.ts';
import { ImportBatch } from '../model.ts';
import { importBatchRow, type ImportBatchStatus, openImportStatuses, peerGroups } from '../schema.ts';
import { currentPeerGroup } from './peer-group.ts';

/** Tasks that the server runs for imports. */
export const importTasks = { stage: 'quality.import.stage', apply: 'quality.import.apply' } as const;

const started = z.object({ id: z.uuid(), jobId: z.uuid() });
const status = z.object({ id: z.uuid(), status: importBatchRow.shape.status });

/** What the audit says of an import at every step, so that its reader sees which file it was. */
const recorded = ({ fileName, status: at }: ImportBatch) => ({ fileName, status: at });

/** Opens an import of a file that has been uploaded under the same id, and has it read. Nothing is imported yet. */
export const startImport = defineCommand({
  name: 'quality.import.start',
  permission: 'quality.import.run',
  input: z.object({ id: z.uuid(), fileName: words(255), sha256: importBatchRow.shape.sha256 }),
  output: started,
  run: async (trx, scope, { id, fileName, sha256 }) => {
    const jobId = await enqueueJob(trx, scope, { task: importTasks.stage, title: `Read ${fileName}`, subject: fileName, input: { batchId: id } });
    const batch = await ImportBatch.add<ImportBatch>(trx, scope, {
      id,
      status: 'staging',
      importer: 'not recognised yet',
      fileName,
      sha256,
      report: {},
      requestedBy: scope.actor.id,
      jobId,
      startedAt: new Date().toISOString(),
    });
    await announce(trx, importsTopic);
    return {
      result: { id, jobId },
      audit: [{ entity: ImportBatch.tableName, entityId: id, after: { fileName, sha256, status: batch.status } }],
    };
  },
});

/**
 * Imports a file that has been read and looked at.
 * @throws DomainError `conflict` unless the import waits for this.
 */
export const applyStagedImport = defineCommand({
  name: 'quality.import.confirm',
  permission: 'quality.import.run',
  input: byId.extend({ peerGroup: z.enum(peerGroups).optional() }),
  output: started,
  run: async (trx, scope, { id, peerGroup }) => {
    const batch = await ImportBatch.byId<ImportBatch>(trx, scope, id);
    if (batch.status !== 'staged')
      throw new DomainError('conflict', `This import is ${batch.status}; only one that was read and waits can be applied.`, {
        status: batch.status,
        allowed: ['staged'],
      });
    const chosen = peerGroup ?? (await currentPeerGroup(trx));
    const work = { task: importTasks.apply, title: `Import ${batch.fileName}`, subject: batch.fileName, input: { batchId: id, peerGroup: chosen } };
    const jobId = await enqueueJob(trx, scope, work);
    await ImportBatch.change(trx, scope, id, { status: 'applying', jobId }, batch.version);
    await announce(trx, importsTopic);
    return {
      result: { id, jobId },
      audit: [
        { entity: ImportBatch.tableName, entityId: id, before: recorded(batch), after: { ...recorded(batch), status: 'applying', peerGroup: chosen } },
      ],
    };
  },
});

const endable: ReadonlySet<ImportBatchStatus> = new Set(openImportStatuses);

/**
 * Calls an import off. What is running stops at its next step and leaves nothing behind.
 * @throws DomainError `conflict` when it has ended already.
 */
export const cancelImport = defineCommand({
  name: 'quality.import.cancel',
  permission: 'quality.import.run',
  input: byId,
  output: status,
  run: async (trx, scope, { id }) => {
    const batch = await ImportBatch.byId<ImportBatch>(trx, scope, id);
    if (!endable.has(batch.status))
      throw new DomainError('conflict', `This import is ${batch.status} already and cannot be cancelled.`, {
        status: batch.status,
        allowed: [...endable],
      });
    const now = new Date().toISOString();
    const isRunning = batch.jobId !== null && (await stopJob(trx, scope, batch.jobId));
    // A running job says itself when it has stopped; until then its transaction still holds the row's future.
    const after = isRunning ? batch.status : 'cancelled';
    if (!isRunning) await ImportBatch.change(trx, scope, id, { status: 'cancelled', finishedAt: now }, batch.version);
    await announce(trx, importsTopic);
    return {
      result: { id, status: after },
      audit: [{ entity: ImportBatch.tableName, entityId: id, before: recorded(batch), after: { ...recorded(batch), status: 'cancelled' } }],
    };
  },
});
