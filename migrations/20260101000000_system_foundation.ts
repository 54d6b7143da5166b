import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create schema identity;
    create schema directory;
    create schema quality;
    grant usage on schema system, identity, directory, quality to wardwright_app;
    grant usage on schema identity to wardwright_identity;

    -- The policy errs instead of hiding rows when no tenant is set: a forgotten scope must be noticed.
    create function system.protect_tenant_table(target regclass, rights text default 'select, insert, update, delete')
    returns void language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', target);
      execute format('alter table %s force row level security', target);
      execute format(
        'create policy tenant_isolation on %s
           using (tenant_id = (select current_setting(''app.tenant_id'')::uuid))
           with check (tenant_id = (select current_setting(''app.tenant_id'')::uuid))', target);
      execute format('grant %s on %s to wardwright_app', rights, target);
    end $$;

    create table system.audit_log (
      tenant_id uuid not null,
      id uuid not null default gen_random_uuid(),
      at timestamptz not null default clock_timestamp(),
      actor_kind text not null check (actor_kind in ('user', 'service', 'operator')),
      actor_id uuid not null,
      action text not null,
      entity text not null,
      entity_id uuid not null,
      before jsonb,
      after jsonb,
      request_id text not null,
      primary key (tenant_id, id)
    );
    create index audit_log_newest on system.audit_log (tenant_id, at desc, id desc);
    create index audit_log_of_entity on system.audit_log (tenant_id, entity_id, at desc);
    select system.protect_tenant_table('system.audit_log', 'select, insert');

    create table system.idempotency_keys (
      tenant_id uuid not null,
      actor_id uuid not null,
      key text not null check (length(key) between 8 and 200),
      command text not null,
      request_hash text not null,
      response jsonb,
      created_at timestamptz not null default now(),
      primary key (tenant_id, actor_id, key)
    );
    create index idempotency_keys_age on system.idempotency_keys (tenant_id, created_at);
    select system.protect_tenant_table('system.idempotency_keys');

    create table system.jobs (
      tenant_id uuid not null,
      id uuid not null default gen_random_uuid(),
      task text not null,
      title text not null,
      status text not null default 'queued'
        check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
      phase text,
      done bigint not null default 0 check (done >= 0),
      total bigint check (total >= 0),
      input jsonb not null default '{}',
      result jsonb,
      error text,
      attempts integer not null default 0,
      cancel_requested_at timestamptz,
      requested_by uuid not null,
      requested_by_kind text not null check (requested_by_kind in ('user', 'service')),
      started_at timestamptz,
      finished_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id)
    );
    create index jobs_newest on system.jobs (tenant_id, created_at desc, id desc);
    select system.protect_tenant_table('system.jobs', 'select, insert, update');

    create table system.email_logs (
      tenant_id uuid not null,
      id uuid not null default gen_random_uuid(),
      notification_id uuid,
      template_id uuid,
      recipient_email text not null,
      subject text not null,
      body_html text,
      body_text text,
      status text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'bounced')),
      error_message text,
      sent_at timestamptz,
      retry_count integer not null default 0,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id)
    );
    create index email_logs_newest on system.email_logs (tenant_id, created_at desc, id desc);
    select system.protect_tenant_table('system.email_logs', 'select, insert, update');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table system.email_logs, system.jobs, system.idempotency_keys, system.audit_log;
    drop function system.protect_tenant_table(regclass, text);
    drop schema quality;
    drop schema directory;
    drop schema identity;
  `);
}
