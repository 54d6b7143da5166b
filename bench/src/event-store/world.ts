import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installEventStore, shadowSql } from '@wardwright/event-store/install';
import { changeUrl, startEmbedded } from '@wardwright/postgres';
import { type TestServer, startTestServer } from '@wardwright/postgres/testing';
import pg from 'pg';
import { compile } from '../compile.ts';

const peers = path.resolve(import.meta.dirname, '../../peers/event-store');
const appRole = 'bench_event_app';
const password = 'bench';

const rawTables = `
create table raw_lean (tenant_id uuid not null, stream_id uuid not null, event_version integer not null, global_position bigserial,
  stream_type text not null, event_type text not null, data jsonb not null, metadata jsonb not null,
  created_at timestamptz not null default clock_timestamp(), created_by uuid not null,
  primary key (tenant_id, stream_id, event_version), unique (tenant_id, global_position));
create table raw_same (like event_store.events including all)`;

const board = `
create table public.board (tenant_id uuid not null, id uuid not null, moves integer not null, place text, last_position bigint not null, primary key (tenant_id, id));
alter table public.board enable row level security;
alter table public.board force row level security;
create policy tenant_isolation on public.board using (tenant_id = (select current_setting('app.tenant_id')::uuid)) with check (tenant_id = (select current_setting('app.tenant_id')::uuid));
grant select, insert, update, delete on public.board to ${appRole};
${shadowSql('public.board', { appRole })}`;

/** A process that answers orders. */
export interface Peer {
  readonly ask: <T>(name: string, order?: object) => Promise<T>;
  readonly end: () => void;
}

async function peerOf(file: string, args: string[]): Promise<Peer> {
  const child: ChildProcess = fork(await compile(file, { outdir: path.join(peers, 'dist'), external: ['pg', '@event-driven-io/*'] }), args, { execArgv: [], serialization: 'json' });
  const waiting: { resolve: (value: never) => void; reject: (error: Error) => void }[] = [];
  const hear = <T>(): Promise<T> => new Promise<T>((resolve, reject) => waiting.push({ resolve: resolve as never, reject }));
  child.on('message', ({ result, error }: { result?: never; error?: string }) => {
    const next = waiting.shift();
    if (error === undefined) next?.resolve(result as never);
    else next?.reject(new Error(`${path.basename(file)}: ${error}`));
  });
  child.on('exit', (code) => waiting.splice(0).forEach(({ reject }) => reject(new Error(`${path.basename(file)} ended with ${code}.`))));
  await hear();
  return {
    ask: (name, order = {}) => {
      const answer = hear<never>();
      child.send({ name, order });
      return answer;
    },
    end: () => child.kill(),
  };
}

/** Everything that is measured, each in a process of its own on one server. */
export interface World {
  readonly ours: Peer;
  readonly projector: Peer;
  readonly raw: Peer;
  readonly emmett: Peer | undefined;
  readonly adminUrl: string;
  /** Microseconds of processor time that PostgreSQL has spent on its clients so far; nothing where the system does not tell. */
  readonly serverCpu: () => Promise<number>;
  readonly version: string;
  readonly end: () => Promise<void>;
}

const spentBy = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return Number.NaN;
  }
};

/** Fetches the peers once; without them the comparison is left out and said so. */
function havePeers(): boolean {
  if (existsSync(path.join(peers, 'node_modules/@event-driven-io/emmett-postgresql'))) return true;
  try {
    execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: peers, stdio: 'inherit' });
    return true;
  } catch {
    return false;
  }
}

/** A server as a hospital would have it: every commit is on the disk before it is confirmed. */
async function startDurableServer(): Promise<TestServer> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'wardwright-bench-'));
  chmodSync(home, 0o755);
  const server = await startEmbedded({ home, settings: { max_connections: '200', shared_buffers: '128MB' } });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return { adminUrl: server.adminUrl, stop };
}

export async function openWorld({ durable = false } = {}): Promise<World> {
  const server = durable ? await startDurableServer() : await startTestServer();
  const run = async (url: string, sql: string): Promise<pg.QueryResult> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run(server.adminUrl, `create role ${appRole} login password '${password}' nosuperuser nobypassrls`);
  await run(server.adminUrl, 'create database ours');
  await run(server.adminUrl, 'create database emmett');
  const ours = changeUrl(server.adminUrl, { database: 'ours' });
  await installEventStore((sql) => run(ours, sql), { appRole });
  await run(ours, `${rawTables};${board}`);
  const appUrl = changeUrl(ours, { role: appRole, password });
  const file = path.join(import.meta.dirname, 'ours.ts');
  const { rows } = await run(ours, 'show server_version');
  const all = {
    ours: await peerOf(file, [appUrl, ours]),
    projector: await peerOf(file, [appUrl, ours]),
    raw: await peerOf(path.join(peers, 'raw.ts'), [ours]),
    emmett: havePeers() ? await peerOf(path.join(peers, 'emmett.mjs'), [changeUrl(server.adminUrl, { database: 'emmett' })]) : undefined,
  };
  const watcher = new pg.Client({ connectionString: ours });
  await watcher.connect();
  const serverCpu = async (): Promise<number> => {
    const backends = await watcher.query<{ pid: number }>("select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
    return backends.rows.reduce((sum, { pid }) => sum + spentBy(pid), 0);
  };
  return {
    ...all,
    adminUrl: ours,
    serverCpu,
    version: (rows[0] as { server_version: string }).server_version,
    end: async () => {
      for (const peer of Object.values(all)) peer?.end();
      await watcher.end();
      await server.stop();
    },
  };
}
