import type { Knex } from 'knex';
import { z } from 'zod';
import { accessMatrices } from '../../access.ts';
import { checked, type Database, inTenant, type Scope } from '../../db/index.ts';
import { DomainError, newId, words } from '../../kernel/index.ts';
import { servicePrincipals } from '../queries/session.ts';
import { isReservedSlug } from '../rules.ts';
import { plans, subdomain, tenantRow } from '../schema.ts';
import { recordAs } from './governance.ts';

/** What a new tenant is given; all but the two names can be changed later. */
export const newTenant = z.object({
  name: words(),
  slug: subdomain,
  plan: z.enum(plans).nullable().default(null),
  isDemo: z.boolean().default(false),
  features: tenantRow.shape.features.default({}),
  enabledSpecialties: tenantRow.shape.enabledSpecialties.default([]),
  branding: tenantRow.shape.branding.default({}),
  integrations: tenantRow.shape.integrations.default({}),
});
export type NewTenant = z.input<typeof newTenant>;

const slugTaken = (slug: string) =>
  new DomainError('conflict', `The short name "${slug}" is taken. Choose another.`, { field: 'slug' });

/**
 * Refuses a short name that a new tenant cannot have, before anything is made for it.
 * @throws DomainError `conflict` when it is reserved or taken
 */
export async function refuseTakenSlug(database: Database, slug: string): Promise<void> {
  const taken = isReservedSlug(slug) || ((await database.shared('identity.tenants').where({ subdomain: slug }).first('id')) as object | undefined);
  if (taken) throw slugTaken(slug);
}

/**
 * Opens a tenant: its settings, the default roles of every context, its service principals, and its founder as first
 * administrator. The founder also gets the first role of each context, which is the most able one.
 * @throws DomainError `conflict` when the short name is taken
 */
export async function createTenant(
  database: Database,
  founder: { readonly userId: string; readonly requestId: string },
  given: NewTenant,
): Promise<{ tenantId: string; slug: string }> {
  const { slug, ...input } = checked(newTenant, given);
  if (isReservedSlug(slug)) throw slugTaken(slug);
  const tenantId = newId();
  const scope: Scope = {
    tenantId,
    actor: { kind: 'user', id: founder.userId },
    permissions: new Set(),
    requestId: founder.requestId,
    knex: database.resolve(tenantId),
  };
  await inTenant(scope, async (trx) => {
    await recordAs(trx, 'tenant.create');
    await insertTenant(trx, tenantId, slug, input);
    await trx('identity.servicePrincipals').insert(
      Object.entries(servicePrincipals).map(([key, name]) => ({ tenantId, id: newId(), key, name })),
    );
    const roleIds = await seedRoles(trx, tenantId);
    await addFounder(trx, tenantId, founder.userId, roleIds);
  });
  return { tenantId, slug };
}

async function insertTenant(
  trx: Knex.Transaction,
  id: string,
  slug: string,
  { features, enabledSpecialties, branding, integrations, ...columns }: Omit<z.output<typeof newTenant>, 'slug'>,
): Promise<void> {
  const documents = Object.entries({ features, enabledSpecialties, branding, integrations }).map(([column, value]) => [
    column,
    JSON.stringify(value),
  ]);
  const inserted = await trx('identity.tenants')
    .insert({ id, ...columns, subdomain: slug, ...Object.fromEntries(documents) })
    .onConflict('subdomain')
    .ignore()
    .returning('id');
  if (inserted.length === 0) throw slugTaken(slug);
}

async function seedRoles(trx: Knex.Transaction, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const roles = accessMatrices.flatMap(({ roles: ofContext }) =>
    Object.entries(ofContext).map(([key, { title, grants }]) => ({ id: newId(), key, title, grants })),
  );
  await trx('identity.roles').insert(roles.map(({ id, key, title }) => ({ tenantId, id, key, title })));
  await trx('identity.rolePermissions').insert(
    roles.flatMap(({ id, grants }) => grants.map((permission) => ({ tenantId, roleId: id, permission }))),
  );
  return new Map(roles.map(({ key, id }) => [key, id]));
}

async function addFounder(
  trx: Knex.Transaction,
  tenantId: string,
  userId: string,
  roleIds: ReadonlyMap<string, string>,
): Promise<void> {
  const membershipId = newId();
  await trx('identity.memberships').insert({ tenantId, id: membershipId, userId });
  const firstRoles = new Set(accessMatrices.map(({ roles }) => Object.keys(roles)[0]));
  const rows = [...roleIds].filter(([key]) => firstRoles.has(key)).map(([, roleId]) => ({ tenantId, membershipId, roleId }));
  await trx('identity.membershipRoles').insert(rows);
}
