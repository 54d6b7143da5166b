import { createHash } from 'node:crypto';
import { steps } from '@wardwright/migrations';
import { changeUrl } from '@wardwright/postgres';
import { migratedDatabase } from '@wardwright/postgres/testing';
import { accessMatrices } from './access.ts';
import { type Database, migrate, openDatabase, prepareDatabase, prepareJobs, roleName, type Scope } from './db/index.ts';
import { newId, type Permission } from './kernel/index.ts';

/** The passwords of the four roles on the server that tests share. */
export const testPasswords = { owner: 'owner-test', app: 'app-test', identity: 'identity-test', jobs: 'jobs-test' } as const;

/** A database of this version's schema, for one test file. */
export interface TestDatabase {
  readonly database: Database;
  readonly urls: Readonly<Record<'admin' | keyof typeof testPasswords, string>>;
  close(): Promise<void>;
}

/** Clones the migrated template; close it when the file is done. */
export async function testDatabase(): Promise<TestDatabase> {
  const source = steps.map((step) => `${step.name}${String(step.migration.up)}`).join('\n');
  const clone = await migratedDatabase({
    fingerprint: createHash('sha256').update(source).digest('hex').slice(0, 16),
    prepare: async (adminUrl) => {
      const url = (role: keyof typeof testPasswords) => changeUrl(adminUrl, { role: roleName(role), password: testPasswords[role] });
      await prepareDatabase(adminUrl, testPasswords);
      await migrate(url('owner'));
      await prepareJobs(url('jobs'));
    },
  });
  const as = (role: keyof typeof testPasswords) => clone.url(roleName(role), testPasswords[role]);
  const urls = { admin: clone.adminUrl, owner: as('owner'), app: as('app'), identity: as('identity'), jobs: as('jobs') };
  const database = openDatabase(urls);
  return {
    database,
    urls,
    close: async () => {
      await database.close();
      await clone.drop();
    },
  };
}

/** Every permission of every context. */
export const allPermissions: ReadonlySet<Permission> = new Set(
  accessMatrices.flatMap((matrix) => Object.keys(matrix.permissions) as Permission[]),
);

/** A fresh tenant and a service principal of it that may do everything. */
export async function aTenant(database: Database, { name = 'Test Health' } = {}): Promise<Scope> {
  const tenantId = newId();
  const actorId = newId();
  const knex = database.resolve(tenantId);
  await knex.transaction(async (trx) => {
    await trx.raw(`select set_config('app.tenant_id', ?, true), set_config('app.actor_kind', 'service', true),
                          set_config('app.actor_id', ?, true), set_config('app.request_id', 'test', true)`, [tenantId, actorId]);
    await trx('identity.tenants').insert({ id: tenantId, name, subdomain: `t-${tenantId.slice(-12)}` });
    await trx('identity.servicePrincipals').insert({ tenantId, id: actorId, key: 'tests', name: 'Tests' });
  });
  return { tenantId, actor: { kind: 'service', id: actorId }, permissions: allPermissions, requestId: 'test', knex };
}
