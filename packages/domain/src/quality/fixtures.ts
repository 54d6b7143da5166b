import { fileURLToPath } from 'node:url';
import { inTenant, type Scope } from '../db/scope.ts';
import { newId } from '../kernel/index.ts';
import type { Watch } from './commands/detection/detect-signals.ts';
import { type AppliedImport, applyImport, stageImport } from './importers/import-file.ts';
import { digestOf } from './importers/read-file.ts';
import { Facility, ImportBatch } from './model.ts';
import type { PeerGroup } from './schema.ts';

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
