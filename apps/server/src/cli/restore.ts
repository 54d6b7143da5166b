import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { appliedSteps, type DatabaseRole, migrate, prepareJobs, rollBackAll, unknownSteps } from '@wardwright/domain/db';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { StartError } from '../start/error.ts';
import type { Uploads } from '../quality/uploads.ts';
import { type BackupReader, readBackup, type Sums } from './backup-file.ts';
import { copyOut, makePortable, nowhere, type Section, type TableSum } from './copy-out.ts';
import { columnList, enterTenant, type Table, tablesOf, tenantsOf } from './tables.ts';
import { bringUploads, type UploadsBack } from './uploads-back.ts';

/** What came back. */
export interface Restored {
  readonly tables: Readonly<Record<string, TableSum>>;
  readonly createdAt: string;
  /** Steps that brought an older backup to this version. */
  readonly steps: readonly string[];
  /** Jobs that had not ended and wait in the queue again. */
  readonly jobs: number;
  /** Files of imports that wait. */
  readonly uploads: number;
  /** Imports that wait for a file that the backup did not have. */
  readonly withoutFile: number;
}

/**
 * Fills an empty database from a backup, in one transaction that is kept only if every table has the rows and the sum it
 * was backed up with, and each upload its own. Sessions and links for new passwords are then removed, so that nothing that
 * has ended comes back to life. A backup of an older version is brought to this one afterwards.
 * @throws StartError when the backup is damaged or newer, or the database is not empty.
 */
export async function restore(urls: Readonly<Record<DatabaseRole, string>>, file: string, uploads: Uploads): Promise<Restored> {
  const reader = await readBackup(file);
  const { steps, createdAt } = reader.head;
  const [unknown] = unknownSteps(steps);
  if (unknown) throw new StartError(`${file} was made by a newer version of Wardwright (${unknown}); restore it with that one.`);
  await makeRoom(urls.owner, steps);
  const back = bringUploads(uploads, file);
  const { tables } = await asOwner(urls.owner, (client) => load(client, reader, file, back)).catch(async (error: unknown) => {
    await back.undo().catch(() => undefined);
    throw error;
  });
  const later = await migrate(urls.owner);
  await asOwner(urls.owner, (client) => client.query('analyze'));
  await prepareJobs(urls.jobs);
  return { tables, createdAt, steps: later, jobs: await queueAgain(urls.app), ...back.count() };
}

async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'wardwright-restore' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Leaves empty tables of exactly the version that made the backup. */
async function makeRoom(ownerUrl: string, steps: readonly string[]): Promise<void> {
  const present = await appliedSteps(ownerUrl);
  const [unknown] = unknownSteps(present);
  if (unknown) throw new StartError(`The database was written by a newer version of Wardwright (${unknown}); choose another one.`);
  if (present.length > 0) {
    const { rows } = await asOwner(ownerUrl, (client) =>
      client.query<{ used: boolean }>('select exists (select from identity.tenants) or exists (select from identity.users) as used'),
    );
    if (rows[0]?.used)
      throw new StartError('The database is not empty; set WARDWRIGHT_HOME to a new folder, or DATABASE_URL to an empty database.');
  }
  if (present.some((step) => !steps.includes(step))) await rollBackAll(ownerUrl);
  await migrate(ownerUrl, steps.at(-1));
}

async function load(client: pg.Client, reader: BackupReader, file: string, uploads: UploadsBack): Promise<Sums> {
  await client.query('begin');
  await makePortable(client);
  const tables = new Map((await tablesOf(client)).map((table) => [table.name, table]));
  const each = async (statement: string): Promise<void> => {
    for (const { sql } of tables.values()) await client.query(`alter table ${sql} ${statement}`);
  };
  // The rows come as they were: without the triggers that would record their coming, and past the policies of tenants,
  // which COPY cannot obey. Both are back before anything is committed.
  await each('disable trigger user');
  await each('no force row level security');
  const columns = new Map<string, readonly string[]>();
  let part = await reader.next();
  for (; !('sums' in part); part = await reader.next()) {
    if ('upload' in part) {
      await uploads.take(part);
      continue;
    }
    const { section } = part;
    const table = tables.get(section.table);
    if (!table || !sameColumns(table, section)) throw new StartError(`${file} does not fit its own schema at ${section.table}; use another one.`);
    columns.set(section.table, section.columns);
    const into = client.query(copyFrom(`copy ${table.sql} (${columnList(section.columns)}) from stdin`));
    await pipeline(Readable.from(part.rows, { objectMode: false }), into);
  }
  await client.query('set constraints all immediate');
  for (const { sql, perTenant } of tables.values()) if (perTenant) await client.query(`alter table ${sql} force row level security`);
  await each('enable trigger user');
  await prove(client, [...tables.values()], columns, part.sums.tables, file);
  await uploads.keep(client, await tenantsOf(client), part.sums.uploads);
  for (const name of passing) if (tables.has(name)) await client.query(`delete from ${name}`);
  await client.query('commit');
  return part.sums;
}

// Whoever was signed in, or held a link, when the backup was made may have been shut out since.
const passing = ['identity.sessions', 'identity.verifications'];

const sameColumns = (table: Table, section: Section): boolean =>
  [...table.columns].sort().join() === [...section.columns].sort().join();

/** Copies everything out again and compares it with what was backed up. */
async function prove(
  client: pg.Client,
  tables: readonly Table[],
  columns: ReadonlyMap<string, readonly string[]>,
  expected: Readonly<Record<string, TableSum>>,
  file: string,
): Promise<void> {
  const tenants = await tenantsOf(client);
  for (const table of tables) {
    const sum = await copyOut(client, table, columns.get(table.name) ?? table.columns, tenants, nowhere);
    const wanted = expected[table.name];
    if (sum.rows !== (wanted?.rows ?? 0) || (wanted && sum.sha256 !== wanted.sha256))
      throw new StartError(
        `${file} is damaged: ${table.name} came back with ${sum.rows} rows that are not the ${wanted?.rows ?? 0} that were backed up. Nothing was kept.`,
      );
  }
}

/** The queue is not backed up: jobs that had not ended are put into it again. */
async function queueAgain(appUrl: string): Promise<number> {
  return asOwner(appUrl, async (client) => {
    let jobs = 0;
    for (const tenant of await tenantsOf(client)) {
      await client.query('begin');
      await enterTenant(client, tenant);
      const { rowCount } = await client.query(
        "select jobs.enqueue(task, id) from system.jobs where status in ('queued', 'running')",
      );
      await client.query('commit');
      jobs += rowCount ?? 0;
    }
    return jobs;
  });
}
