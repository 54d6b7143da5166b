import type { Knex } from 'knex';
import type { Guard } from '../guard.ts';
import { type Policy, readTables, type Table } from './catalog.ts';
import { foreignSchemas, stale, tenantless, widerPolicies } from './exceptions.ts';

/** The condition in the form that errs when no tenant is set; with `true` as second argument it would hide rows instead. */
const ownRows = "(tenant_id = ( SELECT (current_setting('app.tenant_id'::text))::uuid AS current_setting))";

const isolates = ({ command, permissive, roles, using, withCheck }: Policy): boolean =>
  command === 'all' && permissive && roles.includes('public') && using === ownRows && withCheck === ownRows;

/** Policies are joined by OR: one wide policy opens what the others close. */
const opens = (policy: Policy): boolean =>
  policy.permissive && !isolates(policy) && !(`${policy.table} ${policy.name}` in widerPolicies);

function offencesOf(table: Table): string[] {
  const { name, kind, columns, policies } = table;
  if (kind === 'view') return table.asksAsInvoker ? [] : [`${name} is a view without security_invoker: it reads past the policies`];
  if (kind === 'materialized view') return [`${name} is a materialised view: policies cannot protect its rows`];
  if (name in tenantless) return [];
  const tenant = columns.find((column) => column.name === 'tenant_id');
  if (!tenant) return [`${name} has no tenant_id and does not stand in the list of tables without a tenant`];
  return [
    ...(tenant.type === 'uuid' && !tenant.nullable ? [] : [`${name}.tenant_id must be uuid not null`]),
    ...(table.secured ? [] : [`${name} has row-level security switched off`]),
    ...(table.forced ? [] : [`${name} does not force row-level security on its owner`]),
    ...(policies.some(isolates) ? [] : [`${name} has no policy that keeps tenants apart for reading and for writing`]),
    ...policies.filter(opens).map((policy) => `${name}: policy "${policy.name}" lets more through than the rows of the tenant`),
  ];
}

export const tenancy: Guard<Knex> = {
  name: 'tenancy',
  promise: 'Every table keeps tenants apart by forced row-level security, or is listed with a reason.',
  check: async (knex) => {
    const tables = (await readTables(knex)).filter(({ schema }) => !(schema in foreignSchemas));
    const policies = tables.flatMap((table) => table.policies.map(({ name }) => `${table.name} ${name}`));
    return {
      looked: tables.length,
      unit: 'tables',
      offences: [
        ...tables.flatMap(offencesOf),
        ...stale(tenantless, tables.map(({ name }) => name), 'tables without a tenant'),
        ...stale(widerPolicies, policies, 'wider policies'),
      ],
    };
  },
};
