import { migrationSource, steps } from '@wardwright/migrations';
import createKnex, { type Knex } from 'knex';
import { inTurn } from './in-turn.ts';

const roles = ['owner', 'app', 'identity', 'jobs'] as const;

/** `owner` owns the tables and migrates; `app` serves requests; `identity` holds logins; `jobs` owns the queue. */
export type DatabaseRole = (typeof roles)[number];

/** One password for each of the four database roles. */
export type RolePasswords = Readonly<Record<DatabaseRole, string>>;

/** The name of a role inside Postgres. */
export const roleName = (role: DatabaseRole): string => `wardwright_${role}`;

async function withAdmin<T>(url: string, work: (admin: Knex) => Promise<T>): Promise<T> {
  const admin = createKnex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    return await work(admin);
  } finally {
    await admin.destroy();
  }
}

const minute = '60s';
const halfMinute = '30s';

// Said of the roles and not by each connection, because a pool between would refuse it or lend it to the next client.
const limits: Readonly<Record<DatabaseRole, Readonly<Record<string, string>>>> = {
  owner: {},
  app: { idle_in_transaction_session_timeout: minute, statement_timeout: halfMinute },
  identity: { idle_in_transaction_session_timeout: minute, statement_timeout: halfMinute },
  jobs: { idle_in_transaction_session_timeout: minute },
};

/** Keeps forgotten transactions and endless statements of a role from holding up everybody else. */
async function limit(trx: Knex.Transaction, role: DatabaseRole): Promise<void> {
  const { rolconfig: known } = (await trx('pg_roles').where({ rolname: roleName(role) }).first('rolconfig')) as { rolconfig: string[] | null };
  for (const [name, value] of Object.entries(limits[role]))
    if (!known?.includes(`${name}=${value}`)) await trx.raw(`alter role ?? set ${name} = '${value}'`, [roleName(role)]);
}

/**
 * Makes the four roles and the two schemas that must exist before the first migration. Safe to repeat.
 * @param adminUrl a login that may create roles, connected to the product's database
 */
export const prepareDatabase = (adminUrl: string, passwords: RolePasswords): Promise<void> =>
  withAdmin(adminUrl, async (admin) => {
    const { rows } = await admin.raw('select current_database() as name, current_user as admin');
    const [{ name, admin: adminRole }] = rows as [{ name: string; admin: string }];
    await admin.transaction(async (trx) => {
      // Roles belong to the whole server: two products or test runs preparing at once must take turns.
      await trx.raw(`select pg_advisory_xact_lock(hashtextextended('wardwright.roles', 0))`);
      for (const role of roles) {
        const known = await trx('pg_roles').where({ rolname: roleName(role) }).first('rolsuper', 'rolbypassrls');
        if (known?.rolsuper || known?.rolbypassrls)
          throw new Error(`The role ${roleName(role)} must be neither a superuser nor exempt from row-level security.`);
        // A login that is no superuser may create roles without these rights, but may not mention them later on.
        const verb = known ? 'alter role ?? login' : 'create role ?? login nosuperuser nobypassrls nocreaterole';
        await trx.raw(`${verb} password ${trx.raw('?', [passwords[role]]).toQuery()}`, [roleName(role)]);
        await limit(trx, role);
      }
      await trx.raw(`grant ??, ?? to ??`, [roleName('owner'), roleName('jobs'), adminRole]);
      await trx.raw(`grant create on database ?? to ??, ??`, [name, roleName('owner'), roleName('jobs')]);
      await trx.raw(`create schema if not exists system authorization ??`, [roleName('owner')]);
      await trx.raw(`create schema if not exists jobs authorization ??`, [roleName('jobs')]);
    });
  });

const place = { schemaName: 'system', tableName: 'migrations' } as const;

/**
 * Brings the schema to this version, or to the version whose newest step is given.
 * @param ownerUrl connection as the owner role
 * @returns steps carried out
 */
export const migrate = (ownerUrl: string, newest?: string): Promise<readonly string[]> =>
  inTurn(ownerUrl, () =>
    withAdmin(ownerUrl, async (owner) => {
      const wanted = newest === undefined ? steps : steps.slice(0, steps.findIndex((step) => step.name === newest) + 1);
      const settings = { ...place, migrationSource: { ...migrationSource, getMigrations: () => Promise.resolve([...wanted]) } };
      // It is our turn, so a lock that Knex finds was left by a migrator that was killed.
      await owner.migrate.forceFreeMigrationsLock(settings);
      const [, names] = (await owner.migrate.latest(settings)) as [number, string[]];
      return names;
    }),
  );

/** Takes every migration back, leaving an empty database. @param ownerUrl connection as the owner role */
export const rollBackAll = (ownerUrl: string): Promise<void> =>
  withAdmin(ownerUrl, async (owner) => {
    await owner.migrate.rollback({ ...place, migrationSource }, true);
  });

/** Steps the database has had, in their order; none when it is new. @param ownerUrl connection as the owner role */
export const appliedSteps = (ownerUrl: string): Promise<readonly string[]> =>
  withAdmin(ownerUrl, async (owner) => {
    const exists = await owner.schema.withSchema(place.schemaName).hasTable(place.tableName);
    if (!exists) return [];
    const applied: readonly { name: string }[] = await owner('system.migrations').select('name').orderBy('id');
    return applied.map((row) => row.name);
  });

/** Those of the steps that this version does not know: whatever had them is newer than the product. */
export function unknownSteps(applied: readonly string[]): readonly string[] {
  const known = new Set(steps.map((step) => step.name));
  return applied.filter((name) => !known.has(name));
}
