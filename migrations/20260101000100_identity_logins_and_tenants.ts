import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table identity.users (
      id uuid primary key default gen_random_uuid(),
      email text not null check (email = lower(email)),
      name text not null,
      email_verified boolean not null default false,
      image text,
      is_active boolean not null default true,
      two_factor_enabled boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint users_email_key unique (email)
    );
    create table identity.sessions (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references identity.users (id) on delete cascade,
      token text not null unique,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index sessions_of_user on identity.sessions (user_id);
    create table identity.accounts (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references identity.users (id) on delete cascade,
      account_id text not null,
      provider_id text not null,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (provider_id, account_id)
    );
    create index accounts_of_user on identity.accounts (user_id);
    create table identity.verifications (
      id uuid primary key default gen_random_uuid(),
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index verifications_of_identifier on identity.verifications (identifier);
    create table identity.two_factors (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references identity.users (id) on delete cascade,
      secret text not null,
      backup_codes text not null
    );
    create index two_factors_of_user on identity.two_factors (user_id);

    -- One row per account and address that lately failed to sign in; the key is a hash, so that nothing typed by mistake
    -- (a password in the wrong field) is kept.
    create table identity.sign_in_delays (
      key text primary key check (key ~ '^[0-9a-f]{64}$'),
      failures integer not null check (failures >= 1),
      retry_at timestamptz not null,
      failed_at timestamptz not null default now()
    );
    create index sign_in_delays_age on identity.sign_in_delays (failed_at);

    create table identity.tenants (
      id uuid primary key default gen_random_uuid(),
      name text not null check (length(name) between 1 and 255),
      subdomain text unique check (subdomain ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9]){0,1}$'),
      plan text check (plan in ('enterprise', 'standard')),
      is_active boolean not null default true,
      is_demo boolean not null default false,
      features jsonb not null default '{}',
      enabled_specialties jsonb not null default '[]',
      branding jsonb not null default '{}',
      integrations jsonb not null default '{}',
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index tenants_active on identity.tenants (is_active);

    create table identity.service_principals (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      key text not null,
      name text not null,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, key)
    );
    create table identity.roles (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      key text not null check (key ~ '^[a-z]+[.][a-z-]+$'),
      title text not null,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, key)
    );
    create table identity.role_permissions (
      tenant_id uuid not null,
      role_id uuid not null,
      permission text not null check (permission ~ '^[a-z]+([.][a-z-]+){2}$'),
      primary key (tenant_id, role_id, permission),
      foreign key (tenant_id, role_id) references identity.roles (tenant_id, id) on delete cascade
    );
    create table identity.memberships (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      user_id uuid not null references identity.users (id),
      is_active boolean not null default true,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, user_id)
    );
    create index memberships_of_user on identity.memberships (user_id);
    create table identity.membership_roles (
      tenant_id uuid not null,
      membership_id uuid not null,
      role_id uuid not null,
      primary key (tenant_id, membership_id, role_id),
      foreign key (tenant_id, membership_id) references identity.memberships (tenant_id, id) on delete cascade,
      foreign key (tenant_id, role_id) references identity.roles (tenant_id, id)
    );
    create index membership_roles_of_role on identity.membership_roles (tenant_id, role_id);
    create table identity.invitations (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      email text not null check (email = lower(email)),
      role_ids uuid[] not null check (cardinality(role_ids) between 1 and 20),
      token_hash text not null,
      invited_by uuid not null references identity.users (id),
      expires_at timestamptz not null,
      accepted_at timestamptz,
      accepted_by uuid references identity.users (id),
      revoked_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, token_hash)
    );
    create index invitations_newest on identity.invitations (tenant_id, created_at desc, id desc);

    select system.protect_tenant_table('identity.service_principals', 'select, insert');
    select system.protect_tenant_table('identity.roles');
    select system.protect_tenant_table('identity.role_permissions');
    select system.protect_tenant_table('identity.memberships', 'select, insert, update');
    select system.protect_tenant_table('identity.membership_roles');
    select system.protect_tenant_table('identity.invitations', 'select, insert, update');
    -- The access data of other systems are written by the product and read by nobody yet.
    grant select (id, name, subdomain, plan, is_active, is_demo, features, enabled_specialties, branding, version, created_at, updated_at),
      insert, update
      on identity.tenants to wardwright_app;

    grant select, insert, update, delete
      on identity.users, identity.sessions, identity.accounts, identity.verifications, identity.two_factors,
        identity.sign_in_delays
      to wardwright_identity;
    -- Who may enter which tenant, and with which rights, is read across tenants: before a request has one.
    grant select (id, name, subdomain, is_active, is_demo) on identity.tenants to wardwright_identity;
    grant select on identity.memberships, identity.membership_roles, identity.role_permissions to wardwright_identity;
    create policy entry on identity.memberships for select to wardwright_identity using (true);
    create policy entry on identity.membership_roles for select to wardwright_identity using (true);
    create policy entry on identity.role_permissions for select to wardwright_identity using (true);

    -- A tenant sees the logins of its own members and nobody else's.
    alter table identity.users enable row level security;
    create policy logins on identity.users to wardwright_identity using (true) with check (true);
    create policy members on identity.users for select to wardwright_app
      using (exists (select 1 from identity.memberships as m where m.user_id = users.id));
    grant select (id, name, email, is_active, created_at) on identity.users to wardwright_app;

    -- A link for a new password may have been shown to the administrators of the only tenant of a login. With the second
    -- tenant it ends, or they could enter that one. The row of the login makes whoever shows a link and whoever joins wait
    -- for each other. The app role may not see links, so this runs with the rights of the owner.
    create function identity.end_links() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      perform from identity.users where id = new.user_id for no key update;
      delete from identity.verifications where value = new.user_id::text;
      return null;
    end $$;
    create trigger end_links after insert on identity.memberships for each row execute function identity.end_links();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table identity.invitations, identity.membership_roles, identity.memberships, identity.role_permissions,
      identity.roles, identity.service_principals, identity.tenants, identity.two_factors, identity.verifications,
      identity.accounts, identity.sessions, identity.sign_in_delays, identity.users cascade;
    drop function identity.end_links;
  `);
}
