import pg from 'pg';
import { startEmbedded } from '../supervisor.ts';
import { migratedDatabase } from '../testing.ts';

/** What the child process says about itself, one JSON line on its output. */
export interface ChildReport {
  pid: number;
  server: number;
  adopted: boolean;
  owned: boolean;
  version: string;
  adminUrl: string;
  boots: number;
  startMs: number;
}

type Mode = 'hold' | 'leave' | 'stop';

async function supervise(home: string, mode: Mode): Promise<void> {
  const begun = performance.now();
  const server = await startEmbedded({ home });
  const startMs = Math.round(performance.now() - begun);
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  await client.query('select pg_advisory_lock(1)');
  await client.query('create table if not exists boot (at timestamptz default now())');
  await client.query('insert into boot default values');
  const { rows } = await client.query<{ boots: number }>('select count(*)::int as boots from boot');
  await client.end();
  const { pid: serverPid, adopted, owned, version, adminUrl } = server;
  const boots = rows[0]?.boots ?? 0;
  say({ pid: process.pid, server: serverPid, adopted, owned, version, adminUrl, boots, startMs });
  if (mode === 'hold') setInterval(() => undefined, 60_000);
  if (mode === 'stop') await server.stop();
}

async function prepare(fingerprint: string): Promise<void> {
  let prepared = 0;
  const database = await migratedDatabase({
    fingerprint,
    prepare: async (url) => {
      prepared += 1;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`create role "${fingerprint}"`);
      await client.query('select pg_sleep(0.3)');
      await client.query('create table ward (id int)');
      await client.end();
    },
  });
  say({ name: database.name, prepared });
}

function say(report: object): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

const [task, subject = '', mode = 'stop'] = process.argv.slice(2);
try {
  await (task === 'prepare' ? prepare(subject) : supervise(subject, mode as Mode));
} catch (error) {
  say({ error: String(error) });
  process.exitCode = 1;
}
