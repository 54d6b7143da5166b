import type { Knex } from 'knex';
import { z } from 'zod';
import { defineQuery } from '../../db/operation.ts';
import { type Domain, domains, type SignalType, signalTypes } from '../schema.ts';
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
    const types = await rowsOf<{ type: SignalType }>(
      trx,
      `select t.type from unnest(?::text[]) with ordinality as t (type, place) ${anySignal('simplified_signal_type', 't.type', state)} order by place`,
      [signalTypes],
    );
    const facilities = await rowsOf<{ id: string; code: string; name: string }>(
      trx,
      `select f.id, f.ccn as code, f.name from quality.facilities as f ${anySignal('facility_ref', 'f.id', state)} order by f.name, f.id`,
    );
    const metrics = await rowsOf<{ id: string; name: string; shortName: string; domain: Domain }>(
      trx,
      `select m.id, m.name, m.short_name, m.domain from quality.metrics as m ${anySignal('metric_ref', 'm.id', state)} order by m.name, m.id`,
    );
    // A signal has the domain of its metric, and so few domains hold so many signals that no index tells them apart.
    const present = new Set(metrics.map(({ domain }) => domain));
    return { types: types.map(({ type }) => type), domains: domains.filter((domain) => present.has(domain)).sort(), facilities, metrics };
  },
});
