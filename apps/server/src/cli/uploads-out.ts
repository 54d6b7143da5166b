import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { openImportStatuses } from '@wardwright/domain/quality/schema';
import type pg from 'pg';
import type { Uploads } from '../quality/uploads.ts';
import { StartError } from '../start/error.ts';
import type { BackupWriter } from './backup-file.ts';
import { enterTenant } from './tables.ts';

/** The file that an import needs until it has been applied or called off. */
export interface WaitingUpload {
  readonly tenant: string;
  readonly id: string;
  readonly sha256: string;
}

/** Files that imports wait for, as the open transaction sees them; none where the tables are older than imports. */
export async function waitingUploads(client: pg.ClientBase, tenants: readonly string[]): Promise<readonly WaitingUpload[]> {
  const { rows } = await client.query<{ known: boolean }>("select to_regclass('quality.import_batches') is not null as known");
  if (!rows[0]?.known) return [];
  const waiting: WaitingUpload[] = [];
  for (const tenant of tenants) {
    await enterTenant(client, tenant);
    const batches = await client.query<WaitingUpload>(
      'select tenant_id as tenant, id, sha256 from quality.import_batches where status = any($1) order by id',
      [openImportStatuses],
    );
    waiting.push(...batches.rows);
  }
  return waiting;
}

/** Puts the files of waiting imports into a backup. What is gone, or is not what was uploaded, is named and left out. */
export async function copyUploads(
  client: pg.ClientBase,
  tenants: readonly string[],
  uploads: Uploads,
  writer: BackupWriter,
): Promise<{ readonly kept: number; readonly lost: readonly string[] }> {
  const lost: string[] = [];
  let kept = 0;
  for (const waiting of await waitingUploads(client, tenants)) {
    const file = uploads.pathOf(waiting.tenant, waiting.id);
    if (await copyUpload(file, waiting, writer)) kept += 1;
    else lost.push(path.join(waiting.tenant, path.basename(file)));
  }
  return { kept, lost };
}

async function copyUpload(file: string, { tenant, id, sha256 }: WaitingUpload, writer: BackupWriter): Promise<boolean> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new StartError(`${file} cannot be read (${error.code}); run the backup as whoever runs the product.`);
  });
  if (!handle) return false;
  try {
    // Read twice, because what has been written into the backup cannot be taken back.
    const found = await measure(contentOf(handle)).catch(() => null);
    if (found?.sha256 !== sha256) return false;
    await writer.upload({ upload: id, tenant, bytes: found.bytes, sha256 }, contentOf(handle));
    return true;
  } finally {
    await handle.close();
  }
}

const contentOf = (handle: FileHandle): AsyncIterable<Buffer> => handle.createReadStream({ start: 0, autoClose: false });

async function measure(content: AsyncIterable<Buffer>): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
