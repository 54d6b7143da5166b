import pg from 'pg';
import { StartError } from '../start/error.ts';

/** A table as the catalogue describes it. */
export interface Table {
  /** `schema.name`, as people write it. */
  readonly name: string;
  /** The same, quoted for SQL. */
  readonly sql: string;
  /** True when even the owner sees only the rows of the tenant that is set. */
  readonly perTenant: boolean;
  /** Stored columns in their order, without computed ones. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Tables whose rows must be there first. */
  readonly parents: readonly string[];
}

// The catalogue is asked instead of a list, so that a new table cannot be forgotten. What Knex keeps about migrations is
// made anew by migrating; the queue is made anew from the jobs themselves.
const question = `
  select n.nspname || '.' || c.relname as name,
         format('%I.%I', n.nspname, c.relname) as sql,
         c.relforcerowsecurity as "perTenant",
         array(select attname::text from pg_attribute
               where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
               order by attnum) as columns,
         array(select a.attname::text
               from pg_index as i cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
               join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
               where i.indrelid = c.oid and i.indisprimary order by k.place) as key,
         array(select distinct pn.nspname || '.' || p.relname
               from pg_constraint as f join pg_class as p on p.oid = f.confrelid join pg_namespace as pn on pn.oid = p.relnamespace
               where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as parents
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and c.relowner = (select oid from pg_roles where rolname = current_user)
    and (n.nspname, c.relname) not in (('system', 'migrations'), ('system', 'migrations_lock'))
  order by 1`;

/** The tables of the product, parents before children. @param client connection as the owner role */
export async function tablesOf(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(question);
  const placed = new Map<string, Table>();
  for (let waiting = rows; waiting.length > 0; ) {
    const ready = waiting.filter(({ parents }) => parents.every((parent) => placed.has(parent)));
    if (ready.length === 0)
      throw new StartError(`The tables ${waiting.map(({ name }) => name).join(', ')} refer to each other in a circle and cannot be copied in any order.`);
    for (const table of ready) placed.set(table.name, table);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return [...placed.values()];
}

/** Ids of all tenants in a fixed order. */
export async function tenantsOf(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>('select id from identity.tenants order by id');
  return rows.map(({ id }) => id);
}

/** Lets the transaction see and write the rows of one tenant. */
export const enterTenant = async (client: pg.ClientBase, tenant: string): Promise<void> => {
  await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
};

/** Column names, quoted and in order. */
export const columnList = (columns: readonly string[]): string => columns.map((column) => pg.escapeIdentifier(column)).join(', ');
