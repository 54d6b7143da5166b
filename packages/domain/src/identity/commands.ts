export * from './commands/create-tenant.ts';
export * from './commands/logins.ts';
