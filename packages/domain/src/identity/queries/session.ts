import type { Knex } from 'knex';
import { z } from 'zod';
import type { Permission } from '../../kernel/index.ts';
import { idleDays, sessionDays } from '../rules.ts';

/** The person behind a session that is still good. */
export interface LiveSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

/**
 * Finds the live session behind a cookie and keeps it alive. Expired sessions and deactivated logins count as none, from
 * the moment of deactivation. One read by unique index; once an hour of use also a write, so that "last used" is known.
 * @param identity pool of the identity role
 * @param tokenHash hash of the token in the cookie, as stored
 */
export async function liveSession(identity: Knex, tokenHash: string): Promise<LiveSession | null> {
  const { rows } = (await identity.raw(
    `select s.id as session_id, s.user_id, u.email, u.name, s.updated_at < now() - interval '1 hour' as stale
     from identity.sessions as s join identity.users as u on u.id = s.user_id
     where s.token = ? and s.expires_at > now() and u.is_active`,
    [tokenHash],
  )) as { rows: (LiveSession & { stale: boolean })[] };
  const [found] = rows;
  if (!found) return null;
  const { stale, ...session } = found;
  if (stale) await keepAlive(identity, session.sessionId);
  return session;
}

const keepAlive = (identity: Knex, sessionId: string) =>
  identity.raw(
    `update identity.sessions set updated_at = now(),
       expires_at = least(now() + make_interval(days => ?), created_at + make_interval(days => ?))
     where id = ?`,
    [idleDays, sessionDays, sessionId],
  );

/** A login's way into one tenant. */
export interface Entry {
  readonly tenantId: string;
  readonly permissions: ReadonlySet<Permission>;
}

/**
 * What a login may do in the tenant with this short name, from the roles it has there now. Null for strangers, for
 * deactivated members and for tenants that are switched off: from outside they look alike.
 */
export async function entryOf(identity: Knex, userId: string, slug: string): Promise<Entry | null> {
  const { rows } = (await identity.raw(
    `select t.id as tenant_id, array_remove(array_agg(distinct p.permission), null) as permissions
     from identity.tenants as t
     join identity.memberships as m on m.tenant_id = t.id and m.user_id = ? and m.is_active
     left join identity.membership_roles as r on r.tenant_id = t.id and r.membership_id = m.id
     left join identity.role_permissions as p on p.tenant_id = t.id and p.role_id = r.role_id
     where t.subdomain = ? and t.is_active
     group by t.id`,
    [userId, slug],
  )) as { rows: { tenantId: string; permissions: Permission[] }[] };
  const [found] = rows;
  return found ? { tenantId: found.tenantId, permissions: new Set(found.permissions) } : null;
}

/** A tenant as its members see it in the picker. */
export const tenantChoice = z.object({ id: z.uuid(), name: z.string(), slug: z.string(), isDemo: z.boolean() });
export type TenantChoice = z.infer<typeof tenantChoice>;

/** The tenants a login may enter, by name. */
export async function tenantsOf(identity: Knex, userId: string): Promise<TenantChoice[]> {
  const { rows } = (await identity.raw(
    `select t.id, t.name, t.subdomain as slug, t.is_demo
     from identity.memberships as m join identity.tenants as t on t.id = m.tenant_id
     where m.user_id = ? and m.is_active and t.is_active and t.subdomain is not null
     order by t.name, t.id`,
    [userId],
  )) as { rows: TenantChoice[] };
  return rows;
}

/** The tenants a login may enter, and of how many it is a member in any way: deactivated, or of one that is switched off. */
export interface Places {
  readonly tenants: readonly TenantChoice[];
  readonly memberships: number;
}

/**
 * Where a login belongs, or null when it is shut out. Waits for whoever is just about to join it to a tenant, so that a
 * link is not shown to the administrators of what no longer is its only one.
 */
export const placesOf = (identity: Knex, userId: string): Promise<Places | null> =>
  identity.transaction(async (trx) => {
    const login = (await trx('identity.users').where({ id: userId, isActive: true }).forShare().first('id')) as object | undefined;
    if (!login) return null;
    const memberships = (await trx('identity.memberships').where({ userId }).select('id')) as object[];
    return { tenants: await tenantsOf(trx, userId), memberships: memberships.length };
  });

/** Service principals every tenant has: whoever acts when no person does. */
export const servicePrincipals = { importer: 'Importer', clock: 'Clock' } as const;
export type ServicePrincipalKey = keyof typeof servicePrincipals;

/** The id under which a tenant's importer or clock acts. */
export async function servicePrincipalId(trx: Knex.Transaction, key: ServicePrincipalKey): Promise<string> {
  const row = (await trx('identity.servicePrincipals').where({ key }).first('id')) as { id: string } | undefined;
  if (!row) throw new Error(`The tenant has no service principal "${key}".`);
  return row.id;
}
