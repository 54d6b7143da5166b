export * from './queries/invitations.ts';
export * from './queries/members.ts';
export * from './queries/session-list.ts';
export * from './queries/session.ts';
export * from './queries/tenant-settings.ts';
