import { fileURLToPath } from 'node:url';
import { inTenant, type Scope } from '../db/scope.ts';
import { found, newId } from '../kernel/index.ts';
import type { Watch } from './commands/detection/detect-signals.ts';
import { type AppliedImport, applyImport, stageImport } from './importers/import-file.ts';
import { digestOf } from './importers/read-file.ts';
import { ensureMetrics } from './importers/merge.ts';
import { Facility, ImportBatch, Metric, Signal } from './model.ts';
import type { PeerGroup } from './schema.ts';

export { manySignals } from './fixtures/many-signals.ts';

/** The published files that come with the product. */
export const publishedFiles = {
  nineYears: 'hrrp-2016-2026.csv.gz',
  fiscalYear2024: 'hrrp-fy2024.csv.gz',
  fiscalYear2025: 'hrrp-fy2025.csv.gz',
  hospitals: 'hospital-general-information-2024-07.csv.gz',
} as const;

/** Where a published file lies in the workspace. */
export const publishedFile = (name: keyof typeof publishedFiles): string =>
  fileURLToPath(new URL(`../../../../data/cms/${publishedFiles[name]}`, import.meta.url));

/** Where the prepared snapshot lies: the same observations, ready to be loaded in seconds. */
export const snapshotFile = (): string => fileURLToPath(new URL('../../../../data/demo/snapshot.csv.gz', import.meta.url));

/** Watches nothing and is never cancelled. */
export const unwatched: Watch = { report: () => undefined, signal: new AbortController().signal };

/** Opens an import of a file, as an upload does. @returns the id of the batch */
export async function openImport(scope: Scope, path: string): Promise<string> {
  const id = newId();
  const sha256 = await digestOf(path);
  await inTenant(scope, (trx) =>
    ImportBatch.add(trx, scope, {
      id,
      status: 'staging',
      importer: 'unknown',
      fileName: path.split('/').at(-1) ?? path,
      sha256,
      report: {},
      requestedBy: scope.actor.id,
    }),
  );
  return id;
}

/** Takes a file in from beginning to end, as upload, look and apply do one after the other. */
export async function importWhole(
  scope: Scope,
  path: string,
  { peerGroup = 'all', watch = unwatched }: { peerGroup?: PeerGroup; watch?: Watch } = {},
): Promise<AppliedImport & { readonly batchId: string }> {
  const batchId = await openImport(scope, path);
  await stageImport(scope, { batchId, path }, watch);
  await inTenant(scope, (trx) => ImportBatch.query(trx).patch({ status: 'applying' }).where({ id: batchId }));
  return { batchId, ...(await applyImport(scope, { batchId, path, peerGroup }, watch)) };
}

/** Says which facilities are ours, by their codes. */
export async function claim(scope: Scope, codes: readonly string[]): Promise<void> {
  await inTenant(scope, (trx) => Facility.query(trx).patch({ isOwn: true }).whereIn('ccn', [...codes]));
}

/** One thing of each kind, for tests that try to reach them from another tenant. */
export interface OneOfEach {
  readonly facility: string;
  readonly metric: string;
  readonly importBatch: string;
  readonly signal: string;
}

/** Fills a tenant with a facility, the metrics of the program, an import and a signal without a type. */
export const oneOfEach = (scope: Scope): Promise<OneOfEach> =>
  inTenant(scope, async (trx) => {
    await ensureMetrics(trx);
    const metric = found(await Metric.query(trx).orderBy('metricId').first(), 'metric');
    const facility = await Facility.add<Facility>(trx, scope, { ccn: '999999', name: 'Their hospital', isOwn: true });
    const batch = await ImportBatch.add<ImportBatch>(trx, scope, {
      status: 'staged',
      importer: 'hrrp-yearly',
      fileName: 'theirs.csv',
      sha256: '0'.repeat(64),
      report: {},
      requestedBy: scope.actor.id,
    });
    const signal = await Signal.add<Signal>(trx, scope, {
      signalNumber: 1,
      canonicalNodeId: 'theirs',
      metricRef: metric.id,
      metricId: metric.metricId,
      domain: metric.domain,
      facilityRef: facility.id,
      facility: facility.name,
      facilityId: facility.ccn,
      serviceLine: 'Facility-wide',
      description: 'Theirs',
      metricValue: '1.0000',
      periodCount: 0,
    });
    return { facility: facility.id, metric: metric.id, importBatch: batch.id, signal: signal.id };
  });
