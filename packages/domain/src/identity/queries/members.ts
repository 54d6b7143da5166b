import { z } from 'zod';
import { byWord, pageAfter } from '../../db/keyset.ts';
import { defineQuery } from '../../db/operation.ts';
import { inTenant, type Scope } from '../../db/scope.ts';
import { found, pageInput, pageOf } from '../../kernel/index.ts';
import { Membership } from '../model.ts';

const roleOfMember = z.object({ id: z.uuid(), key: z.string(), title: z.string() });

/** Somebody who works in this tenant. `loginIsActive` is false when the operator has shut the login out everywhere. */
export const memberView = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  isActive: z.boolean(),
  loginIsActive: z.boolean(),
  roles: z.array(roleOfMember),
  version: z.int(),
  createdAt: z.iso.datetime(),
});
export type MemberView = z.infer<typeof memberView>;


/** The members of the tenant by name, optionally those whose name or address contains a text. */
export const memberList = defineQuery({
  name: 'tenant.member.list',
  permission: 'tenant.member.read',
  input: z.object({ ...pageInput, text: z.string().trim().max(100).optional() }),
  output: pageOf(memberView),
  read: async (trx, _scope, { text, ...page }) => {
    const members = trx('identity.memberships as m')
      .join('identity.users as u', 'u.id', 'm.userId')
      .select('m.id', 'm.userId', 'u.name', 'u.email', 'm.isActive', 'u.isActive as loginIsActive', 'm.version', 'm.createdAt')
      .select({ roles: trx.raw(rolesOfMember) });
    if (text) void members.whereRaw(`(u.name || ' ' || u.email) ilike ?`, [`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`]);
    return await pageAfter(members as PromiseLike<MemberView[]> & typeof members, byWord('u.name', 'm.id'), page, (member) => member);
  },
});

/** The address that a member signs in with. @throws DomainError `not-found`, also for members of another tenant */
export const memberEmail = (scope: Scope, id: string): Promise<string> =>
  inTenant(scope, async (trx) => {
    const members = trx('identity.memberships as m').join('identity.users as u', 'u.id', 'm.userId').where({ 'm.tenantId': scope.tenantId, 'm.id': id });
    return found((await members.first('u.email')) as { email: string } | undefined, Membership.noun).email;
  });

const rolesOfMember = `coalesce((
  select jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'title', r.title) order by r.title)
  from identity.membership_roles as mr join identity.roles as r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
  where mr.tenant_id = m.tenant_id and mr.membership_id = m.id), '[]')`;

/** A role, what it may do in this tenant, and how many active members have it. */
export const roleView = z.object({
  id: z.uuid(),
  key: z.string(),
  title: z.string(),
  permissions: z.array(z.string()),
  memberCount: z.int(),
  version: z.int(),
});
export type RoleView = z.infer<typeof roleView>;

/** Every role of the tenant with its permissions, by key. */
export const roleList = defineQuery({
  name: 'tenant.role.list',
  permission: 'tenant.member.read',
  input: z.object({}),
  output: z.array(roleView),
  read: async (trx) =>
    (await trx('identity.roles as r')
      .select('r.id', 'r.key', 'r.title', 'r.version')
      .select({
        permissions: trx.raw(`array(select p.permission from identity.role_permissions as p
          where p.tenant_id = r.tenant_id and p.role_id = r.id order by p.permission)`),
        memberCount: trx.raw(`(select count(*) from identity.membership_roles as mr
          join identity.memberships as m on m.tenant_id = mr.tenant_id and m.id = mr.membership_id and m.is_active
          where mr.tenant_id = r.tenant_id and mr.role_id = r.id)`),
      })
      .orderBy('r.key')) as RoleView[],
});
