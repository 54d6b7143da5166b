import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { appliedSteps, connect, type DatabaseRole, inTenant, migrate, prepareDatabase, roleName, type Scope } from '@wardwright/domain/db';
import { Person, Site } from '@wardwright/domain/directory/model';
import { newId } from '@wardwright/domain/kernel';
import { enqueueJob } from '@wardwright/domain/system/commands';
import { aTenant, type TestDatabase, testDatabase, testPasswords } from '@wardwright/domain/testing';
import { changeUrl } from '@wardwright/postgres';
import { emptyDatabase } from '@wardwright/postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadsIn } from '../quality/uploads.ts';
import { readSettings } from '../settings.ts';
import { backUp } from './backup.ts';
import { writeBackup } from './backup-file.ts';
import { taskFor } from './commands.ts';
import { restore } from './restore.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-backup-'));
const file = path.join(folder, 'whole.gz');
const uploads = uploadsIn(folder);
let source: TestDatabase;
let tenants: readonly Scope[];

const fleeting = `
  insert into identity.sessions (user_id, token, expires_at) select id, 'hash of a token', now() + interval '3 days' from identity.users;
  insert into identity.verifications (identifier, value, expires_at) select 'hash of a link', id::text, now() + interval '1 hour' from identity.users`;
const passing = ['identity.sessions', 'identity.verifications'];

/** Asks as the superuser, whom no policy binds. */
async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

// Every kind of value that is easily spoilt on its way through text.
const edges = `
  create table system.edges (
    tenant_id uuid not null, id uuid not null, words text, list text[], grid integer[][], document jsonb, exact numeric,
    wide double precision, bytes bytea, day date, moment timestamptz, doubled numeric generated always as (exact * 2) stored,
    primary key (tenant_id, id));
  select system.protect_tenant_table('system.edges')`;
const rows = [
  String.raw`E'a\\.\n\\.\n\ttab\r\\N', array['NULL', null, '', '{"}', E'back\\slash', 'comma,'], array[[1,2],[3,null]], '{"a\\u0041": [1e400, -0.0, 0.1, null, "\\n"]}', 'NaN', 'NaN', '\x00ff0a', '-infinity', 'infinity'`,
  String.raw`'', '{}', '{}', 'null', 123456789012345678901234567890.123456789012345678901234567890, 5e-324, '', '0001-01-01', '0001-01-01 00:00:00.000001+00'`,
  String.raw`null, null, null, null, null, '-0', null, '5874897-12-31', '2026-03-29 02:30:00+01'`,
  String.raw`'ünïcödé 🏥 ' || chr(8232), array['🏥'], null, '"\\u0001"', 1e-300, 0.30000000000000004, null, '4713-01-01 BC', '1883-11-18 12:03:57.999999-04:56:02'`,
];

async function fill(scope: Scope): Promise<void> {
  await inTenant(scope, async (trx) => {
    const site = await Site.add<Site>(trx, scope, { name: `Site of ${scope.tenantId}`, timeZone: 'America/New_York', address: 'Line one\nLine\\two\t\\.\n\\.' });
    await Person.add(trx, scope, { name: 'Ö "Q" O’Neil', type: 'faculty', specialties: ['a,b', '{c}', '"', '\\', 'NULL'] });
    for (const row of rows) await trx.raw(`insert into system.edges values (?, ?, ${row})`, [scope.tenantId, newId()]);
    await enqueueJob(trx, scope, { task: 'wait', title: 'Still to do', input: { site: site.id } });
  });
}

beforeAll(async () => {
  source = await testDatabase();
  await ask(source.urls.owner, edges);
  tenants = [await aTenant(source.database, { name: 'First Health' }), await aTenant(source.database, { name: 'Second Health' })];
  for (const scope of tenants) await fill(scope);
  await ask(source.urls.owner, "insert into identity.users (name, email) values ('Someone', 'someone@example.org')");
  await ask(source.urls.owner, fleeting);
});
afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true });
});

/** Rows and content of each table, found without any code under test. */
async function contents(adminUrl: string): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(
    adminUrl,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('jobs', 'pg_catalog', 'information_schema') and tablename not like 'migrations%' order by 1`,
  );
  const all: Record<string, string> = {};
  for (const { name } of tables) {
    const [sum] = await ask<{ sum: string }>(
      adminUrl,
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text collate "C")), '') as sum from ${name} as t`,
    );
    all[name] = sum!.sum;
  }
  return all;
}

/** A database with the roles but without a table. */
async function bare() {
  const database = await emptyDatabase();
  await prepareDatabase(database.adminUrl, testPasswords);
  const as = (role: DatabaseRole) => changeUrl(database.adminUrl, { role: roleName(role), password: testPasswords[role] });
  return { admin: database.adminUrl, drop: database.drop, urls: { owner: as('owner'), app: as('app'), identity: as('identity'), jobs: as('jobs') } };
}

describe('backup and restore', () => {
  it('bring back every row of every tenant, whatever is in it', async () => {
    const backedUp = await backUp(source.urls.owner, file, uploads);
    expect(backedUp.tenants).toBe(2);
    expect(backedUp.tables['system.edges']?.rows).toBe(8);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const target = await testDatabase();
    await ask(target.urls.owner, edges);
    const restored = await restore(target.urls, file, uploads);
    expect(restored.tables).toEqual(backedUp.tables);
    const expected = await contents(source.urls.admin);
    expect(Object.keys(expected).length).toBeGreaterThan(20);
    expect(expected['system.edges']).toMatch(/^8 /);
    for (const table of passing) {
      expect(expected[table]).toMatch(/^1 /);
      expected[table] = '0 ';
    }
    expect(await contents(target.urls.admin)).toEqual(expected);
    expect(restored.jobs).toBe(2);
    expect(await ask(target.urls.admin, 'select count(*)::int as jobs from jobs._private_jobs')).toEqual([{ jobs: 2 }]);
    await target.close();
  });

  it('leave the walls between tenants and the audit triggers standing', async () => {
    const target = await testDatabase();
    await ask(target.urls.owner, edges);
    await restore(target.urls, file, uploads);
    const walls = (url: string) =>
      ask(url, `select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('system', 'identity', 'directory', 'quality') order by 1`);
    const triggers = (url: string) => ask(url, 'select tgrelid::regclass::text, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2');
    expect(await walls(target.urls.admin)).toEqual(await walls(source.urls.admin));
    expect(await triggers(target.urls.admin)).toEqual(await triggers(source.urls.admin));
    const app = connect(target.urls.app);
    const [first] = tenants;
    const seen = await inTenant({ ...first!, knex: app }, (trx) => Site.query(trx).select('tenantId'));
    expect(seen).toEqual([{ tenantId: first!.tenantId }]);
    await app.destroy();
    await target.close();
  });

  it('never overwrite a file, and never a database in use', async () => {
    await expect(backUp(source.urls.owner, file, uploads)).rejects.toThrow(`${file} exists already; name another file.`);
    const before = await contents(source.urls.admin);
    await expect(restore(source.urls, file, uploads)).rejects.toThrow('The database is not empty; set WARDWRIGHT_HOME to a new folder,');
    expect(await contents(source.urls.admin)).toEqual(before);
  });

  it('say when there is nothing to back up, or nowhere to write', async () => {
    const empty = await bare();
    await expect(backUp(empty.urls.owner, path.join(folder, 'empty.gz'), uploads)).rejects.toThrow('There is nothing to back up: the database is empty.');
    await empty.drop();
    await expect(backUp(source.urls.owner, path.join(folder, 'no/such/folder.gz'), uploads)).rejects.toThrow('cannot be written (ENOENT)');
  });

  it('keep nothing of a damaged backup', async () => {
    const broken = path.join(folder, 'broken.gz');
    const text = gunzipSync(readFileSync(file)).toString('latin1').replace('Second Health', 'Sacond Health');
    writeFileSync(broken, gzipSync(Buffer.from(text, 'latin1')));
    const target = await testDatabase();
    await ask(target.urls.owner, edges);
    const before = await contents(target.urls.admin);
    await expect(restore(target.urls, broken, uploads)).rejects.toThrow(/is damaged: identity\.\w+ came back with \d+ rows that are not the \d+ that were backed up\. Nothing was kept\./);
    expect(await contents(target.urls.admin)).toEqual(before);
    await target.close();
  });
});

describe('who was signed in when the backup was made', () => {
  it('is not signed in after the restore, and no link for a password works again', async () => {
    const target = await testDatabase();
    await ask(target.urls.owner, edges);
    const folderless = { urls: target.urls, folder: null, onLost: () => undefined, stop: () => Promise.resolve() };
    const said = await taskFor(['restore', file])(folderless, readSettings({}));
    expect(said).toContain('Everybody signs in again, and links for a new password are void.');
    for (const table of passing) expect(await ask(target.urls.admin, `select from ${table}`)).toEqual([]);
    await target.close();
  });
});

describe('a backup of another version', () => {
  it('is brought to this version when it is older', async () => {
    const older = await bare();
    const known = await appliedSteps(source.urls.owner);
    await migrate(older.urls.owner, known[2]);
    expect(await appliedSteps(older.urls.owner)).toEqual(known.slice(0, 3));
    await ask(older.urls.owner, "insert into identity.users (name, email) values ('Old Hand', 'old@example.org')");
    const old = path.join(folder, 'old.gz');
    await backUp(older.urls.owner, old, uploads);
    const fresh = await bare();
    const alreadyMigrated = await testDatabase();
    for (const { urls, admin } of [fresh, { urls: alreadyMigrated.urls, admin: alreadyMigrated.urls.admin }]) {
      const { steps } = await restore(urls, old, uploads);
      expect(steps).toEqual(known.slice(3));
      expect(await appliedSteps(urls.owner)).toEqual(known);
      expect(await ask(admin, 'select name from identity.users')).toEqual([{ name: 'Old Hand' }]);
    }
    await alreadyMigrated.close();
    await fresh.drop();
    await older.drop();
  });

  it('is refused when it is newer', async () => {
    const newer = path.join(folder, 'newer.gz');
    await writeBackup(newer, [...(await appliedSteps(source.urls.owner)), '29990101000000_future']).finish({});
    await expect(restore(source.urls, newer, uploads)).rejects.toThrow(
      `${newer} was made by a newer version of Wardwright (29990101000000_future); restore it with that one.`,
    );
  });
});
