import type { Knex } from 'knex';
import * as systemFoundation from './20260101000000_system_foundation.ts';
import * as identityLoginsAndTenants from './20260101000100_identity_logins_and_tenants.ts';
import * as identityAudit from './20260101000110_identity_audit.ts';
import * as directory from './20260101000200_directory.ts';
import * as quality from './20260101000300_quality.ts';

interface Step {
  readonly name: string;
  readonly migration: Knex.Migration;
}

/** Every migration in the order in which it runs. Kept by `npm run migrate:new`. */
export const steps: readonly Step[] = [
  { name: '20260101000000_system_foundation', migration: systemFoundation },
  { name: '20260101000100_identity_logins_and_tenants', migration: identityLoginsAndTenants },
  { name: '20260101000110_identity_audit', migration: identityAudit },
  { name: '20260101000200_directory', migration: directory },
  { name: '20260101000300_quality', migration: quality },
];

/** Lets Knex run the migrations from a bundle, where there is no folder to read. */
export const migrationSource: Knex.MigrationSource<Step> = {
  getMigrations: () => Promise.resolve([...steps]),
  getMigrationName: (step) => step.name,
  getMigration: (step) => Promise.resolve(step.migration),
};
