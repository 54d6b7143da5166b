export * from './commands/accept-invitation.ts';
export * from './commands/create-tenant.ts';
export * from './commands/invite.ts';
export * from './commands/logins.ts';
export { deactivateMember, reactivateMember, setMemberRoles, setRolePermissions } from './commands/members.ts';
export * from './commands/sessions.ts';
export * from './commands/sign-in-delay.ts';
export * from './commands/update-tenant.ts';
