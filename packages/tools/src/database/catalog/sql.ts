const ours = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'`;
const named = `n.nspname || '.' || c.relname`;
const columnNames = (keys: string, relation: string): string => `
  coalesce((select json_agg(coalesce(a.attname, '') order by k.place)
     from unnest(${keys}) with ordinality as k(number, place)
     left join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number and a.attnum > 0), '[]')`;

export const tablesSql = `
  select ${named} as name, n.nspname as schema,
    case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind,
    pg_get_userbyid(c.relowner) as owner, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false) as "asksAsInvoker",
    obj_description(c.oid, 'pg_class') as comment
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm') and ${ours}
  order by 1`;

export const columnsSql = `
  select ${named} as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
    pg_get_expr(d.adbin, d.adrelid) as fallback, a.attgenerated <> '' or a.attidentity <> '' as generated
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm') and ${ours}
  order by 1, a.attnum`;

export const constraintsSql = `
  select ${named} as table, o.conname as name,
    case o.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' when 'x' then 'exclusion' else 'check' end as kind,
    ${columnNames('o.conkey', 'o.conrelid')} as columns,
    case when o.confrelid = 0 then null
      else (select tn.nspname || '.' || t.relname from pg_class t join pg_namespace tn on tn.oid = t.relnamespace where t.oid = o.confrelid) end as target,
    ${columnNames('o.confkey', 'o.confrelid')} as "targetColumns",
    pg_get_constraintdef(o.oid) as definition
  from pg_constraint o
  join pg_class c on c.oid = o.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  where o.contype in ('p', 'u', 'f', 'c', 'x') and ${ours}
  order by 1, 3, 2`;

export const indexesSql = `
  select ${named} as table, i.relname as name, x.indisunique as unique,
    ${columnNames('(x.indkey::int2[])[0:x.indnkeyatts - 1]', 'x.indrelid')} as columns,
    pg_get_expr(x.indpred, x.indrelid) as predicate, pg_get_indexdef(x.indexrelid) as definition
  from pg_index x
  join pg_class c on c.oid = x.indrelid
  join pg_class i on i.oid = x.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm') and ${ours}
  order by 1, 2`;

export const policiesSql = `
  select ${named} as table, p.polname as name,
    case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end as command,
    p.polpermissive as permissive,
    (select json_agg(coalesce(r.rolname, 'public') order by r.rolname) from unnest(p.polroles) as k(role) left join pg_roles r on r.oid = k.role) as roles,
    pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as "withCheck"
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
  where ${ours}
  order by 1, 2`;
