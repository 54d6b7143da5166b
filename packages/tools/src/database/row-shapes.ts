import { toCamel } from '@wardwright/domain/db';
import { tables as described } from '@wardwright/domain/tables';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Guard } from '../guard.ts';
import { type Column, readTables, type Table } from './catalog.ts';
import { foreignSchemas, stale, undescribed } from './exceptions.ts';
import { choicesOf, kindOf, takesNull } from './row-shapes/zod-facts.ts';
import { choicesInCheck, kindsOfType } from './row-shapes/sql-facts.ts';

type Rows = Readonly<Record<string, z.ZodObject>>;

const compare = (wanted: readonly string[], found: readonly string[]): string | null => {
  const missing = wanted.filter((word) => !found.includes(word));
  const extra = found.filter((word) => !wanted.includes(word));
  if (missing.length + extra.length === 0) return null;
  return [missing.length > 0 ? `lacks ${missing.join(', ')}` : '', extra.length > 0 ? `has ${extra.join(', ')} too many` : '']
    .filter((part) => part !== '')
    .join(' and ');
};

function choiceOffences(place: string, choices: readonly string[] | null, allowed: readonly string[]): string[] {
  if (!choices) return allowed.length > 0 ? [`${place} has a CHECK of fixed words, but no fixed choice in its zod row`] : [];
  if (allowed.length === 0) return [`${place} has a fixed choice in its zod row, but no CHECK in the database`];
  const difference = compare(choices, allowed);
  return difference ? [`${place}: its CHECK ${difference}, against its zod row`] : [];
}

function columnOffences(table: Table, column: Column, field: z.ZodType): string[] {
  const place = `${table.name}.${column.name}`;
  const kind = kindOf(field);
  const allowed = table.constraints.flatMap((constraint) => choicesInCheck(constraint, column.name));
  const choices = choiceOffences(place, choicesOf(field), allowed);
  if (kind === 'unknown') return choices;
  const empty = column.nullable ? 'nullable' : 'not null';
  return [
    ...choices,
    ...(takesNull(field) === column.nullable ? [] : [`${place} is ${empty} in the database, but not in its zod row`]),
    ...(kindsOfType(column.type).includes(kind) ? [] : [`${place} is ${column.type}, which its zod row calls ${kind}`]),
  ];
}

function tableOffences(table: Table, row: z.ZodObject): string[] {
  const fields = row.shape as Readonly<Record<string, z.ZodType>>;
  const columns = new Map(table.columns.map((column) => [toCamel(column.name), column]));
  return [
    ...Object.keys(fields).filter((name) => !columns.has(name)).map((name) => `${table.name} has no column for ${name} of its zod row`),
    ...[...columns].flatMap(([name, column]) => {
      const field = fields[name];
      return field ? columnOffences(table, column, field) : [`${table.name}.${column.name} is missing from its zod row`];
    }),
  ];
}

/** Compares what the code believes about the tables with the tables. */
export const rowShapesAgainst = (rows: Rows): Guard<Knex> => ({
  name: 'row shapes',
  promise: 'Every zod row names the columns of its table, with the same nulls, types and fixed choices.',
  check: async (knex) => {
    const tables = (await readTables(knex)).filter(({ schema, kind }) => kind === 'table' && !(schema in foreignSchemas));
    const names = tables.map(({ name }) => name);
    return {
      looked: tables.reduce((sum, { columns }) => sum + columns.length, 0),
      unit: `columns of ${tables.length} tables`,
      offences: [
        ...tables.flatMap((table) => {
          const row = rows[table.name];
          if (row) return tableOffences(table, row);
          return table.name in undescribed ? [] : [`${table.name} has no zod row in tables.ts and no reason in the list of undescribed tables`];
        }),
        ...Object.keys(rows).filter((name) => !names.includes(name)).map((name) => `tables.ts describes ${name}, which does not exist`),
        ...stale(undescribed, names, 'undescribed tables'),
      ],
    };
  },
});

export const rowShapes: Guard<Knex> = rowShapesAgainst(described);
