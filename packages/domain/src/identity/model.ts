import { TenantModel } from '../db/tenant-model.ts';
import type { InvitationRow, MembershipRow, RoleRow } from './schema.ts';

/** Roles of a hospital group, as the database keeps them: named bundles of permissions. */
export interface Role extends RoleRow {}
export class Role extends TenantModel {
  static override tableName = 'identity.roles';
  static override noun = 'role';
}

/** Places of logins in a hospital group, as the database keeps them; a deactivated one stays as a row. */
export interface Membership extends MembershipRow {}
export class Membership extends TenantModel {
  static override tableName = 'identity.memberships';
  static override noun = 'member';
}

/** Links that let somebody join a hospital group, as the database keeps them: the hash of the token, never the token. */
export interface Invitation extends InvitationRow {}
export class Invitation extends TenantModel {
  static override tableName = 'identity.invitations';
  static override noun = 'invitation';
}
