import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table directory.health_systems (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      name text not null,
      location text,
      description text,
      archived_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, name)
    );
    create table directory.sites (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      health_system_id uuid,
      name text not null,
      time_zone text not null,
      address text,
      office_phone text,
      contact_person text,
      contact_email text,
      archived_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, name),
      foreign key (tenant_id, health_system_id) references directory.health_systems (tenant_id, id)
    );
    create index sites_of_health_system on directory.sites (tenant_id, health_system_id);
    create table directory.programs (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      name text not null,
      kind text not null check (kind in ('residency', 'clerkship')),
      specialty text not null,
      site_id uuid not null,
      max_pgy integer not null default 3 check (max_pgy between 1 and 8),
      calendar_settings jsonb not null default '{}',
      rule_settings jsonb not null default '{}',
      archived_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, name),
      foreign key (tenant_id, site_id) references directory.sites (tenant_id, id)
    );
    create index programs_of_site on directory.programs (tenant_id, site_id);
    create table directory.people (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      user_id uuid references identity.users (id),
      name text not null,
      type text not null check (type in ('resident', 'faculty')),
      email text,
      pgy_level integer check (pgy_level between 1 and 8),
      target_clinical_blocks integer check (target_clinical_blocks >= 0),
      performs_procedures boolean not null default false,
      specialties text[] not null default '{}',
      primary_duty text,
      faculty_role text check (faculty_role in ('pd', 'apd', 'oic', 'dept_chief', 'sports_med', 'core', 'adjunct')),
      screener_role text check (screener_role in ('dedicated', 'rn', 'emt', 'resident')),
      can_screen boolean not null default false,
      screening_efficiency integer not null default 100 check (screening_efficiency between 0 and 100),
      sunday_call_count integer not null default 0,
      weekday_call_count integer not null default 0,
      fmit_weeks_count integer not null default 0,
      archived_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, email),
      unique (tenant_id, user_id)
    );
    create index people_by_type on directory.people (tenant_id, type, pgy_level);
    create index people_by_name on directory.people (tenant_id, type, name);
    create index people_by_faculty_role on directory.people (tenant_id, faculty_role);
    create index people_of_user on directory.people (user_id);
    create table directory.person_programs (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      person_id uuid not null,
      program_id uuid not null,
      starts_on date not null,
      ends_on date check (ends_on >= starts_on),
      archived_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, person_id, program_id, starts_on),
      foreign key (tenant_id, person_id) references directory.people (tenant_id, id),
      foreign key (tenant_id, program_id) references directory.programs (tenant_id, id)
    );
    create index person_programs_of_program on directory.person_programs (tenant_id, program_id);

    select system.protect_tenant_table('directory.health_systems', 'select, insert, update');
    select system.protect_tenant_table('directory.sites', 'select, insert, update');
    select system.protect_tenant_table('directory.programs', 'select, insert, update');
    select system.protect_tenant_table('directory.people', 'select, insert, update');
    select system.protect_tenant_table('directory.person_programs', 'select, insert, update');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop table directory.person_programs, directory.people, directory.programs, directory.sites, directory.health_systems',
  );
}
