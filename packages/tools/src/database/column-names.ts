import { toCamel, toSnake } from '@wardwright/domain/db';
import type { Knex } from 'knex';
import type { Guard } from '../guard.ts';
import { readTables } from './catalog.ts';
import { foreignSchemas } from './exceptions.ts';

export const columnNames: Guard<Knex> = {
  name: 'column names',
  promise: 'Every column name survives the way to camelCase and back.',
  check: async (knex) => {
    const tables = (await readTables(knex)).filter(({ schema }) => !(schema in foreignSchemas));
    const columns = tables.flatMap(({ columns: own }) => own);
    const twins = tables.flatMap(({ name, columns: own }) => {
      const seen = new Map<string, string>();
      return own.flatMap((column) => {
        const property = toCamel(column.name);
        const earlier = seen.get(property);
        seen.set(property, column.name);
        return earlier === undefined ? [] : [`${name}: ${earlier} and ${column.name} are both ${property} in code`];
      });
    });
    return {
      looked: columns.length,
      unit: 'columns',
      offences: [
        ...columns
          .filter(({ name }) => toSnake(toCamel(name)) !== name)
          .map(({ table, name }) => `${table}.${name} comes back as ${toSnake(toCamel(name))}; list it in db/column-names.ts`),
        ...columns
          .filter(({ name }) => !/^[a-z][a-zA-Z0-9]*$/.test(toCamel(name)))
          .map(({ table, name }) => `${table}.${name} becomes ${toCamel(name)} in code; list it in db/column-names.ts`),
        ...twins,
      ],
    };
  },
};
