import { enterTenant } from './append-sql.ts';

const columns = 'e.event_id, e.stream_id, e.stream_type, e.event_type, e.event_version, e.global_position, e.data, e.metadata, e.created_at, e.created_by';
const row = `table (event_id uuid, stream_id uuid, stream_type varchar, event_type varchar, event_version integer,
  global_position bigint, data jsonb, metadata jsonb, created_at timestamptz, created_by uuid)`;

const stretch = `e.tenant_id = p_tenant and e.stream_id = p_stream and e.event_version between p_from and p_to
      and (p_position is null or e.global_position <= p_position) and (p_until is null or e.created_at <= p_until)`;

const streamSql = (schema: string): string => `
create or replace function ${schema}.read_stream(
  p_tenant uuid, p_stream uuid, p_from integer, p_to integer, p_position bigint, p_until timestamptz, p_forward boolean, p_limit integer)
returns ${row} language plpgsql rows 100 as $$
begin${enterTenant}
  if p_forward then
    return query select ${columns} from ${schema}.events e where ${stretch} order by e.event_version limit p_limit;
  else
    return query select ${columns} from ${schema}.events e where ${stretch} order by e.event_version desc limit p_limit;
  end if;
end $$;
`;

// The newest snapshot of this revision comes first, in the shape of an event without a type, then what happened since.
const loadSql = (schema: string): string => `
create or replace function ${schema}.load_stream(p_tenant uuid, p_stream uuid, p_schema_version integer)
returns ${row} language plpgsql rows 100 as $$
declare
  snapshot ${schema}.snapshots;
begin${enterTenant}
  select * into snapshot from ${schema}.snapshots s
    where s.tenant_id = p_tenant and s.stream_id = p_stream and s.schema_version = p_schema_version
    order by s.version desc limit 1;
  if found then
    return query select null::uuid, snapshot.stream_id, snapshot.stream_type, null::varchar, snapshot.version,
      null::bigint, snapshot.state, null::jsonb, snapshot.created_at, null::uuid;
  end if;
  return query select ${columns} from ${schema}.events e
    where e.tenant_id = p_tenant and e.stream_id = p_stream and e.event_version > coalesce(snapshot.version, 0)
    order by e.event_version;
end $$;
`;

const tenantSql = (schema: string): string => `
create or replace function ${schema}.read_tenant(p_tenant uuid, p_after bigint, p_to bigint, p_limit integer)
returns ${row} language plpgsql rows 1000 as $$
begin${enterTenant}
  return query select ${columns} from ${schema}.events e
    where e.tenant_id = p_tenant and e.global_position > p_after and (p_to is null or e.global_position <= p_to)
    order by e.global_position limit p_limit;
end $$;

create or replace function ${schema}.head(p_tenant uuid) returns bigint language plpgsql as $$
begin${enterTenant}
  return coalesce((select t.last_position from ${schema}.tenant_positions t where t.tenant_id = p_tenant), 0);
end $$;

create or replace function ${schema}.find_event(p_tenant uuid, p_event uuid)
returns ${row} language plpgsql rows 1 as $$
begin${enterTenant}
  return query select ${columns} from ${schema}.events e where e.tenant_id = p_tenant and e.event_id = p_event;
end $$;
`;

const snapshotSql = (schema: string): string => `
create or replace function ${schema}.save_snapshot(
  p_tenant uuid, p_stream uuid, p_stream_type text, p_version integer, p_schema_version integer, p_state jsonb)
returns void language plpgsql as $$
begin${enterTenant}
  insert into ${schema}.snapshots as s (tenant_id, stream_id, stream_type, version, schema_version, state)
    values (p_tenant, p_stream, p_stream_type, p_version, p_schema_version, p_state)
    on conflict (tenant_id, stream_id, version) do update set schema_version = p_schema_version, state = p_state;
  delete from ${schema}.snapshots s where s.tenant_id = p_tenant and s.stream_id = p_stream and (
    s.schema_version <> p_schema_version or s.version not in (
      select k.version from ${schema}.snapshots k where k.tenant_id = p_tenant and k.stream_id = p_stream
        and k.schema_version = p_schema_version order by k.version desc limit 2));
end $$;
`;

// Workers must see which tenants have news before they can enter one. This is the only door past the tenant policy:
// it shows positions and states, never an event.
const workSql = (schema: string): string => `
create or replace function ${schema}.progress(p_subscriptions text[], p_behind_only boolean)
returns table (tenant_id uuid, subscription_id text, head bigint, last_position bigint, revision integer, status text,
  attempts integer, retry_at timestamptz, last_error text, updated_at timestamptz, parked bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.tenant_id, n.name, t.last_position, coalesce(s.last_position, 0), s.revision, s.status,
    s.attempts, s.retry_at, s.last_error, s.updated_at,
    case when p_behind_only then 0 else (select count(*) from ${schema}.parked p
      where p.tenant_id = t.tenant_id and p.subscription_id = n.name) end
  from ${schema}.tenant_positions t
  cross join unnest(p_subscriptions) n(name)
  left join ${schema}.subscriptions s on s.tenant_id = t.tenant_id and s.subscription_id = n.name
  where not p_behind_only or (t.last_position > coalesce(s.last_position, 0)
    and (s.retry_at is null or s.retry_at <= clock_timestamp()) and s.status is distinct from 'failed')
$$;
`;

/** Reading, one round trip each. */
export const readSql = (schema: string): string =>
  [streamSql, loadSql, tenantSql, snapshotSql, workSql].map((part) => part(schema)).join('\n');
