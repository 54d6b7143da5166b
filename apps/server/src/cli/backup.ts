import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { appliedSteps, unknownSteps } from '@wardwright/domain/db';
import pg from 'pg';
import { StartError } from '../start/error.ts';
import { writeBackup } from './backup-file.ts';
import { copyOut, makePortable, type TableSum } from './copy-out.ts';
import { tablesOf, tenantsOf } from './tables.ts';

/** What a backup holds. */
export interface BackedUp {
  readonly tables: Readonly<Record<string, TableSum>>;
  readonly tenants: number;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Writes every row of every tenant, as of one moment, into one file. Needs no more than the owner of the tables may do;
 * the product may go on working meanwhile.
 * @throws StartError when the file exists, or the schema is none or a newer one.
 */
export async function backUp(ownerUrl: string, file: string): Promise<BackedUp> {
  if (existsSync(file)) throw new StartError(`${file} exists already; name another file.`);
  const steps = await appliedSteps(ownerUrl);
  if (steps.length === 0) throw new StartError('There is nothing to back up: the database is empty.');
  const [unknown] = unknownSteps(steps);
  if (unknown) throw new StartError(`The database was written by a newer version of Wardwright (${unknown}); make the backup with that one.`);
  const draft = `${file}.part`;
  rmSync(draft, { force: true });
  try {
    const { tables, tenants } = await copyAll(ownerUrl, draft, steps);
    renameSync(draft, file);
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    return { tables, tenants, rows, bytes: statSync(file).size };
  } catch (error) {
    rmSync(draft, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code && syscall) throw new StartError(`${file} cannot be written (${code}); name another file.`);
    throw error;
  }
}

async function copyAll(ownerUrl: string, file: string, steps: readonly string[]): Promise<Pick<BackedUp, 'tables'> & { tenants: number }> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'wardwright-backup' });
  const writer = writeBackup(file, steps);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read, read only');
    await makePortable(client);
    const tenants = await tenantsOf(client);
    const tables: Record<string, TableSum> = {};
    for (const table of await tablesOf(client)) tables[table.name] = await copyOut(client, table, table.columns, tenants, writer);
    await client.query('commit');
    await writer.finish(tables);
    return { tables, tenants: tenants.length };
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    await client.end();
  }
}
