/** The one place where a table may stand outside a rule. Each entry says why; an entry without a table is an offence. */
type Reasons = Readonly<Record<string, string>>;

/** Schemas whose tables belong to a library that brings and keeps them. */
export const foreignSchemas: Reasons = {
  jobs: 'The queue of graphile-worker, under a role of its own; the app may only call jobs.enqueue, which pins the tenant.',
};

/** Tables whose rows belong to no tenant. */
export const tenantless: Reasons = {
  'identity.users': 'A person may work for several tenants. The app role sees the members of the current one, by policy.',
  'identity.sessions': 'A session belongs to a login, before any tenant is chosen. Only the identity role may touch it.',
  'identity.accounts': 'Password hashes belong to a login. Only the identity role may touch them.',
  'identity.verifications': 'One-time codes belong to a login. Only the identity role may touch them.',
  'identity.two_factors': 'Second factors belong to a login. Only the identity role may touch them.',
  'identity.sign_in_delays': 'Counts failed sign-ins before anybody is known. Only the identity role may touch it.',
  'identity.account_events': 'What happened to a login. The app role sees those of the current tenant\'s members, by policy.',
  'identity.tenants': 'The list of tenants itself; a request must find its tenant by name before it has one.',
  'system.migrations': 'Which migrations have run; kept by Knex for the whole database.',
  'system.migrations_lock': 'Keeps two migrators apart; kept by Knex for the whole database.',
};

/** Policies, `<table> <policy>`, that let more through than the rows of the current tenant. */
export const widerPolicies: Reasons = {
  'identity.memberships entry': 'Sign-in lists the tenants of a login before one is chosen; reading only, identity role only.',
  'identity.membership_roles entry': 'Building the scope of a request needs the member\'s roles; reading only, identity role only.',
  'identity.role_permissions entry': 'Building the scope of a request needs the permissions; reading only, identity role only.',
};

/** Tables that no zod row describes. */
export const undescribed: Reasons = {
  'system.migrations': 'Kept by Knex; no code of ours reads its rows.',
  'system.migrations_lock': 'Kept by Knex; no code of ours reads its rows.',
};

/** Foreign keys, `<table> (<columns>)`, that need no index. */
export const unindexed: Reasons = {
  'identity.invitations (accepted_by)': 'Logins are deactivated, never deleted.',
  'identity.invitations (invited_by)': 'Logins are deactivated, never deleted.',
  'quality.contributions (tenant_id, facility_ref)': 'Facilities are archived, never deleted.',
  'quality.contributions (tenant_id, metric_ref)': 'Metrics are archived, never deleted.',
  'quality.observations (tenant_id, import_batch_id)': 'Import batches are never deleted, and every import would pay for the index.',
  'quality.signals (tenant_id, import_batch_id)': 'Import batches are never deleted.',
};

/** Entries of a list that name nothing which exists. */
export const stale = (list: Reasons, existing: Iterable<string>, name: string): string[] => {
  const known = new Set(existing);
  return Object.keys(list)
    .filter((entry) => !known.has(entry))
    .map((entry) => `${entry} stands in the list "${name}" but does not exist`);
};
