const rights: Readonly<Record<string, string>> = {
  events: 'select',
  tenant_positions: 'select',
  snapshots: 'select, insert, update, delete',
  subscriptions: 'select, insert, update, delete',
  parked: 'select, insert, update, delete',
};

const signatures = [
  'append_one(uuid, uuid, text, integer, uuid, uuid, text, jsonb, jsonb)',
  'append_many(uuid, uuid, text, integer, uuid, uuid[], jsonb)',
  'append_group(uuid, uuid[], text[], integer[], uuid[], integer[], integer[], uuid[], jsonb)',
  'find_repeat(uuid, uuid, text, uuid[], text[], jsonb[])',
  'read_stream(uuid, uuid, integer, integer, bigint, timestamptz, boolean, integer)',
  'load_stream(uuid, uuid, integer)',
  'read_tenant(uuid, bigint, bigint, integer)',
  'head(uuid)',
  'find_event(uuid, uuid)',
  'save_snapshot(uuid, uuid, text, integer, integer, jsonb)',
  'progress(text[], boolean)',
  'refuse_change()',
];

/**
 * What the functions that run as the owner may do without the policy of the tenant: `append` names the tenant in every
 * statement, `progress` looks at the positions of all. The application reaches neither but through them.
 */
const ofOwner: Readonly<Record<string, { name: string; command: string; rule: string }>> = {
  events: { name: 'append_door', command: 'all', rule: 'using (true) with check (true)' },
  tenant_positions: { name: 'append_door', command: 'all', rule: 'using (true) with check (true)' },
  subscriptions: { name: 'progress_of_all', command: 'select', rule: 'using (true)' },
  parked: { name: 'progress_of_all', command: 'select', rule: 'using (true)' },
};

/** Policy that errs when no tenant is set: a forgotten scope must be noticed, not answered with nothing. */
export const isolate = (table: string): string => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
drop policy if exists tenant_isolation on ${table};
create policy tenant_isolation on ${table}
  using (tenant_id = (select current_setting('app.tenant_id')::uuid))
  with check (tenant_id = (select current_setting('app.tenant_id')::uuid));`;

function tableRights(schema: string, name: string, granted: string, owner: string, app: string | undefined): string {
  const table = `${schema}.${name}`;
  const wider = ofOwner[name];
  const door = wider
    ? `drop policy if exists ${wider.name} on ${table};
create policy ${wider.name} on ${table} for ${wider.command} to ${owner} ${wider.rule};`
    : '';
  const grants = app === undefined ? '' : `grant ${granted} on ${table} to ${app};`;
  return `${isolate(table)}
${door}
revoke all on ${table} from public;
${grants}
alter table ${table} owner to ${owner};`;
}

function functionRights(schema: string, signature: string, owner: string, app: string | undefined): string {
  const grant = app === undefined ? '' : `grant execute on function ${schema}.${signature} to ${app};`;
  return `revoke all on function ${schema}.${signature} from public;
${grant}
alter function ${schema}.${signature} owner to ${owner};`;
}

/** Row-level security, rights and ownership. The application may append, never change. */
export const rightsSql = (schema: string, owner: string, app: string | undefined): string =>
  [
    ...Object.entries(rights).map(([name, granted]) => tableRights(schema, name, granted, owner, app)),
    ...signatures.map((signature) => functionRights(schema, signature, owner, app)),
    app === undefined ? '' : `grant usage on schema ${schema} to ${app};`,
    `alter schema ${schema} owner to ${owner};`,
  ].join('\n');
