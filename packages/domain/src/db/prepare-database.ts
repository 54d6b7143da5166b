import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { withConnection } from './one-connection.ts';

const roles = ['owner', 'app', 'identity', 'jobs'] as const;

/** `owner` owns the tables and migrates; `app` serves requests; `identity` holds logins; `jobs` owns the queue. */
export type DatabaseRole = (typeof roles)[number];

/** One password for each of the four database roles. */
export type RolePasswords = Readonly<Record<DatabaseRole, string>>;

/** The name of a role inside Postgres. */
export const roleName = (role: DatabaseRole): string => `wardwright_${role}`;

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

async function prepareRole(trx: Knex.Transaction, role: DatabaseRole, password: string): Promise<void> {
  const known = await trx('pg_roles').where({ rolname: roleName(role) }).first('rolsuper', 'rolbypassrls');
  if (known?.rolsuper || known?.rolbypassrls)
    throw new Error(`The role ${roleName(role)} must be neither a superuser nor exempt from row-level security.`);
  // A login that is no superuser may create roles without these rights, but may not mention them later on.
  const verb = known ? 'alter role ?? login' : 'create role ?? login nosuperuser nobypassrls nocreaterole';
  await trx.raw(`${verb} password ${trx.raw('?', [password]).toQuery()}`, [roleName(role)]);
  await limit(trx, role);
}

const attempts = 20;
const longestWait = 100;
const uniqueViolation = '23505';

/** Roles belong to the whole server, and locks to one database of it: whoever prepares another one may come between. */
async function againWhenDisturbed(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const disturbed = code === uniqueViolation || message.endsWith('tuple concurrently updated');
      if (!disturbed || attempt === attempts) throw error;
      await pause(Math.random() * longestWait);
    }
}

/**
 * Makes the four roles and the two schemas that must exist before the first migration. Safe to repeat, and to do at once
 * from several servers.
 * @param adminUrl a login that may create roles, connected to the product's database
 */
export const prepareDatabase = (adminUrl: string, passwords: RolePasswords): Promise<void> =>
  withConnection(adminUrl, async (admin) => {
    const { rows } = await admin.raw('select current_database() as name, current_user as admin');
    const [{ name, admin: adminRole }] = rows as [{ name: string; admin: string }];
    const prepare = async (trx: Knex.Transaction): Promise<void> => {
      await trx.raw(`select pg_advisory_xact_lock(hashtextextended('wardwright.roles', 0))`);
      for (const role of roles) await prepareRole(trx, role, passwords[role]);
      await trx.raw(`grant ??, ?? to ??`, [roleName('owner'), roleName('jobs'), adminRole]);
      await trx.raw(`grant create on database ?? to ??, ??`, [name, roleName('owner'), roleName('jobs')]);
      await trx.raw(`create schema if not exists system authorization ??`, [roleName('owner')]);
      await trx.raw(`create schema if not exists jobs authorization ??`, [roleName('jobs')]);
    };
    await againWhenDisturbed(() => admin.transaction(prepare));
  });
