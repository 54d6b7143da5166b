import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { appliedSteps, unknownSteps } from '@wardwright/domain/db';
import pg from 'pg';
import { StartError } from '../start/error.ts';
import type { Uploads } from '../quality/uploads.ts';
import { writeBackup } from './backup-file.ts';
import { copyOut, makePortable, type TableSum } from './copy-out.ts';
import { tablesOf, tenantsOf } from './tables.ts';
import { copyUploads } from './uploads-out.ts';

/** What a backup holds. */
export interface BackedUp {
  readonly tables: Readonly<Record<string, TableSum>>;
  readonly tenants: number;
  readonly rows: number;
  readonly bytes: number;
  /** Files of imports that wait. */
  readonly uploads: number;
  /** Files that imports wait for but that are gone or torn, named as in the folder of uploads. */
  readonly lost: readonly string[];
}

/**
 * Writes every row of every tenant, as of one moment, and the uploads that wait, into one file. Needs no more than the
 * owner of the tables may do; the product may go on working meanwhile.
 * @throws StartError when the file exists, or the schema is none or a newer one.
 */
export async function backUp(ownerUrl: string, file: string, uploads: Uploads): Promise<BackedUp> {
  if (existsSync(file)) throw new StartError(`${file} exists already; name another file.`);
  const steps = await appliedSteps(ownerUrl);
  if (steps.length === 0) throw new StartError('There is nothing to back up: the database is empty.');
  const [unknown] = unknownSteps(steps);
  if (unknown) throw new StartError(`The database was written by a newer version of Wardwright (${unknown}); make the backup with that one.`);
  const draft = `${file}.part`;
  rmSync(draft, { force: true });
  try {
    const copied = await copyAll(ownerUrl, draft, steps, uploads);
    renameSync(draft, file);
    const rows = Object.values(copied.tables).reduce((sum, table) => sum + table.rows, 0);
    return { ...copied, rows, bytes: statSync(file).size };
  } catch (error) {
    rmSync(draft, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code && syscall) throw new StartError(`${file} cannot be written (${code}); name another file.`);
    throw error;
  }
}

async function copyAll(ownerUrl: string, file: string, steps: readonly string[], uploads: Uploads): Promise<Omit<BackedUp, 'rows' | 'bytes'>> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'wardwright-backup' });
  const writer = writeBackup(file, steps);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read, read only');
    await makePortable(client);
    const tenants = await tenantsOf(client);
    // Before the rows, which take longer: an import that is applied meanwhile takes its file away.
    const files = await copyUploads(client, tenants, uploads, writer);
    const tables: Record<string, TableSum> = {};
    for (const table of await tablesOf(client)) tables[table.name] = await copyOut(client, table, table.columns, tenants, writer);
    await client.query('commit');
    await writer.finish(tables);
    return { tables, tenants: tenants.length, uploads: files.kept, lost: files.lost };
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    await client.end();
  }
}
