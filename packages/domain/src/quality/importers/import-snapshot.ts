import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Knex } from 'knex';
import { from as copyFrom } from 'pg-copy-streams';
import { audit } from '../../db/audit.ts';
import { inTenant, type Scope } from '../../db/scope.ts';
import { newId } from '../../kernel/index.ts';
import { detectSignals, type Watch } from '../commands/detection/detect-signals.ts';
import { Facility, ImportBatch } from '../model.ts';
import type { DetectionReport } from '../queries/import-shapes.ts';
import { mergeStaged } from './merge.ts';
import { countStaged } from './preview.ts';
import { digestOf } from './read-file.ts';
import { stagedColumns } from './staged-line.ts';
import { connectionOf, createStaging } from './staging.ts';

/** What to take from a snapshot. */
export interface SnapshotChoice {
  /** Gzipped lines of the staging table, as `stagedLine` writes them. */
  readonly path: string;
  /** Codes of the facilities that are ours. */
  readonly own: readonly string[];
  /** First two signs of the codes to take, which stand for states; everything when left out. */
  readonly states?: readonly string[];
}

async function stageSnapshot(trx: Knex.Transaction, { path, states }: SnapshotChoice): Promise<void> {
  await createStaging(trx);
  const connection = await connectionOf(trx);
  const sink = connection.query(copyFrom(`copy pg_temp.staged_rows (${stagedColumns.join(', ')}) from stdin`));
  await pipeline(createReadStream(path), createGunzip(), sink);
  if (states) await trx.raw('delete from staged_rows where left(ccn, 2) <> all (?::text[])', [[...states]]);
  await trx.raw('analyze staged_rows');
}

/**
 * Fills a tenant from a prepared file in seconds: the rows were read and checked when the file was made, everything after
 * that is an ordinary import. Does nothing in a tenant that has observations.
 */
export async function importSnapshot(scope: Scope, choice: SnapshotChoice, watch: Watch): Promise<DetectionReport | null> {
  const sha256 = await digestOf(choice.path);
  return inTenant(scope, async (trx) => {
    const { rows } = (await trx.raw('select exists (select 1 from quality.observations) as filled')) as { rows: readonly { filled: boolean }[] };
    if (rows[0]?.filled) return null;
    await stageSnapshot(trx, choice);
    const id = newId();
    const now = new Date().toISOString();
    const batch = { id, importer: 'snapshot', fileName: path.basename(choice.path), sha256, requestedBy: scope.actor.id, startedAt: now };
    await ImportBatch.add(trx, scope, { ...batch, status: 'applying', report: {} });
    const counted = await countStaged(trx);
    await mergeStaged(trx, id);
    await Facility.query(trx).patch({ isOwn: true }).whereIn('ccn', [...choice.own]);
    const detection = await detectSignals(trx, scope, { peerGroup: 'all', importBatchId: id }, watch);
    const ended = { status: 'applied', finishedAt: new Date().toISOString() };
    await ImportBatch.change(trx, scope, id, { ...counted, ...ended, report: { detection } }, 1);
    await audit(trx, 'quality.import.apply', [{ entity: ImportBatch.tableName, entityId: id, after: { ...ended, ...counted } }]);
    return detection;
  });
}
