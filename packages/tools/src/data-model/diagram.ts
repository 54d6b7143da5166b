import type { Constraint, Table } from '../database/catalog.ts';

const local = (name: string, schema: string): string => (name.startsWith(`${schema}.`) ? name.slice(schema.length + 1) : name.replace('.', '_'));

const keysOf = (table: Table): readonly Constraint[] =>
  table.constraints.filter(({ kind, target }) => kind === 'foreign' && target !== null && target !== 'identity.tenants');

function entity(table: Table, schema: string): string[] {
  const primary = new Set(table.constraints.find(({ kind }) => kind === 'primary')?.columns);
  const foreign = new Set(keysOf(table).flatMap(({ columns }) => columns.filter((column) => column !== 'tenant_id')));
  const shown = table.columns.filter(({ name }) => primary.has(name) || foreign.has(name));
  const mark = (name: string) => [primary.has(name) ? 'PK' : '', foreign.has(name) ? 'FK' : ''].filter((part) => part !== '').join(', ');
  const type = (text: string) => text.replaceAll(/\W+/g, '_').replaceAll(/_$/g, '');
  return [`  ${local(table.name, schema)} {`, ...shown.map(({ name, type: full }) => `    ${type(full)} ${name} ${mark(name)}`), '  }'];
}

function lines(table: Table, schema: string): string[] {
  return keysOf(table).map(({ columns, target }) => {
    const nullable = columns.some((name) => table.columns.some((column) => column.name === name && column.nullable));
    return `  ${local(target ?? '', schema)} ${nullable ? '|o' : '||'}--o{ ${local(table.name, schema)} : "${columns.filter((name) => name !== 'tenant_id').join(', ')}"`;
  });
}

/** A Mermaid diagram of a schema: each table with its keys, and the lines between them. */
export const diagram = (schema: string, tables: readonly Table[]): string =>
  ['```mermaid', 'erDiagram', ...tables.flatMap((table) => entity(table, schema)), ...tables.flatMap((table) => lines(table, schema)), '```'].join('\n');
