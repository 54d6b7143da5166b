import type { Knex } from 'knex';
import type { Guard } from '../guard.ts';
import { type Constraint, isTenantTable, readTables, type Table } from './catalog.ts';
import { foreignSchemas, stale, tenantless, unindexed } from './exceptions.ts';

const leads = (columns: readonly string[]): boolean => columns[0] === 'tenant_id';
const list = (columns: readonly string[]): string => `(${columns.join(', ')})`;
const foreignKeys = (table: Table): readonly Constraint[] => table.constraints.filter(({ kind }) => kind === 'foreign');

const own = async (knex: Knex): Promise<readonly Table[]> =>
  (await readTables(knex)).filter(({ schema, kind }) => kind === 'table' && !(schema in foreignSchemas));

function keyOffences(table: Table): string[] {
  const primary = table.constraints.find(({ kind }) => kind === 'primary');
  const unique = table.indexes.filter((index) => index.unique && !leads(index.columns));
  const between = foreignKeys(table).filter(({ target }) => target !== null && !(target in tenantless));
  return [
    ...(primary ? [] : [`${table.name} has no primary key`]),
    ...unique.map(({ name, columns }) => `${table.name}: ${name} ${list(columns)} is unique across tenants; put tenant_id first`),
    ...between
      .filter(({ columns, targetColumns }) => !leads(columns) || !leads(targetColumns))
      .map(({ columns, target }) => `${table.name} ${list(columns)} points at ${target} without tenant_id first: it could cross tenants`),
  ];
}

export const tenantKeys: Guard<Knex> = {
  name: 'tenant keys',
  promise: 'tenant_id stands first in every primary, unique and foreign key of a tenant table.',
  check: async (knex) => {
    const tables = (await own(knex)).filter(isTenantTable);
    const keys = tables.flatMap(({ constraints, indexes }) => [...constraints.filter(({ kind }) => kind === 'foreign'), ...indexes.filter(({ unique }) => unique)]);
    return { looked: keys.length, unit: 'keys', offences: tables.flatMap(keyOffences) };
  },
};

/** An index helps when its first columns are those of the key, in any order, and it leaves out at most the empty rows. */
const helps = (index: Table['indexes'][number], columns: readonly string[]): boolean =>
  index.columns.slice(0, columns.length).toSorted().join() === columns.toSorted().join() &&
  (index.predicate === null || columns.some((column) => index.predicate === `(${column} IS NOT NULL)`));

export const foreignKeyIndexes: Guard<Knex> = {
  name: 'foreign key indexes',
  promise: 'Every foreign key has an index, so that a delete does not read the whole table.',
  check: async (knex) => {
    const tables = await own(knex);
    const keys = tables.flatMap((table) => foreignKeys(table).map((key) => ({ table, key, name: `${table.name} ${list(key.columns)}` })));
    const bare = keys.filter(({ table, key }) => !table.indexes.some((index) => helps(index, key.columns)));
    return {
      looked: keys.length,
      unit: 'foreign keys',
      offences: [
        ...bare.filter(({ name }) => !(name in unindexed)).map(({ name, key }) => `${name}, which points at ${key.target}, has no index`),
        ...stale(unindexed, bare.map(({ name }) => name), 'foreign keys without an index'),
      ],
    };
  },
};
