import type { Knex } from 'knex';
import { type Database, execute, inTenant, type Scope } from '../db/index.ts';
import { acceptInvitation, addLogin, createTenant, invite } from './commands.ts';

/** The password of every demo account. It is public, so the accounts exist in demo mode only. */
export const demoPassword = 'larkmoor tries wardwright';

/** A demo account as the sign-in page offers it. */
export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  /** What the person does, in the words of the sign-in page. */
  readonly title: string;
  readonly tenant: string;
}

interface DemoTenant {
  readonly name: string;
  readonly slug: string;
  /** The founder first: administrator, and able in every context. */
  readonly accounts: readonly (Omit<DemoAccount, 'tenant'> & { readonly roles: readonly string[] })[];
}

const demoTenants: readonly DemoTenant[] = [
  {
    name: 'Larkmoor Health',
    slug: 'larkmoor',
    accounts: [
      { name: 'Maren Castell', email: 'maren@larkmoor.example', title: 'Quality lead and administrator', roles: [] },
      {
        name: 'Tobias Ferrand',
        email: 'tobias@larkmoor.example',
        title: 'Nursing leadership',
        roles: ['tenant.member', 'quality.nursing-leadership', 'directory.viewer'],
      },
      {
        name: 'Ines Okonjo',
        email: 'ines@larkmoor.example',
        title: 'Quality viewer',
        roles: ['tenant.member', 'quality.viewer', 'directory.viewer'],
      },
      { name: 'Jonas Whitlow', email: 'jonas@larkmoor.example', title: 'Auditor', roles: ['tenant.auditor'] },
    ],
  },
  {
    name: 'Pinecrest Medical Center',
    slug: 'pinecrest',
    accounts: [{ name: 'Adela Brandt', email: 'adela@pinecrest.example', title: 'Administrator', roles: [] }],
  },
];

/** Who can be tried in demo mode, in the order of the sign-in page. */
export const demoAccounts: readonly DemoAccount[] = demoTenants.flatMap(({ name: tenant, accounts }) =>
  accounts.map(({ name, email, title }) => ({ name, email, title, tenant })),
);

/** Whether a login belongs to the demo. Everybody knows its password, so nobody may change it. */
export const isDemoAccount = (email: string): boolean => demoAccounts.some((account) => account.email === email);

/**
 * Makes the two demo tenants with their accounts, unless they are there. They are founded and joined as any tenant is.
 * @param passwordHash hash of `demoPassword`
 * @returns the scope of each founder, by the short name of the tenant; only for tenants that are new
 */
export async function addDemoTenants(database: Database, passwordHash: string): Promise<ReadonlyMap<string, Scope>> {
  const made = new Map<string, Scope>();
  for (const tenant of demoTenants) {
    const exists = (await database.shared('identity.tenants').where({ subdomain: tenant.slug }).first('id')) as object | undefined;
    if (!exists) made.set(tenant.slug, await addDemoTenant(database, tenant, passwordHash));
  }
  return made;
}

const requestId = 'demo';

async function addDemoTenant(database: Database, { name, slug, accounts }: DemoTenant, passwordHash: string): Promise<Scope> {
  const [founder, ...others] = accounts;
  if (!founder) throw new Error(`The demo tenant ${slug} has no founder.`);
  const userId = await demoLogin(database.identity, founder, passwordHash);
  const { tenantId } = await createTenant(database, { userId, requestId }, { name, slug, isDemo: true, plan: 'enterprise' });
  const scope: Scope = {
    tenantId,
    actor: { kind: 'user', id: userId },
    permissions: new Set([invite.permission]),
    requestId,
    knex: database.resolve(tenantId),
  };
  for (const other of others) {
    const personId = await demoLogin(database.identity, other, passwordHash);
    const { token } = await execute(invite, scope, { email: other.email, roleIds: await rolesByKey(scope, other.roles) });
    await acceptInvitation(database, { slug, token }, { userId: personId, email: other.email, requestId });
  }
  return scope;
}

async function demoLogin(identity: Knex, { name, email }: { name: string; email: string }, passwordHash: string): Promise<string> {
  const known = (await identity('identity.users').where({ email }).first('id')) as { id: string } | undefined;
  return known?.id ?? addLogin(identity, { name, email, passwordHash }, { kind: 'operator', requestId });
}

const rolesByKey = (scope: Scope, keys: readonly string[]): Promise<string[]> =>
  inTenant(scope, async (trx) => {
    const roles = (await trx('identity.roles').whereIn('key', [...keys]).select('id')) as { id: string }[];
    if (roles.length < keys.length) throw new Error(`A demo role is missing among ${keys.join(', ')}.`);
    return roles.map((role) => role.id);
  });
