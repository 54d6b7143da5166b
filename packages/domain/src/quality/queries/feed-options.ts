import type { Knex } from 'knex';
import { z } from 'zod';
import { defineQuery } from '../../db/operation.ts';
import { domains, signalTypes } from '../schema.ts';
import { feedFilters, feedOptions } from './feed-shapes.ts';

/**
 * Whether a value of a filter has a signal, asked value by value: each question stops at the first signal found by its
 * index, where a list of distinct values would read every signal there is.
 */
const anySignal = (column: string, value: string, state: 'open' | 'closed'): string => `
  cross join lateral (
    select 1 from quality.signals as s
     where s.${column} = ${value} and s.closed_at is ${state === 'open' ? '' : 'not'} null limit 1) as found`;

async function rowsOf<Row>(trx: Knex.Transaction, sql: string, values: readonly (readonly string[])[] = []): Promise<Row[]> {
  const { rows } = (await trx.raw(sql, values.map((list) => [...list]))) as { rows: Row[] };
  return rows;
}

/** What the filters can be set to in this state of the feed. */
export const signalFilterOptions = defineQuery({
  name: 'quality.signal.options',
  permission: 'quality.signal.read',
  input: z.object({ state: feedFilters.state }),
  output: feedOptions,
  read: async (trx, _scope, { state }) => {
    const listed = async <Value extends string>(column: string, values: readonly Value[]): Promise<Value[]> => {
      const sql = `select v.value from unnest(?::text[]) with ordinality as v (value, place) ${anySignal(column, 'v.value', state)} order by place`;
      return (await rowsOf<{ value: Value }>(trx, sql, [values])).map(({ value }) => value);
    };
    const facilities = `select f.id, f.ccn as code, f.name from quality.facilities as f ${anySignal('facility_ref', 'f.id', state)} order by f.name, f.id`;
    const metrics = `select m.id, m.name, m.short_name from quality.metrics as m ${anySignal('metric_ref', 'm.id', state)} order by m.name, m.id`;
    return {
      types: await listed('simplified_signal_type', signalTypes),
      domains: await listed('domain', [...domains].sort()),
      facilities: await rowsOf<{ id: string; code: string; name: string }>(trx, facilities),
      metrics: await rowsOf<{ id: string; name: string; shortName: string }>(trx, metrics),
    };
  },
});
