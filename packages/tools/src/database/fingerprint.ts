import type { Knex } from 'knex';

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'jobs') and n.nspname !~ '^pg_(toast|temp)'`;
const inSchema = 'join pg_namespace n on n.oid = c.relnamespace';
const relation = `n.nspname || '.' || c.relname`;
/** Rights are kept in the order in which they were given, which says nothing. */
const rights = (list: string): string => `(select string_agg(item::text, ',' order by item::text) from unnest(${list}) as item)`;

/** One line for each thing a migration can make: schemas, relations, columns, keys, indexes, policies, code and rights. */
const things: readonly string[] = [
  `concat_ws(' ', 'schema', nspname, pg_get_userbyid(nspowner), ${rights('nspacl')})
   from pg_namespace n where ${ours} and nspname not in ('public', 'system')`,
  `concat_ws(' ', 'relation', ${relation}, c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
     ${rights('c.relacl')}, c.reloptions::text, obj_description(c.oid, 'pg_class'))
   from pg_class c ${inSchema} where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${ours}`,
  `concat_ws(' ', 'column', ${relation}, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
     pg_get_expr(d.adbin, d.adrelid), ${rights('a.attacl')}, col_description(c.oid, a.attnum))
   from pg_attribute a join pg_class c on c.oid = a.attrelid ${inSchema}
   left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm') and ${ours}`,
  `concat_ws(' ', 'constraint', ${relation}, o.conname, pg_get_constraintdef(o.oid))
   from pg_constraint o join pg_class c on c.oid = o.conrelid ${inSchema} where ${ours}`,
  `concat_ws(' ', 'index', pg_get_indexdef(x.indexrelid)) from pg_index x join pg_class c on c.oid = x.indrelid ${inSchema} where ${ours}`,
  `concat_ws(' ', 'policy', ${relation}, p.polname, p.polcmd, p.polpermissive,
     (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname) from unnest(p.polroles) k left join pg_roles r on r.oid = k),
     'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
   from pg_policy p join pg_class c on c.oid = p.polrelid ${inSchema} where ${ours}`,
  `concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid))
   from pg_trigger t join pg_class c on c.oid = t.tgrelid ${inSchema} where not t.tgisinternal and ${ours}`,
  `concat_ws(' ', 'function', p.oid::regprocedure, pg_get_userbyid(p.proowner), ${rights('p.proacl')}, md5(pg_get_functiondef(p.oid)))
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prokind in ('f', 'p') and ${ours}`,
  `concat_ws(' ', 'type', n.nspname, t.typname, t.typtype,
     (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))
   from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype in ('e', 'd', 'r') and ${ours}`,
  `concat_ws(' ', 'extension', extname) from pg_extension where extname <> 'plpgsql'`,
];

/** The schema as a sorted list of lines; equal lists mean equal schemas. The queue, a library's, is left out. */
export async function fingerprint(knex: Knex): Promise<readonly string[]> {
  const sql = things.map((thing) => `select ${thing}`).join('\nunion all\n');
  const { rows } = (await knex.raw(`select line from (${sql}) as things (line) order by 1`)) as { rows: readonly { line: string }[] };
  return rows.map(({ line }) => line);
}
