import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function identity.setting(name text) returns text language sql stable as
      $$ select nullif(current_setting('app.' || name, true), '') $$;

    -- Rows as the code names them: camelCase, without secrets and without the counters that change with every change.
    create function identity.as_recorded(source jsonb) returns jsonb language sql immutable as $$
      select coalesce(jsonb_object_agg(lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2), value), '{}')
      from jsonb_each(source - '{tenant_id,token_hash,integrations,version,created_at,updated_at}'::text[])
    $$;

    -- Nobody changes who may do what without leaving a row, whichever way the change came. Somebody who works in the
    -- database itself has no actor: that is the operator, whose id is all zeros.
    create function identity.write_audit(tenant uuid, entity text, verb text, entity_id uuid, before jsonb, after jsonb)
    returns void language sql as $$
      insert into system.audit_log (tenant_id, actor_kind, actor_id, action, entity, entity_id, before, after, request_id)
      values (tenant, coalesce(identity.setting('actor_kind'), 'operator'),
              coalesce(identity.setting('actor_id')::uuid, '00000000-0000-0000-0000-000000000000'),
              coalesce(identity.setting('action'), entity || '.' || verb), entity, entity_id, before, after,
              coalesce(identity.setting('request_id'), 'database'))
    $$;

    create function identity.record_row() returns trigger language plpgsql as $$
    declare
      was jsonb := case when tg_op <> 'INSERT' then identity.as_recorded(to_jsonb(old)) end;
      is_now jsonb := case when tg_op <> 'DELETE' then identity.as_recorded(to_jsonb(new)) end;
      subject jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
      secrets_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) -> 'integrations' end;
      secrets_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) -> 'integrations' end;
    begin
      -- Access data of other systems: that they changed, never what they are.
      if secrets_now is distinct from coalesce(secrets_before, case when secrets_now is not null then '{}'::jsonb end) then
        is_now := is_now || '{"integrations": "changed"}';
      end if;
      if was is distinct from is_now then
        perform identity.write_audit(coalesce(subject ->> 'tenant_id', subject ->> 'id')::uuid,
          'identity.' || tg_table_name, lower(tg_op), (subject ->> 'id')::uuid, was, is_now);
      end if;
      return null;
    end $$;
    create trigger audit after insert or update or delete on identity.tenants
      for each row execute function identity.record_row();
    create trigger audit after insert or update or delete on identity.roles
      for each row execute function identity.record_row();
    create trigger audit after insert or update or delete on identity.memberships
      for each row execute function identity.record_row();
    create trigger audit after insert or update or delete on identity.invitations
      for each row execute function identity.record_row();
    create trigger audit after insert or update or delete on identity.service_principals
      for each row execute function identity.record_row();

    -- What a role may do, and which roles a member has, change as sets: one row for all that came or went at once.
    create function identity.record_permissions() returns trigger language plpgsql as $$
    declare
      came boolean := tg_op = 'INSERT';
      one record;
    begin
      for one in
        select tenant_id, role_id, jsonb_build_object('permissions', jsonb_agg(permission order by permission)) as set
        from changed group by tenant_id, role_id
      loop
        perform identity.write_audit(one.tenant_id, 'identity.role_permissions', lower(tg_op), one.role_id,
          case when not came then one.set end, case when came then one.set end);
      end loop;
      return null;
    end $$;
    create trigger audit_granted after insert on identity.role_permissions
      referencing new table as changed for each statement execute function identity.record_permissions();
    create trigger audit_withdrawn after delete on identity.role_permissions
      referencing old table as changed for each statement execute function identity.record_permissions();

    create function identity.record_member_roles() returns trigger language plpgsql as $$
    declare
      came boolean := tg_op = 'INSERT';
      one record;
    begin
      for one in
        select c.tenant_id, c.membership_id, jsonb_build_object('roles', jsonb_agg(r.key order by r.key)) as set
        from changed as c join identity.roles as r on r.tenant_id = c.tenant_id and r.id = c.role_id
        group by c.tenant_id, c.membership_id
      loop
        perform identity.write_audit(one.tenant_id, 'identity.membership_roles', lower(tg_op), one.membership_id,
          case when not came then one.set end, case when came then one.set end);
      end loop;
      return null;
    end $$;
    create trigger audit_granted after insert on identity.membership_roles
      referencing new table as changed for each statement execute function identity.record_member_roles();
    create trigger audit_withdrawn after delete on identity.membership_roles
      referencing old table as changed for each statement execute function identity.record_member_roles();
    revoke update on identity.role_permissions, identity.membership_roles from wardwright_app;

    -- Logins belong to no tenant, so what happens to them has a trail of its own.
    create table identity.account_events (
      id uuid primary key default gen_random_uuid(),
      at timestamptz not null default clock_timestamp(),
      user_id uuid not null,
      actor_kind text not null check (actor_kind in ('user', 'service', 'operator')),
      actor_id uuid,
      action text not null,
      before jsonb,
      after jsonb,
      request_id text not null
    );
    create index account_events_of_user on identity.account_events (user_id, at desc, id desc);
    alter table identity.account_events enable row level security;
    create policy logins on identity.account_events to wardwright_identity using (true) with check (true);
    create policy members on identity.account_events for select to wardwright_app
      using (exists (select 1 from identity.memberships as m where m.user_id = account_events.user_id));
    grant insert on identity.account_events to wardwright_identity;
    grant select on identity.account_events to wardwright_app;

    -- Through the product people change their own login, unless a command names somebody else.
    create function identity.write_account_event(subject uuid, verb text, before jsonb, after jsonb)
    returns void language sql as $$
      insert into identity.account_events (user_id, actor_kind, actor_id, action, before, after, request_id)
      select subject, kind, case when kind <> 'operator' then coalesce(identity.setting('actor_id')::uuid, subject) end,
             coalesce(identity.setting('action'), verb), before, after, coalesce(identity.setting('request_id'), 'database')
      from (select coalesce(identity.setting('actor_kind'),
                            case session_user when 'wardwright_identity' then 'user' else 'operator' end) as kind) as who
    $$;

    create function identity.login_facts(source jsonb) returns jsonb language sql immutable as $$
      select case when source is not null then jsonb_build_object('name', source -> 'name', 'email', source -> 'email',
        'isActive', source -> 'is_active', 'twoFactorEnabled', source -> 'two_factor_enabled') end
    $$;
    create function identity.record_login() returns trigger language plpgsql as $$
    declare
      was jsonb := case when tg_op <> 'INSERT' then identity.login_facts(to_jsonb(old)) end;
      is_now jsonb := case when tg_op <> 'DELETE' then identity.login_facts(to_jsonb(new)) end;
    begin
      if was is distinct from is_now then
        perform identity.write_account_event(case tg_op when 'DELETE' then old.id else new.id end,
          'login.' || lower(tg_op), was, is_now);
      end if;
      if tg_op = 'UPDATE' and old.is_active and not new.is_active then
        delete from identity.sessions where user_id = new.id;
        delete from identity.verifications where value = new.id::text;
      end if;
      return null;
    end $$;
    create trigger audit after insert or update or delete on identity.users
      for each row execute function identity.record_login();

    create function identity.record_password() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' and new.password is not null and identity.setting('action') is distinct from 'login.create' then
        perform identity.write_account_event(new.user_id, 'login.password.set', null, null);
      elsif tg_op = 'UPDATE' and new.password is distinct from old.password then
        perform identity.write_account_event(new.user_id, 'login.password.set', null, null);
      end if;
      return null;
    end $$;
    create trigger audit after insert or update on identity.accounts
      for each row execute function identity.record_password();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger audit on identity.accounts;
    drop trigger audit on identity.users;
    drop trigger audit on identity.tenants;
    drop trigger audit on identity.roles;
    drop trigger audit on identity.memberships;
    drop trigger audit on identity.invitations;
    drop trigger audit on identity.service_principals;
    drop trigger audit_granted on identity.role_permissions;
    drop trigger audit_withdrawn on identity.role_permissions;
    drop trigger audit_granted on identity.membership_roles;
    drop trigger audit_withdrawn on identity.membership_roles;
    drop function identity.record_password, identity.record_login, identity.login_facts, identity.write_account_event,
      identity.record_member_roles, identity.record_permissions, identity.record_row, identity.write_audit,
      identity.as_recorded, identity.setting;
    drop table identity.account_events;
    grant update on identity.role_permissions, identity.membership_roles to wardwright_app;
  `);
}
