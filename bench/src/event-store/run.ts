import { table, writeSection } from '../report.ts';
import { appends, everyCase } from './appends.ts';
import { count, median, rounds, sliceMs, times } from './figures.ts';
import { type Peer, type World, openWorld } from './world.ts';

interface Runner {
  readonly name: string;
  readonly peer: Peer;
}

/** The reading peers in turn; gives the medians of each round, by name. */
async function readRounds(runners: readonly Runner[], length: number): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>(runners.map(({ name }) => [name, []]));
  for (const { peer } of runners) await peer.ask('seed', { length });
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, peer } of runners) {
      const { p50 } = await peer.ask<{ p50: number }>('read', { length, ms: sliceMs });
      if (round > 0) found.get(name)?.push(p50);
    }
  }
  return found;
}

async function reads({ ours, raw, emmett }: World): Promise<string> {
  const runners: Runner[] = [
    { name: 'Wardwright', peer: ours },
    { name: 'node-pg SELECT, prepared', peer: raw },
    ...(emmett ? [{ name: 'Emmett 0.42.0', peer: emmett }] : []),
  ];
  const rows: string[][] = [];
  for (const length of [100, 1000]) {
    const found = await readRounds(runners, length);
    const own = found.get('Wardwright') ?? [];
    for (const { name } of runners) {
      const theirs = found.get(name) ?? [];
      const ratio = median(theirs.map((p50, round) => p50 / (own[round] ?? Number.NaN)));
      rows.push([String(length), name, median(theirs).toFixed(2), name === 'Wardwright' ? '' : times(ratio)]);
      console.log(rows.at(-1)?.join(' | '));
    }
  }
  return table(['events in the stream', 'read', 'p50 ms', 'times as long as Wardwright'], rows);
}

interface Rebuilt {
  readonly perSecond: number;
  readonly clientCpu?: number;
  readonly events: number;
}

async function projections({ ours, projector, emmett, serverCpu }: World): Promise<string> {
  const tenantId = '00000000-0000-4000-8000-0000000000ff';
  await ours.ask('fill', { events: 100_000, tenantId });
  const rebuilt: { perSecond: number; client: number; server: number }[] = [];
  for (let revision = 2; revision < 6; revision += 1) {
    const before = await serverCpu();
    const { perSecond, clientCpu = Number.NaN, events } = await ours.ask<Rebuilt>('rebuild', { tenantId, revision });
    rebuilt.push({ perSecond, client: clientCpu, server: ((await serverCpu()) - before) / events });
  }
  const mid = (pick: (one: (typeof rebuilt)[number]) => number): number => median(rebuilt.map(pick));
  const processors = `${mid(({ client }) => client).toFixed(1)} µs of the client's and ${mid(({ server }) => server).toFixed(1)} µs of the server's processor per event`;
  await projector.ask('project');
  await ours.ask('lag', { seconds: 2, perSecond: 200 });
  const lag = await ours.ask<{ perSecond: number; p50: number; p99: number; events: number }>('lag', { seconds: 10, perSecond: 1000 });
  const rows = [
    ['rebuild of one projection, 100,000 events', 'Wardwright', `${count(mid(({ perSecond }) => perSecond))} events/s; ${processors}`],
    ['from confirmed to readable, in another process', 'Wardwright', `p50 ${lag.p50.toFixed(0)} ms, p99 ${lag.p99.toFixed(0)} ms at ${count(lag.perSecond)} events/s`],
  ];
  const own = await ours.ask<{ stored: number; lost: number }>('lost', { writers: 8, ms: 3000 });
  rows.push(['never delivered to a live reader beside 8 writers', 'Wardwright', `${own.lost} of ${count(own.stored)}`]);
  if (emmett) {
    await emmett.ask('fill', { events: 5000 });
    const theirs = await emmett.ask<Rebuilt>('rebuild', { events: 5000 });
    rows.push(['rebuild of one projection', 'Emmett 0.42.0', `${count(theirs.perSecond)} events/s or better (the log also holds the events of the append slices)`]);
    const late = await emmett.ask<{ perSecond: number; p50: number; p99: number; missing: number }>('lag', { seconds: 10, perSecond: 1000 });
    rows.push(['from confirmed to delivered', 'Emmett 0.42.0', `p50 ${late.p50.toFixed(0)} ms, p99 ${late.p99.toFixed(0)} ms at ${count(late.perSecond)} events/s, ${count(late.missing)} never`]);
    const missed = await emmett.ask<{ stored: number; lost: number }>('lost', { writers: 8, ms: 3000 });
    rows.push(['never delivered to a live reader beside 8 writers', 'Emmett 0.42.0', `${count(missed.lost)} of ${count(missed.stored)}`]);
  }
  for (const row of rows) console.log(row.join(' | '));
  return table(['what', 'who', 'figure'], rows);
}

async function inMemory(): Promise<string[]> {
  const world = await openWorld();
  try {
    return [await appends(world), await reads(world), await projections(world), `PostgreSQL ${world.version}, data in memory without fsync, ${method}`];
  } finally {
    await world.end();
  }
}

/** One writer alone is left out: it measures how long this disk takes to flush, which changes by the minute. */
async function onDisk(): Promise<string> {
  const world = await openWorld({ durable: true });
  try {
    return await appends(world, everyCase.filter(({ writers, batch }) => writers > 1 || batch > 1));
  } finally {
    await world.end();
  }
}

const method = `${rounds} paired slices of ${sliceMs} ms, medians; ratios are medians of the ratios
of neighbouring slices. CPU is the processor time of client and server; its ratio is what the throughput would be if nothing
else ran on the machine and both cores were full, and it is steadier under load. Every implementation in a process of its own with 8 connections. Fair play: the INSERT checks
nothing, runs as superuser without tenants and keeps no order a reader could rely on; Emmett gets its schema made
beforehand and one pool; Wardwright runs as an ordinary role, checks version, tenant and repetition and gives gapless positions.`;

const parts = [...(await inMemory()), 'The same on the disk of this machine, every commit flushed:', await onDisk()];
writeSection('Event store', parts.join('\n\n'));
