import type { Database, Scope } from '@wardwright/domain/db';
import { addDemoTenants, demoPassword } from '@wardwright/domain/identity/fixtures';
import { hashPassword } from './passwords.ts';

/**
 * Makes the demo tenants and their accounts, unless they are there.
 * @returns the scopes of the founders of those that are new, by the short name of the tenant
 */
export const loadDemoAccounts = async (database: Database): Promise<ReadonlyMap<string, Scope>> =>
  addDemoTenants(database, await hashPassword(demoPassword));
