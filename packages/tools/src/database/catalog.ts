import type { Knex } from 'knex';
import { columnsSql, constraintsSql, indexesSql, policiesSql, tablesSql } from './catalog/sql.ts';

/** One column, as the database knows it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  /** The type as people write it, such as `character varying(255)` or `uuid[]`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly fallback: string | null;
  readonly generated: boolean;
}

/** A rule that rows must keep. */
export interface Constraint {
  readonly table: string;
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclusion';
  readonly columns: readonly string[];
  /** Of a foreign key: the table it points at. */
  readonly target: string | null;
  readonly targetColumns: readonly string[];
  readonly definition: string;
}

export interface Index {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  /** Key columns in order; an expression has an empty name. */
  readonly columns: readonly string[];
  readonly predicate: string | null;
  readonly definition: string;
}

export interface Policy {
  readonly table: string;
  readonly name: string;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  /** Roles it applies to; `public` means everybody. */
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly withCheck: string | null;
}

export interface Table {
  /** `<schema>.<table>`. */
  readonly name: string;
  readonly schema: string;
  readonly kind: 'table' | 'view' | 'materialized view';
  readonly owner: string;
  readonly secured: boolean;
  readonly forced: boolean;
  /** Of a view: whether it reads with the rights of whoever asks. */
  readonly asksAsInvoker: boolean;
  readonly comment: string | null;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly policies: readonly Policy[];
}

const rowsOf = async <Row>(knex: Knex, sql: string): Promise<readonly Row[]> => {
  const { rows } = (await knex.raw(sql)) as { rows: readonly Row[] };
  return rows;
};

/** Reads every table and view of the product, sorted by name; the tables of Postgres itself are left out. */
export async function readTables(knex: Knex): Promise<readonly Table[]> {
  const tables = await rowsOf<Omit<Table, 'columns' | 'constraints' | 'indexes' | 'policies'>>(knex, tablesSql);
  const columns = await rowsOf<Column>(knex, columnsSql);
  const constraints = await rowsOf<Constraint>(knex, constraintsSql);
  const indexes = await rowsOf<Index>(knex, indexesSql);
  const policies = await rowsOf<Policy>(knex, policiesSql);
  const of = <Part extends { readonly table: string }>(parts: readonly Part[], name: string) => parts.filter(({ table }) => table === name);
  return tables.map((table) => ({
    ...table,
    columns: of(columns, table.name),
    constraints: of(constraints, table.name),
    indexes: of(indexes, table.name),
    policies: of(policies, table.name),
  }));
}

/** Whether rows of the table belong to a tenant. */
export const isTenantTable = (table: Table): boolean => table.columns.some(({ name }) => name === 'tenant_id');
