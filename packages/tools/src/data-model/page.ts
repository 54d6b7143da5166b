import type { Column, Constraint, Table } from '../database/catalog.ts';
import { choicesInCheck } from '../database/row-shapes/sql-facts.ts';
import { foreignSchemas, tenantless } from '../database/exceptions.ts';
import { diagram } from './diagram.ts';

/** How to write the page again; said in the page itself and by the guard. */
export const rewriting = 'pnpm --filter @wardwright/tools data-model';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => (text === '' ? '' : `\`${cell(text)}\``);

const shortTypes: Readonly<Record<string, string>> = { 'timestamp with time zone': 'timestamptz', 'double precision': 'double' };
const typeName = (type: string): string => shortTypes[type] ?? type.replace('character varying', 'varchar');

const fallbackOf = ({ fallback, generated }: Column): string => (generated ? 'generated' : (fallback ?? '').replaceAll(/::[a-z ]+(\[\])?/g, ''));

function referenceOf(column: Column, keys: readonly Constraint[]): string {
  const key = keys.find(({ kind, columns }) => kind === 'foreign' && columns.at(-1) === column.name);
  return key?.target ? `→ ${key.target}` : '';
}

const columnRow = (table: Table) => (column: Column): string =>
  `| ${[code(column.name), typeName(column.type), column.nullable ? 'yes' : '', code(fallbackOf(column)), referenceOf(column, table.constraints)].join(' | ')} |`;

function condition(check: Constraint): string {
  const [column = ''] = check.columns;
  const words = choicesInCheck(check, column);
  if (words.length > 0) return `${code(column)} is one of ${words.join(', ')}`;
  return code(check.definition.replace(/^CHECK \(\(?(.*?)\)?\)$/s, '$1').replaceAll(/::[a-z]+( varying| precision)?(\[\])?/g, ''));
}

function protection({ name, secured, forced, policies }: Table): string {
  const reason = tenantless[name];
  const named = policies.map((policy) => `${policy.name} (${policy.command}, ${policy.roles.join(', ')})`).join('; ');
  if (reason === undefined) return `Row-level security ${secured && forced ? 'forced' : 'missing'}: ${named}.`;
  return `Belongs to no tenant. ${reason}${named === '' ? '' : ` Policies: ${named}.`}`;
}

function section(table: Table): string {
  const unique = table.indexes.filter((index) => index.unique && !table.constraints.some(({ kind, name }) => kind === 'primary' && name === index.name));
  const checks = table.constraints.filter(({ kind }) => kind === 'check');
  return [
    `### ${table.name}`,
    '',
    ...(table.comment ? [table.comment, ''] : []),
    '| column | type | null | default | refers to |',
    '|---|---|---|---|---|',
    ...table.columns.map(columnRow(table)),
    '',
    `* Key: ${code(table.constraints.find(({ kind }) => kind === 'primary')?.columns.join(', ') ?? '')}`,
    ...unique.map((index) => `* Unique: ${code(index.definition.replace(/^.* USING \w+ /, ''))}`),
    ...checks.map((check) => `* Check: ${condition(check)}`),
    `* ${protection(table)}`,
    '',
  ].join('\n');
}

function chapter(schema: string, tables: readonly Table[]): string {
  return [`## ${schema}`, '', diagram(schema, tables), '', ...tables.map(section)].join('\n');
}

/** The data model as a page: a diagram and the tables of each schema. */
export function dataModelPage(all: readonly Table[]): string {
  const tables = all.filter(({ schema, kind }) => kind === 'table' && !(schema in foreignSchemas));
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  const libraries = Object.entries(foreignSchemas).map(([schema, reason]) => `* \`${schema}\`: ${reason}`);
  return [
    '# Data model',
    '',
    `Written from the migrated schema by \`${rewriting}\`; a guard fails when it is out of date.`,
    '',
    'Every table with a `tenant_id` belongs to one tenant, which refers to `identity.tenants`; the diagrams leave that line out.',
    'Schemas stand bottom to top: a table refers to its own schema or to one before it.',
    '',
    'Left out, because a library brings and keeps them:',
    '',
    ...libraries,
    '',
    ...inOrder(schemas).map((schema) => chapter(schema, tables.filter((table) => table.schema === schema))),
  ]
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n');
}

const order = ['system', 'identity', 'directory', 'quality'];
const place = (schema: string): number => (order.includes(schema) ? order.indexOf(schema) : order.length);
const inOrder = (schemas: readonly string[]): readonly string[] => schemas.toSorted((a, b) => place(a) - place(b) || a.localeCompare(b));
