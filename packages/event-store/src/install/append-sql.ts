/** Turns the tenant of the transaction on, and refuses when it is already at work for another one. */
export const enterTenant = `
  if coalesce(current_setting('app.tenant_id', true), '') <> p_tenant::text then
    if coalesce(current_setting('app.tenant_id', true), '') <> '' then
      raise exception 'The transaction belongs to another tenant.' using errcode = 'ES403';
    end if;
    perform set_config('app.tenant_id', p_tenant::text, true);
  end if;`;

/** Expectations travel as a number: a version, or one of these. */
export const ANY = -2;
export const STREAM_EXISTS = -1;
export const NO_STREAM = 0;

const outputs = 'out last_version integer, out last_position bigint, out duplicate boolean';

/**
 * The application itself may not insert: it comes through such a function or not at all, so nobody can forge a position.
 * Every statement names the tenant, which must be that of the transaction where one is set.
 */
export const door = 'language plpgsql security definer set search_path = pg_catalog, pg_temp';

/** Refuses to work for one tenant in the transaction of another. */
export const ownTenant = `
  if coalesce(current_setting('app.tenant_id', true), '') not in ('', p_tenant::text) then
    raise exception 'The transaction belongs to another tenant.' using errcode = 'ES403';
  end if;`;

// The row of the tenant is locked before anything is looked at, so what follows sees every earlier append of the tenant,
// and positions are handed out in the order of the commits.
const takePositions = (schema: string, count: string): string => `
  update ${schema}.tenant_positions t set last_position = t.last_position + ${count}
    where t.tenant_id = p_tenant returning t.last_position into last_position;
  if not found then
    insert into ${schema}.tenant_positions as t (tenant_id, last_position) values (p_tenant, ${count})
      on conflict (tenant_id) do update set last_position = t.last_position + ${count}
      returning t.last_position into last_position;
  end if;`;

interface Batch {
  readonly count: string;
  readonly isKnown: string;
  readonly ids: string;
  readonly types: string;
  readonly data: string;
}

// A repetition shows itself by a version that is no longer the expected one; only who expects none needs a look first.
const checkStream = (schema: string, { count, isKnown, ids, types, data }: Batch): string => `
  select e.event_version, e.stream_type into version_now, type_now from ${schema}.events e
    where e.tenant_id = p_tenant and e.stream_id = p_stream order by e.event_version desc limit 1;
  if not found then version_now := 0; end if;
  if p_expected <> version_now then
    if exists (select from ${schema}.events e where e.tenant_id = p_tenant and ${isKnown}) then
      select r.last_version, r.last_position into last_version, last_position
        from ${schema}.find_repeat(p_tenant, p_stream, p_stream_type, ${ids}, ${types}, ${data}) r;
      update ${schema}.tenant_positions t set last_position = t.last_position - ${count} where t.tenant_id = p_tenant;
      duplicate := true;
      return;
    end if;
    if not (p_expected = ${ANY} or (p_expected = ${STREAM_EXISTS} and version_now > 0)) then
      raise exception 'The stream is at version %, not at the expected one.', version_now
        using errcode = 'ES409', detail = json_build_object('expected', p_expected, 'actual', version_now)::text;
    end if;
  end if;
  if version_now > 0 and type_now <> p_stream_type then
    raise exception 'The stream is of type %, not %.', type_now, p_stream_type using errcode = 'ES422';
  end if;`;

// A repeated append gives back what it has given before. Nothing else may reuse an id.
const repeatSql = (schema: string): string => `
create or replace function ${schema}.find_repeat(
  p_tenant uuid, p_stream uuid, p_stream_type text, p_ids uuid[], p_types text[], p_data jsonb[], ${outputs})
${door} as $$
declare
  same integer; base integer; top integer;
begin${ownTenant}
  select count(*), min(e.event_version - n.place), max(e.event_version - n.place), max(e.event_version), max(e.global_position)
    into same, base, top, last_version, last_position
    from unnest(p_ids, p_types, p_data) with ordinality n(id, type, data, place)
    join ${schema}.events e on e.tenant_id = p_tenant and e.event_id = n.id
      and e.stream_id = p_stream and e.stream_type = p_stream_type and e.event_type = n.type and e.data = n.data;
  if same <> cardinality(p_ids) or base <> top then
    raise exception 'An event id is already in use for something else.' using errcode = 'ES208';
  end if;
  duplicate := true;
end $$;
`;

const one: Batch = {
  count: '1',
  isKnown: 'e.event_id = p_id',
  ids: 'array[p_id]',
  types: 'array[p_type]',
  data: 'array[p_data]',
};

// The shapes are checked here and not by constraints of the table, which PostgreSQL would parse anew for every insert.
const oneSql = (schema: string): string => `
create or replace function ${schema}.append_one(
  p_tenant uuid, p_stream uuid, p_stream_type text, p_expected integer, p_by uuid,
  p_id uuid, p_type text, p_data jsonb, p_metadata jsonb, ${outputs})
${door} as $$
declare
  version_now integer; type_now text;
begin
  if current_setting('app.tenant_id', true) <> p_tenant::text
      or jsonb_typeof(p_data) <> 'object' or jsonb_typeof(p_metadata) <> 'object' then${ownTenant}
    if jsonb_typeof(p_data) <> 'object' or jsonb_typeof(p_metadata) <> 'object' then
      raise exception 'Data and metadata of an event are objects.' using errcode = 'ES400';
    end if;
  end if;${takePositions(schema, one.count)}${checkStream(schema, one)}
  insert into ${schema}.events
    (tenant_id, stream_id, event_version, global_position, event_id, created_by, stream_type, event_type, data, metadata)
    values (p_tenant, p_stream, version_now + 1, last_position, p_id, p_by, p_stream_type, p_type, p_data, p_metadata);
  last_version := version_now + 1;
  duplicate := false;
end $$;
`;

/** Events travel as one document, which PostgreSQL takes apart faster than arrays: `[{"t": type, "d": data, "m": metadata}]`. */
export const eventRows = `rows from (jsonb_to_recordset(p_events) as (t text, d jsonb, m jsonb))`;

const collect = (key: string): string => `(select array_agg(n.${key} order by n.place) from ${eventRows} with ordinality n(t, d, m, place))`;

const many: Batch = { count: 'size', isKnown: 'e.event_id = any (p_ids)', ids: 'p_ids', types: collect('t'), data: collect('d') };

const manySql = (schema: string): string => `
create or replace function ${schema}.append_many(
  p_tenant uuid, p_stream uuid, p_stream_type text, p_expected integer, p_by uuid,
  p_ids uuid[], p_events jsonb, ${outputs})
${door} as $$
declare
  version_now integer; type_now text; size integer := cardinality(p_ids); written integer;
begin${ownTenant}
  if size = 0 or size <> jsonb_array_length(p_events) then
    raise exception 'An append needs at least one event, and each an id.' using errcode = 'ES400';
  end if;${takePositions(schema, many.count)}${checkStream(schema, many)}
  insert into ${schema}.events
    (tenant_id, stream_id, event_version, global_position, event_id, created_by, stream_type, event_type, data, metadata)
    select p_tenant, p_stream, version_now + n.place, last_position - size + n.place, p_ids[n.place], p_by, p_stream_type, n.t, n.d, n.m
    from ${eventRows} with ordinality n(t, d, m, place)
    where jsonb_typeof(n.d) = 'object' and jsonb_typeof(n.m) = 'object';
  get diagnostics written = row_count;
  if written <> size then
    raise exception 'Data and metadata of an event are objects.' using errcode = 'ES400';
  end if;
  last_version := version_now + size;
  duplicate := false;
end $$;
`;

/** Two of the doors for writing; `append_group` is the third. Each hands out positions, checks the expectation and writes, in one round trip. */
export const appendSql = (schema: string): string => [repeatSql(schema), oneSql(schema), manySql(schema)].join('\n');
