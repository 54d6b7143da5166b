import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeUrl, startEmbedded } from '@wardwright/postgres';
import { build } from 'esbuild';
import pg from 'pg';
import { appRole, password, prepareSql, runScript } from '../store.ts';
import type { Orders } from './shared.ts';
import { type Verdict, judge } from './verdict.ts';

/** What is killed, and how often at least. */
export type Victim = 'postgres' | 'writer' | 'projector' | 'listener';

export interface CrashPlan {
  readonly kills: Readonly<Record<Victim, number>>;
  readonly events: number;
  readonly seconds?: number;
  readonly betweenMs: number;
  readonly say?: (line: string) => void;
}

export interface CrashReport extends Verdict {
  readonly kills: Readonly<Record<Victim, number>>;
  readonly slowestRecoveryMs: number;
}

const MORTALITY = 0.02;

/** The child programs as single files, which start in a tenth of the time. */
async function bundleChildren(folder: string): Promise<void> {
  await build({
    entryPoints: ['writer', 'projector', 'listener'].map((name) => path.join(import.meta.dirname, `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native', '@wardwright/postgres'],
    logLevel: 'silent',
    banner: { js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);" },
  });
}

/**
 * Starts a database of its own, writers, a projector and a listener in processes of their own, kills them without warning
 * until each has died often enough, lets the rest finish and counts what is left.
 */
export async function crashRun({ kills: wanted, events, seconds = 0, betweenMs, say = () => undefined }: CrashPlan): Promise<CrashReport> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'event-store-crash-'));
  chmodSync(home, 0o755);
  await bundleChildren(home);
  const start = () => startEmbedded({ home: path.join(home, 'server') });
  let server = await start();
  await runScript(server.adminUrl, prepareSql);
  const tenants = [randomUUID(), randomUUID()];
  const url = changeUrl(server.adminUrl, { role: appRole, password });
  const crew = muster(home, (name): Orders => ({ url, folder: home, name, tenants }));
  const kills: Record<Victim, number> = { postgres: 0, writer: 0, projector: 0, listener: 0 };
  let slowestRecoveryMs = 0;
  const end = Date.now() + seconds * 1000;
  const short = (): Victim[] => (Object.keys(wanted) as Victim[]).filter((victim) => kills[victim] < wanted[victim]);

  try {
    while (short().length > 0 || Date.now() < end) {
      await sleep(betweenMs * (0.5 + Math.random()));
      const from = short().length > 0 ? short() : (Object.keys(wanted) as Victim[]);
      const victim = from[Math.floor(Math.random() * from.length)] ?? 'postgres';
      if (victim === 'postgres') {
        const begun = Date.now();
        process.kill(server.pid, 'SIGKILL');
        await server.stop().catch(() => undefined);
        server = await start();
        slowestRecoveryMs = Math.max(slowestRecoveryMs, Date.now() - begun);
      } else crew.kill(victim);
      kills[victim] += 1;
      say(`killed ${victim}: ${JSON.stringify(kills)}`);
    }
    await until(server.adminUrl, `select count(*) >= ${events} as done from event_store.events`);
    await crew.end('writer');
    await until(server.adminUrl, caughtUp);
    await sleep(500);
    await crew.endAll();
    return { kills: { ...kills, projector: kills.projector + crew.suicides() }, slowestRecoveryMs, ...(await judge(server.adminUrl, home, tenants)) };
  } finally {
    await crew.endAll();
    await server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const caughtUp = `select count(*) = 0 as done from event_store.tenant_positions t left join event_store.subscriptions s
  on s.tenant_id = t.tenant_id and s.subscription_id = 'ward.board' where s.last_position is distinct from t.last_position`;

async function until(url: string, question: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let tries = 0; tries < 1200; tries += 1) {
      const { rows } = await client.query<{ done: boolean }>(question);
      if (rows[0]?.done) return;
      await sleep(50);
    }
    throw new Error('The children have not come to an end within a minute.');
  } finally {
    await client.end();
  }
}

/** The child processes; one that dies is replaced. */
function muster(folder: string, orders: (name: string) => Orders) {
  const living = new Map<string, ChildProcess>();
  let ending = new Set<string>();
  let deaths = 0;
  let killed = 0;
  const post = (name: string): void => {
    const file = path.join(folder, `${name.replace(/\d+$/, '')}.mjs`);
    const child = spawn(process.execPath, [file, JSON.stringify(orders(name)), String(MORTALITY)], { stdio: ['ignore', 'ignore', 'inherit'] });
    living.set(name, child);
    child.once('exit', () => {
      if (name === 'projector') deaths += 1;
      living.delete(name);
      if (!ending.has(name)) post(name);
    });
  };
  const names = ['writer1', 'writer2', 'writer3', 'projector', 'listener'];
  names.forEach(post);
  const endOne = async (name: string): Promise<void> => {
    ending = new Set([...ending, name]);
    const child = living.get(name);
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(late);
  };
  return {
    kill: (victim: string): void => {
      const candidates = names.filter((name) => name.startsWith(victim));
      if (victim === 'projector') killed += 1;
      living.get(candidates[Math.floor(Math.random() * candidates.length)] ?? '')?.kill('SIGKILL');
    },
    end: async (victim: string) => void (await Promise.all(names.filter((name) => name.startsWith(victim)).map(endOne))),
    endAll: async () => void (await Promise.all(names.map(endOne))),
    /** Deaths of the projector between its rows and its checkpoint. */
    suicides: () => Math.max(0, deaths - killed - 1),
  };
}
