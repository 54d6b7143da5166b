import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { compile, serverPackages } from '../compile.ts';
import { percentile, table, writeSection } from '../report.ts';
import { openWorld, type World } from './world.ts';

const here = import.meta.dirname;
const rounds = 12;
const connections = 8;

/** Each program as it would run in production: the product's server beside its packages, the others beside theirs. */
const [ourServer, bareServer, load] = await Promise.all([
  compile(path.join(here, 'our-server.ts'), serverPackages()),
  compile(path.resolve(here, '../../peers/bare-fastify.ts'), { outdir: path.resolve(here, '../../dist'), external: ['fastify', 'pg'] }),
  compile(path.join(here, 'load.ts'), { outdir: path.resolve(here, '../../dist'), external: [] }),
]);

const launch = (file: string, argument: unknown): ChildProcess =>
  spawn(process.execPath, [file, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`a server ended with ${code}`)));
  });

/** Ends a server before its database does. */
const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill();
  });

const all = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`the load ended with ${code}`))));
  });

interface Slice {
  readonly perSecond: number;
  readonly times: readonly number[];
}

const slice = async (url: string, cookie: string, seconds: number): Promise<Slice> =>
  JSON.parse(await all(launch(load, { url, cookie, seconds, connections }))) as Slice;

async function measure({ urls, slug, tenantId, cookie }: World): Promise<Map<string, Slice[]>> {
  const peer = { ...urls, tenantId, slug };
  const servers = [
    launch(ourServer, urls),
    launch(bareServer, { ...peer, mode: 'checked' }),
    launch(bareServer, { ...peer, mode: 'plain' }),
  ];
  const [ours, checked, plain] = await Promise.all(servers.map(firstLine));
  const addresses = new Map([
    ['Wardwright', `${ours}/t/${slug}/trpc/quality.signals.feed?input=${encodeURIComponent('{"limit":50}')}`],
    ['bare Fastify + pg, same session check and tenant transaction', `${checked}/feed`],
    ['bare Fastify + pg, no checks, superuser', `${plain}/feed`],
  ]);
  const slices = new Map<string, Slice[]>();
  for (const [name, url] of addresses) slices.set(name, [await slice(url, cookie, 3)]);
  for (const found of slices.values()) found.length = 0;
  for (let round = 0; round < rounds; round += 1)
    for (const [name, url] of addresses) slices.get(name)?.push(await slice(url, cookie, 1));
  await Promise.all(servers.map(end));
  return slices;
}

const world = await openWorld();
try {
  const slices = await measure(world);
  const median = (name: string): number => percentile((slices.get(name) ?? []).map(({ perSecond }) => perSecond), 0.5);
  const ours = median('Wardwright');
  const rows = [...slices].map(([name, found]) => {
    const times = found.flatMap((one) => one.times);
    const ratio = name === 'Wardwright' ? '' : (ours / median(name)).toFixed(2);
    return [name, median(name).toFixed(0), percentile(times, 0.5).toFixed(1), percentile(times, 0.99).toFixed(1), ratio];
  });
  writeSection(
    'Feed requests per second',
    `${table(['server', 'requests/s', 'p50 ms', 'p99 ms', 'Wardwright ÷ this'], rows)}

One page of 50 of 10,000 signals over HTTP, ${connections} connections, ${rounds} paired slices of one second, medians; servers, load and
database in processes of their own on one machine. Fair play: the peers have prepared statements and do only this one
thing; the product adds typed input and output checks, request ids, logs, metrics and security headers.`,
  );
} finally {
  await world.stop();
}
