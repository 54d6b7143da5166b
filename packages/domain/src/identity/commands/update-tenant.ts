import { z } from 'zod';
import { DomainError, rowVersion } from '../../kernel/index.ts';
import { readTenant, tenantView } from '../queries/tenant-settings.ts';
import { isReservedSlug } from '../rules.ts';
import { subdomain, tenantRow } from '../schema.ts';
import { defineGovernance } from './governance.ts';

/** What administrators decide about their tenant. Plan and activity are the operator's. */
export const tenantPatch = tenantRow
  .pick({ name: true, features: true, enabledSpecialties: true, branding: true, integrations: true })
  .extend({ slug: subdomain })
  .partial();

/**
 * Changes the settings of the tenant. A new short name changes every address, so old bookmarks end.
 * @throws DomainError `conflict` when somebody else was faster or the short name is taken
 */
export const updateTenant = defineGovernance({
  name: 'tenant.settings.update',
  permission: 'tenant.settings.write',
  input: z.object({ expectedVersion: rowVersion, patch: tenantPatch }),
  output: tenantView,
  run: async (trx, { tenantId }, { expectedVersion, patch: { slug, ...patch } }) => {
    if (slug && (isReservedSlug(slug) || (await trx('identity.tenants').where({ subdomain: slug }).whereNot({ id: tenantId }).first('id'))))
      throw new DomainError('conflict', `The short name "${slug}" is taken. Choose another.`, { field: 'slug' });
    const columns = Object.entries(patch).map(([column, value]) => [column, column === 'name' ? value : JSON.stringify(value)]);
    const changed = await trx('identity.tenants')
      .where({ id: tenantId, version: expectedVersion })
      .update({
        ...Object.fromEntries(columns),
        ...(slug ? { subdomain: slug } : {}),
        version: expectedVersion + 1,
        updatedAt: trx.fn.now(),
      });
    if (changed === 0)
      throw new DomainError('conflict', 'Somebody else changed the settings meanwhile. Look at them again, then repeat.', {
        expectedVersion,
      });
    return readTenant(trx, tenantId);
  },
});
