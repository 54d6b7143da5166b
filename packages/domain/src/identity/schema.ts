import { z } from 'zod';
import { lifecycleColumns, permission, tenantColumns, words } from '../kernel/index.ts';
import { auditActorKinds } from '../system/schema.ts';

/** What a hospital group has subscribed to; null in its row where nobody has said. */
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

/** One signed-in browser. `token` is the hash of what the cookie carries; `updatedAt` is the last time it was used. */
export const sessionRow = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  token: z.string(),
  expiresAt: z.iso.datetime(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type SessionRow = z.infer<typeof sessionRow>;

/** How a login proves itself. Today always by password, of which only a hash is kept. */
export const accountRow = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  accountId: z.string(),
  providerId: z.string(),
  accessToken: z.string().nullable(),
  refreshToken: z.string().nullable(),
  idToken: z.string().nullable(),
  accessTokenExpiresAt: z.iso.datetime().nullable(),
  refreshTokenExpiresAt: z.iso.datetime().nullable(),
  scope: z.string().nullable(),
  password: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** A link sent to a login, such as for a forgotten password; `identifier` is a hash, `value` the login. */
export const verificationRow = z.object({
  id: z.uuid(),
  identifier: z.string(),
  value: z.string(),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** The second factor of a login. */
export const twoFactorRow = z.object({ id: z.uuid(), userId: z.uuid(), secret: z.string(), backupCodes: z.string() });

/** How long an account must wait after failed sign-ins from one address; `key` is a hash of both. */
export const signInDelayRow = z.object({
  key: z.string(),
  failures: z.int().min(1),
  retryAt: z.iso.datetime(),
  failedAt: z.iso.datetime(),
});

/** What happened to a login: made, renamed, deactivated, password set. Tenants see those of their members. */
export const accountEventRow = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  userId: z.uuid(),
  actorKind: z.enum(auditActorKinds),
  actorId: z.uuid().nullable(),
  action: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string(),
});
export type AccountEventRow = z.infer<typeof accountEventRow>;

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

/** A role by its names: the key says whether it came with the product, the title is what this hospital group calls it. */
export const namedRole = roleRow.pick({ key: true, title: true });
export type NamedRole = z.infer<typeof namedRole>;

/** One thing that a role of a hospital group may do. */
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

/** One role that a member of a hospital group has. */
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
