import { z } from 'zod';
import { lifecycleColumns, permission, tenantColumns, words } from '../kernel/index.ts';

export const plans = ['enterprise', 'standard'] as const;

/** A login. One person has one, however many tenants they work for. */
export const userRow = z.object({
  id: z.uuid(),
  email: z.email(),
  name: z.string(),
  emailVerified: z.boolean(),
  image: z.string().nullable(),
  isActive: z.boolean(),
  twoFactorEnabled: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type UserRow = z.infer<typeof userRow>;

/** The short name of a tenant in addresses: `/t/larkmoor/...`. */
export const subdomain = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'Use 1 to 63 lower-case letters, digits and hyphens');

/** A hospital group that works in its own space. Everything but logins belongs to exactly one tenant. */
export const tenantRow = z.object({
  id: z.uuid(),
  name: words(),
  subdomain: subdomain.nullable(),
  plan: z.enum(plans).nullable(),
  isActive: z.boolean(),
  isDemo: z.boolean(),
  features: z.record(z.string(), z.boolean()),
  enabledSpecialties: z.array(z.string()),
  branding: z.record(z.string(), z.string()),
  integrations: z.record(z.string(), z.unknown()),
  ...lifecycleColumns,
});
export type TenantRow = z.infer<typeof tenantRow>;

/** Something that acts without a login: the importer, the clock, the admission feed. */
export const servicePrincipalRow = z.object({
  ...tenantColumns,
  key: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
});
export type ServicePrincipalRow = z.infer<typeof servicePrincipalRow>;

/** A named bundle of permissions, editable per tenant. The key reads `<context>.<role>`. */
export const roleRow = z.object({
  ...tenantColumns,
  key: z.string().regex(/^[a-z]+\.[a-z-]+$/, 'A role key reads context.role'),
  title: words(100),
  ...lifecycleColumns,
});
export type RoleRow = z.infer<typeof roleRow>;

export const rolePermissionRow = z.object({ tenantId: z.uuid(), roleId: z.uuid(), permission });
export type RolePermissionRow = z.infer<typeof rolePermissionRow>;

/** A login's place in one tenant. */
export const membershipRow = z.object({
  ...tenantColumns,
  userId: z.uuid(),
  isActive: z.boolean(),
  ...lifecycleColumns,
});
export type MembershipRow = z.infer<typeof membershipRow>;

export const membershipRoleRow = z.object({ tenantId: z.uuid(), membershipId: z.uuid(), roleId: z.uuid() });
export type MembershipRoleRow = z.infer<typeof membershipRoleRow>;

/** A one-time link that lets somebody join a tenant. Only the hash of its token is kept. */
export const invitationRow = z.object({
  ...tenantColumns,
  email: z.email(),
  roleIds: z.array(z.uuid()).min(1).max(20),
  tokenHash: z.string(),
  invitedBy: z.uuid(),
  expiresAt: z.iso.datetime(),
  acceptedAt: z.iso.datetime().nullable(),
  acceptedBy: z.uuid().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  ...lifecycleColumns,
});
export type InvitationRow = z.infer<typeof invitationRow>;
