import type { Knex } from 'knex';
import { z } from 'zod';
import { accessMatrices } from '../../access.ts';
import { lock, type Scope } from '../../db/index.ts';
import { DomainError, permission, rowVersion } from '../../kernel/index.ts';
import { Membership, Role } from '../model.ts';
import { administratorRole, administratorRights } from '../rules.ts';
import { defineGovernance } from './governance.ts';
import { withdrawInvitationsOf } from './open-invitations.ts';

const versioned = { id: z.uuid(), expectedVersion: rowVersion };
const newVersion = z.object({ id: z.uuid(), version: z.int() });

/** Whoever lets members in, shuts them out or changes their roles takes turns, so that two administrators cannot remove each other. */
export const guardAdministrators = (trx: Knex.Transaction, scope: Scope) => lock(trx, administratorRole, scope.tenantId);

async function refuseWithoutAdministrator(trx: Knex.Transaction): Promise<void> {
  const one = await trx('identity.memberships as m')
    .join('identity.membershipRoles as mr', (join) => join.on('mr.tenantId', 'm.tenantId').andOn('mr.membershipId', 'm.id'))
    .join('identity.roles as r', (join) => join.on('r.tenantId', 'mr.tenantId').andOn('r.id', 'mr.roleId'))
    .join('identity.users as u', 'u.id', 'm.userId')
    .where({ 'm.isActive': true, 'u.isActive': true, 'r.key': administratorRole })
    .first('m.id');
  if (!one)
    throw new DomainError('conflict', 'The hospital group would be left without an administrator. Make somebody else one first.', {
      role: administratorRole,
    });
}

const setActive = (name: `tenant.member.${string}`, isActive: boolean) =>
  defineGovernance({
    name,
    permission: 'tenant.member.write',
    input: z.object(versioned),
    output: newVersion,
    run: async (trx, scope, { id, expectedVersion }) => {
      await guardAdministrators(trx, scope);
      const { version, userId } = await Membership.change(trx, scope, id, { isActive }, expectedVersion);
      await withdrawInvitationsOf(trx, userId);
      if (!isActive) await refuseWithoutAdministrator(trx);
      return { id, version };
    },
  });

/** Shuts a member out of this tenant from the next request on, and withdraws invitations of theirs. The login itself stays, and so does their work. */
export const deactivateMember = setActive('tenant.member.deactivate', false);

/** Lets a deactivated member in again, with the roles they had. */
export const reactivateMember = setActive('tenant.member.reactivate', true);

/** Makes sure that every role belongs to this tenant. @throws DomainError `not-found` */
export async function requireRoles(trx: Knex.Transaction, roleIds: readonly string[]): Promise<void> {
  const known = await Role.query(trx).whereIn('id', [...roleIds]).select('tenantId', 'id');
  if (known.length < new Set(roleIds).size) throw new DomainError('not-found', 'There is no such role.', { field: 'roleIds' });
}

/** Gives a member exactly these roles, writing only the difference. */
export async function replaceRoles(trx: Knex.Transaction, tenantId: string, membershipId: string, roleIds: readonly string[]): Promise<void> {
  const rows = (await trx('identity.membershipRoles').where({ tenantId, membershipId }).select('roleId')) as { roleId: string }[];
  const had = new Set(rows.map((row) => row.roleId));
  const wanted = new Set(roleIds);
  const gone = [...had].filter((id) => !wanted.has(id));
  const added = [...wanted].filter((id) => !had.has(id));
  if (gone.length > 0) await trx('identity.membershipRoles').where({ tenantId, membershipId }).whereIn('roleId', gone).delete();
  if (added.length > 0)
    await trx('identity.membershipRoles').insert(added.map((roleId) => ({ tenantId, membershipId, roleId })));
}

/** Gives a member exactly these roles; it counts from their next request on. */
export const setMemberRoles = defineGovernance({
  name: 'tenant.member.set-roles',
  permission: 'tenant.member.write',
  input: z.object({ ...versioned, roleIds: z.array(z.uuid()).max(50) }),
  output: newVersion,
  run: async (trx, scope, { id, expectedVersion, roleIds }) => {
    await guardAdministrators(trx, scope);
    const { version, userId } = await Membership.change(trx, scope, id, {}, expectedVersion);
    await withdrawInvitationsOf(trx, userId);
    await requireRoles(trx, roleIds);
    await replaceRoles(trx, scope.tenantId, id, roleIds);
    await refuseWithoutAdministrator(trx);
    return { id, version };
  },
});

const known: ReadonlySet<string> = new Set(accessMatrices.flatMap(({ permissions }) => Object.keys(permissions)));

function checkPermissions(key: string, permissions: readonly string[]): void {
  const unknown = permissions.filter((one) => !known.has(one));
  if (unknown.length > 0)
    throw new DomainError('invalid', `There is no permission "${unknown[0]}".`, { field: 'permissions', unknown });
  const lacking = key === administratorRole ? administratorRights.filter((right) => !permissions.includes(right)) : [];
  if (lacking.length > 0)
    throw new DomainError('rule-broken', 'Administrators keep the right to manage members and roles, or nobody could give it back.', {
      lacking,
    });
}

/** Decides what a role may do in this tenant; it counts from the next request of everybody who has the role. */
export const setRolePermissions = defineGovernance({
  name: 'tenant.role.set-permissions',
  permission: 'tenant.role.write',
  input: z.object({ ...versioned, permissions: z.array(permission).max(500) }),
  output: newVersion,
  run: async (trx, scope, { id, expectedVersion, permissions }) => {
    const { version, key } = await Role.change(trx, scope, id, {}, expectedVersion);
    checkPermissions(key, permissions);
    const { tenantId } = scope;
    const rows = (await trx('identity.rolePermissions').where({ tenantId, roleId: id }).select('permission')) as { permission: string }[];
    const had = new Set(rows.map((row) => row.permission));
    const wanted = new Set<string>(permissions);
    const gone = [...had].filter((one) => !wanted.has(one));
    const added = [...wanted].filter((one) => !had.has(one));
    if (gone.length > 0) await trx('identity.rolePermissions').where({ tenantId, roleId: id }).whereIn('permission', gone).delete();
    if (added.length > 0)
      await trx('identity.rolePermissions').insert(added.map((one) => ({ tenantId, roleId: id, permission: one })));
    return { id, version };
  },
});
