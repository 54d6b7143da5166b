import type { Knex } from 'knex';
import { z } from 'zod';
import { defineQuery } from '../../db/operation.ts';
import { found } from '../../kernel/index.ts';
import { accountEventRow, subdomain, type TenantRow, tenantRow } from '../schema.ts';

/** What members see of their tenant. Access data of other systems (`integrations`) are never read back. */
export const tenantView = tenantRow
  .pick({ id: true, name: true, plan: true, isDemo: true, features: true, enabledSpecialties: true, branding: true, version: true })
  .extend({ slug: subdomain });
export type TenantView = z.infer<typeof tenantView>;

const columns = ['id', 'name', 'subdomain', 'plan', 'isDemo', 'features', 'enabledSpecialties', 'branding', 'version'] as const;

/** Reads the tenant of the transaction. */
export async function readTenant(trx: Knex.Transaction, tenantId: string): Promise<TenantView> {
  const row = (await trx('identity.tenants').where({ id: tenantId }).first(...columns)) as Omit<TenantRow, 'integrations'> | undefined;
  const { subdomain: slug, ...tenant } = found(row, 'tenant');
  return tenantView.parse({ ...tenant, slug });
}

/** The settings of the tenant. */
export const tenantSettings = defineQuery({
  name: 'tenant.settings.get',
  permission: 'tenant.settings.read',
  input: z.object({}),
  output: tenantView,
  read: (trx, { tenantId }) => readTenant(trx, tenantId),
});

/** What happened to the login of one member, newest first: changes of name and address, passwords set, deactivation. */
export const accountEvents = defineQuery({
  name: 'tenant.account-event.list',
  permission: 'tenant.audit.read',
  input: z.object({ userId: z.uuid(), limit: z.int().min(1).max(200).default(50) }),
  output: z.array(accountEventRow),
  read: async (trx, _scope, { userId, limit }) =>
    trx('identity.accountEvents')
      .where({ userId })
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit),
});
