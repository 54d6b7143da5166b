import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { changeUrl } from '../connection.ts';

/** How to fill a database once, so that it can be copied for every test file. */
export interface Preparation {
  /** Changes whenever `prepare` would produce something else, for example a hash over the migrations. */
  fingerprint: string;
  /** Fills the empty database behind the URL, which speaks as the superuser, and closes its connections. */
  prepare: (adminUrl: string) => Promise<void>;
}

// One lock for all preparations, because roles belong to the whole server and two packages may create the same ones.
const PREPARE_LOCK = 7_305_041;
const LEAVE_MS = 2_000;

/** Makes sure that the template exists and gives its name; safe to call from many processes at once. */
export async function ensureTemplate(adminUrl: string, preparation: Preparation): Promise<string> {
  const hash = createHash('sha256').update(preparation.fingerprint).digest('hex').slice(0, 16);
  const name = `tpl_${hash}`;
  await asAdmin(adminUrl, async (admin) => {
    if (await isFinished(admin, name)) return;
    await admin.query('select pg_advisory_lock($1)', [PREPARE_LOCK]);
    if (await isFinished(admin, name)) return;
    await build(admin, adminUrl, name, preparation);
  });
  return name;
}

// Only a finished template carries the mark, so one that was left half-built by a killed process is built again.
async function isFinished(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1 and datistemplate', [name]);
  return rowCount === 1;
}

async function build(admin: pg.Client, adminUrl: string, name: string, preparation: Preparation): Promise<void> {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name} template template0 strategy file_copy`);
  await preparation.prepare(changeUrl(adminUrl, { database: name }));
  // A template is copied only while nobody is connected to it: lock it up, let those leave who are about to, and show out the rest.
  await admin.query(`alter database ${name} with allow_connections false`);
  await emptied(admin, name);
  await admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [name]);
  await admin.query(`alter database ${name} with is_template true`);
}

/** Waits a little until the last connection is gone: a client whose farewell is on its way takes a termination for a failure. */
async function emptied(admin: pg.Client, name: string): Promise<void> {
  const deadline = Date.now() + LEAVE_MS;
  while (Date.now() < deadline) {
    const { rowCount } = await admin.query("select from pg_stat_activity where datname = $1 and backend_type = 'client backend'", [name]);
    if (rowCount === 0) return;
    await pause(20);
  }
}

/** Creates a database without any table and gives its name. */
export async function createDatabase(adminUrl: string): Promise<string> {
  const name = freshName();
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`create database ${name} template template0 strategy file_copy`);
  });
  return name;
}

function freshName(): string {
  return `test_${randomBytes(8).toString('hex')}`;
}

/** Copies a template under a fresh name, with the rights and settings of the database, which a plain copy leaves out. */
export async function cloneDatabase(adminUrl: string, template: string): Promise<string> {
  const name = freshName();
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`create database ${name} template ${template} strategy file_copy`);
    const { rows } = await admin.query<{ statement: string }>(ATTRIBUTES, [template, name]);
    for (const { statement } of rows) await admin.query(statement);
  });
  return name;
}

// Settings that hold a list are stored with their quotes already.
const ATTRIBUTES = `
  with source as (select * from pg_database where datname = $1)
  select format('alter database %I owner to %I', $2::text, rolname) as statement
  from source join pg_roles on pg_roles.oid = datdba
  union all
  select format('revoke all on database %I from public', $2::text) from source where datacl is not null
  union all
  select format('grant %s on database %I to %s', privilege_type, $2::text,
    case grantee when 0 then 'public' else quote_ident(grantee::regrole::text) end)
  from source, aclexplode(datacl) where grantee <> datdba
  union all
  select format('alter %s set %I = %s',
    case setrole when 0 then format('database %I', $2::text)
      else format('role %I in database %I', setrole::regrole::text, $2::text) end,
    name, case when name in ('search_path', 'temp_tablespaces') then value else quote_literal(value) end)
  from source join pg_db_role_setting on setdatabase = source.oid, unnest(setconfig) as setting,
    lateral (select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value) as pair`;

/** Removes a database together with whoever is still connected to it. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${name} with (force)`);
  });
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
