/** Tables, each with the tenant first in every key, and the trigger that keeps events as they were written. */
export const tablesSql = (schema: string): string => `
create schema if not exists ${schema};

create table if not exists ${schema}.events (
  tenant_id uuid not null,
  stream_id uuid not null,
  event_version integer not null,
  global_position bigint not null,
  event_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  stream_type varchar(100) not null,
  event_type varchar(200) not null,
  data jsonb not null,
  metadata jsonb not null,
  primary key (tenant_id, stream_id, event_version),
  unique (tenant_id, global_position),
  unique (tenant_id, event_id)
);

-- Rewritten by every append: the room on the page lets PostgreSQL do so without touching the index.
create table if not exists ${schema}.tenant_positions (
  tenant_id uuid primary key,
  last_position bigint not null
) with (fillfactor = 10);

create table if not exists ${schema}.snapshots (
  tenant_id uuid not null,
  snapshot_id uuid not null default gen_random_uuid(),
  stream_id uuid not null,
  version integer not null check (version > 0),
  schema_version integer not null,
  stream_type varchar(100) not null,
  state jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, stream_id, version),
  unique (tenant_id, snapshot_id)
);

create table if not exists ${schema}.subscriptions (
  tenant_id uuid not null,
  subscription_id varchar(200) not null,
  last_position bigint not null default 0 check (last_position >= 0),
  revision integer not null default 1,
  status text not null default 'running' check (status in ('running', 'retrying', 'rebuilding', 'failed')),
  attempts integer not null default 0,
  retry_at timestamptz,
  last_error text,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, subscription_id)
) with (fillfactor = 50);

create table if not exists ${schema}.parked (
  tenant_id uuid not null,
  subscription_id varchar(200) not null,
  stream_id uuid not null,
  position bigint not null,
  attempts integer not null,
  error text not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, subscription_id, stream_id)
);

create or replace function ${schema}.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Events are never changed or deleted: % on % is refused.', tg_op, tg_table_name using errcode = 'ES405';
end $$;

create or replace trigger append_only before update or delete or truncate on ${schema}.events
  for each statement execute function ${schema}.refuse_change();
`;
