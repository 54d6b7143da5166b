import type { Knex } from 'knex';
import type { Guard } from '../guard.ts';

interface Role {
  readonly name: string;
  readonly powers: readonly string[];
  readonly memberOf: readonly string[];
  readonly owned: readonly string[];
}

const rolesSql = `
  select r.rolname as name,
    array_remove(array[case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
      case when rolcreaterole then 'createrole' end, case when rolreplication then 'replication' end], null) as powers,
    array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid) as "memberOf",
    array(select 'schema ' || nspname from pg_namespace where nspowner = r.oid
      union all select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where relowner = r.oid and n.nspname !~ '^pg_(toast|temp)'
      union all select 'function ' || p.oid::regprocedure from pg_proc p where proowner = r.oid) as owned
  from pg_roles r where r.rolname like 'wardwright\\_%' order by 1`;

const functionsSql = `
  select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner, r.rolsuper as "ownerIsSuperuser",
    exists (select from unnest(p.proconfig) as setting where setting like 'search\\_path=%') as pinned,
    -- Nobody can call a trigger's function; it runs by its trigger or not at all.
    p.prorettype <> 'trigger'::regtype
      and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as "anybody"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
  where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') order by 1`;

const grantsSql = `
  select c.oid::regclass::text as table, coalesce(r.rolname, 'public') as role, a.privilege_type as privilege
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
  where n.nspname not in ('pg_catalog', 'information_schema') and c.relkind in ('r', 'p', 'v', 'm')
    and a.grantee <> c.relowner and (a.grantee = 0 or a.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES', 'MAINTAIN'))
  order by 1, 2, 3`;

interface Definer {
  readonly name: string;
  readonly owner: string;
  readonly ownerIsSuperuser: boolean;
  readonly pinned: boolean;
  readonly anybody: boolean;
}

const wanted = ['wardwright_app', 'wardwright_identity', 'wardwright_jobs', 'wardwright_owner'];
const mayOwn = new Set(['wardwright_owner', 'wardwright_jobs']);

const ask = async <Row>(knex: Knex, sql: string): Promise<readonly Row[]> => {
  const { rows } = (await knex.raw(sql)) as { rows: readonly Row[] };
  return rows;
};

const offencesOfRole = ({ name, powers, memberOf, owned }: Role): string[] => [
  ...powers.map((power) => `${name} is ${power}: policies do not bind it, or it can free itself of them`),
  ...memberOf.map((group) => `${name} is a member of ${group} and can take its place`),
  ...(mayOwn.has(name) ? [] : owned.map((thing) => `${name} owns ${thing}: an owner may switch policies off`)),
];

const offencesOfDefiner = ({ name, owner, ownerIsSuperuser, pinned, anybody }: Definer): string[] => [
  ...(pinned ? [] : [`${name} runs as ${owner} without a pinned search_path`]),
  ...(ownerIsSuperuser ? [`${name} runs as the superuser ${owner}`] : []),
  ...(anybody ? [`${name} runs as ${owner} and anybody may call it`] : []),
];

export const databaseRoles: Guard<Knex> = {
  name: 'database roles',
  promise: 'No role of the product can step around row-level security.',
  check: async (knex) => {
    const roles = await ask<Role>(knex, rolesSql);
    const definers = await ask<Definer>(knex, functionsSql);
    const grants = await ask<{ table: string; role: string; privilege: string }>(knex, grantsSql);
    return {
      looked: roles.length + definers.length,
      unit: 'roles and functions that run as their owner',
      offences: [
        ...wanted.filter((name) => !roles.some((role) => role.name === name)).map((name) => `the role ${name} is missing`),
        ...roles.flatMap(offencesOfRole),
        ...definers.flatMap(offencesOfDefiner),
        ...grants.map(({ table, role, privilege }) => `${role} may ${privilege} ${table}`),
      ],
    };
  },
};
