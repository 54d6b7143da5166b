import { TenantModel } from '../db/tenant-model.ts';
import type { InvitationRow, MembershipRow, RoleRow } from './schema.ts';

export interface Role extends RoleRow {}
export class Role extends TenantModel {
  static override tableName = 'identity.roles';
  static override noun = 'role';
}

export interface Membership extends MembershipRow {}
export class Membership extends TenantModel {
  static override tableName = 'identity.memberships';
  static override noun = 'member';
}

export interface Invitation extends InvitationRow {}
export class Invitation extends TenantModel {
  static override tableName = 'identity.invitations';
  static override noun = 'invitation';
}
