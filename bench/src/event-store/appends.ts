import { table } from '../report.ts';
import { count, median, rounds, sliceMs, times } from './figures.ts';
import { pgbenchPerSecond } from './pgbench.ts';
import type { Order, Slice } from './slice.ts';
import type { Peer, World } from './world.ts';

interface Measured extends Slice {
  /** Processor time of client and server per event. */
  readonly cpu: number;
}

interface Runner {
  readonly name: string;
  readonly peer: Peer;
  readonly more?: object;
  readonly tenants?: number;
}

/** How many writers, and how many events at a time. */
export type Case = Pick<Order, 'writers' | 'batch'>;

export const everyCase: readonly Case[] = [
  { writers: 1, batch: 1 },
  { writers: 8, batch: 1 },
  { writers: 1, batch: 10 },
  { writers: 8, batch: 10 },
];

/** Each implementation in turn, round by round, so that a slow minute of the machine meets all of them. */
async function appendRounds(world: World, runners: readonly Runner[], { writers, batch }: Case): Promise<Map<string, Measured[]>> {
  const slices = new Map<string, Measured[]>(runners.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, peer, more, tenants = 8 } of runners) {
      const order: Order = { writers, batch, tenants, ms: sliceMs };
      const before = await world.serverCpu();
      const slice = await peer.ask<Slice>('append', { ...order, ...more });
      const cpu = slice.clientCpu + ((await world.serverCpu()) - before) / slice.events;
      if (round > 0) slices.get(name)?.push({ ...slice, cpu });
    }
  }
  return slices;
}

/** Appends of everybody, as a table with ratios. */
export async function appends(world: World, cases: readonly Case[] = everyCase): Promise<string> {
  const { ours, raw, emmett, adminUrl } = world;
  const runners: Runner[] = [
    { name: 'Wardwright, 8 tenants', peer: ours },
    { name: 'Wardwright, 1 tenant', peer: ours, tenants: 1 },
    { name: 'node-pg INSERT from arrays, lean table (2 indexes)', peer: raw, more: { kind: 'arrays' } },
    { name: 'node-pg INSERT of values, lean table (2 indexes)', peer: raw, more: { kind: 'lean' } },
    { name: 'node-pg INSERT of values, same table (3 indexes)', peer: raw, more: { kind: 'same' } },
    ...(emmett ? [{ name: 'Emmett 0.42.0', peer: emmett }] : []),
  ];
  const rows: string[][] = [];
  for (const each of cases) {
    const shape = `${each.writers} × ${each.batch}`;
    const slices = await appendRounds(world, runners, each);
    const own = slices.get(runners[0]?.name ?? '') ?? [];
    for (const [name, theirs] of slices) {
      const ratio = median(own.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN)));
      const thrift = median(own.map(({ cpu }, round) => (theirs[round]?.cpu ?? Number.NaN) / cpu));
      const of = (pick: (slice: Measured) => number): number => median(theirs.map(pick));
      const figures = [count(of(({ perSecond }) => perSecond)), of(({ p50 }) => p50).toFixed(2), of(({ p99 }) => p99).toFixed(2), count(of(({ cpu }) => cpu))];
      rows.push([shape, name, ...figures, ...(theirs === own ? ['', ''] : [times(ratio), times(thrift)])]);
      console.log(rows.at(-1)?.join(' | '));
    }
    const limit = pgbenchPerSecond(adminUrl, each.writers, each.batch);
    if (limit !== undefined) rows.push([shape, 'pgbench (C), lean table: the limit of the machine', count(limit), '', '', '', times(median(own.map(({ perSecond }) => perSecond)) / limit), '']);
  }
  return table(['writers × events', 'append', 'events/s', 'p50 ms', 'p99 ms', 'CPU µs per event', 'Wardwright (8 tenants) ÷ this', 'the same by CPU'], rows);
}

