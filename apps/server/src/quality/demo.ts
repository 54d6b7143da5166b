import path from 'node:path';
import type { Database, Scope } from '@wardwright/domain/db';
import { inTenant } from '@wardwright/domain/db';
import { servicePrincipalId } from '@wardwright/domain/identity/queries';
import { importSnapshot } from '@wardwright/domain/quality/importers';
import { demoHospitals } from './demo-hospitals.ts';
import { dataFolder } from './uploads.ts';

const snapshot = 'snapshot.csv.gz';
const patience = { report: () => undefined, signal: new AbortController().signal };

/** The scope of a tenant's importer; null when there is no such demo tenant. */
async function importerOf(database: Database, slug: string): Promise<Scope | null> {
  const tenant = (await database.shared('identity.tenants').where({ subdomain: slug, isDemo: true }).first('id')) as { id: string } | undefined;
  if (!tenant) return null;
  const scope: Scope = {
    tenantId: tenant.id,
    actor: { kind: 'service', id: tenant.id },
    permissions: new Set(),
    requestId: 'demo',
    knex: database.resolve(tenant.id),
  };
  const id = await inTenant(scope, (trx) => servicePrincipalId(trx, 'importer'));
  return { ...scope, actor: { kind: 'service', id } };
}

/**
 * Gives the demo tenants their hospitals, observations and signals, unless they have some. A start that was broken off
 * leaves nothing behind, and the next one begins again.
 */
export async function ensureDemo(database: Database): Promise<void> {
  const file = path.join(dataFolder('demo'), snapshot);
  for (const [slug, { hospitals, states }] of Object.entries(demoHospitals)) {
    const scope = await importerOf(database, slug);
    if (scope) await importSnapshot(scope, { path: file, own: hospitals, ...(states ? { states } : {}) }, patience);
  }
}
