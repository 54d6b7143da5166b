import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, changeUrl, startEmbedded } from '@wardwright/postgres';
import { emptyDatabase } from '@wardwright/postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEventStore } from './event-store.ts';
import { startProjections, waitFor } from './projection.ts';
import { boardOf, boardWith, foldOf } from './testing/board.ts';
import { by, created, moved, stream } from './testing/events.ts';
import { appRole, password, prepareSql, runScript } from './testing/store.ts';

let home: string;
const servers: EmbeddedPostgres[] = [];
const settings = { shared_buffers: '32MB', max_connections: '40' };
const start = async (name: string, more: Record<string, string> = {}): Promise<EmbeddedPostgres> => {
  const server = await startEmbedded({ home: path.join(home, name), settings: { ...settings, ...more } });
  servers.push(server);
  return server;
};
beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'event-store-recovery-'));
  chmodSync(home, 0o755);
});
afterAll(async () => {
  for (const server of servers) await server.stop().catch(() => undefined);
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

const asApp = (adminUrl: string): string => changeUrl(adminUrl, { role: appRole, password });

test('events restored into a younger cluster are read, projected and continued without a hole', async () => {
  const old = await start('old');
  const young = await emptyDatabase();
  await runScript(old.adminUrl, prepareSql);
  await runScript(young.adminUrl, prepareSql);
  // The old cluster has seen many more transactions than the young one ever will in this test.
  await runScript(old.adminUrl, 'do $$ begin for i in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$');
  const [tenantId, board] = [randomUUID(), boardWith()];
  const before = openEventStore({ url: asApp(old.adminUrl) });
  for (let n = 0; n < 10; n += 1) await before.append(stream(tenantId), [created, moved('ICU')], { expected: 'any', by });
  const runner = startProjections(before, [board], { pollMs: 20 });
  await waitFor(before, board, tenantId, 20, { timeoutMs: 20_000 });
  await runner.stop();
  await before.append(stream(tenantId), [created, moved('Ward')], { expected: 'any', by });
  await before.close();

  for (const table of ['event_store.events', 'event_store.tenant_positions', 'event_store.subscriptions', 'public.board']) {
    const { rows } = await runScript(old.adminUrl, `select coalesce(json_agg(t), '[]')::text as rows from ${table} t`);
    const text = (rows[0] as { rows: string }).rows.replaceAll("'", "''");
    await runScript(young.adminUrl, `insert into ${table} select * from json_populate_recordset(null::${table}, '${text}')`);
  }
  const after = openEventStore({ url: young.url(appRole, password) });
  const again = startProjections(after, [board], { pollMs: 20 });
  const { position } = await after.append(stream(tenantId), [created], { expected: 'no stream', by });
  expect(position).toBe(23);
  await waitFor(after, board, tenantId, position, { timeoutMs: 20_000 });
  await again.stop();
  expect((await after.readAll(tenantId)).map((event) => event.position)).toEqual(Array.from({ length: 23 }, (_, n) => n + 1));
  expect(await boardOf(after, tenantId)).toEqual(await foldOf(after, tenantId));
  await after.close();
  await young.drop();
});

test('after a failover to a synchronous standby every confirmed event is there and positions go on', async () => {
  const primary = await start('primary');
  await runScript(primary.adminUrl, prepareSql);
  await copyAsStandby(primary);
  const { host, port, user, password: secret } = primary.connection;
  const standby = await start('standby', { primary_conninfo: `host=${host} port=${port} user=${user} password=${secret} application_name=standby` });
  await runScript(primary.adminUrl, "alter system set synchronous_standby_names = '*'");
  await runScript(primary.adminUrl, 'select pg_reload_conf()');
  await until(primary.adminUrl, "select sync_state in ('sync', 'quorum') as done from pg_stat_replication");

  const [tenantId, board] = [randomUUID(), boardWith()];
  const before = openEventStore({ url: asApp(primary.adminUrl) });
  const confirmed: number[] = [];
  let alive = true;
  const writer = (async () => {
    while (alive) {
      const done = await before.append(stream(tenantId), [created, moved('ICU')], { expected: 'any', by }).catch(() => undefined);
      if (!done) return;
      confirmed.push(done.position);
    }
  })();
  while (confirmed.length < 40) await sleep(10);
  process.kill(primary.pid, 'SIGKILL');
  alive = false;
  await writer;
  await before.close();

  await runScript(standby.adminUrl, 'select pg_promote()');
  const after = openEventStore({ url: asApp(standby.adminUrl) });
  const head = await after.head(tenantId);
  expect(head).toBeGreaterThanOrEqual(confirmed.at(-1) ?? 0);
  expect((await after.readAll(tenantId)).map(({ position }) => position)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
  const runner = startProjections(after, [board], { pollMs: 20 });
  const { position } = await after.append(stream(tenantId), [created], { expected: 'no stream', by });
  expect(position).toBe(head + 1);
  await waitFor(after, board, tenantId, position, { timeoutMs: 20_000 });
  await runner.stop();
  expect(await boardOf(after, tenantId)).toEqual(await foldOf(after, tenantId));
  await after.close();
});

/** A copy of the running primary's files, ready to follow it. */
async function copyAsStandby(primary: EmbeddedPostgres): Promise<void> {
  const [from, to] = [path.join(home, 'primary'), path.join(home, 'standby')];
  const client = new pg.Client({ connectionString: primary.adminUrl });
  await client.connect();
  await client.query("select pg_backup_start('standby', true)");
  mkdirSync(to, { mode: 0o755 });
  cpSync(path.join(from, 'pgdata'), path.join(to, 'pgdata'), { recursive: true, filter: (source) => !source.endsWith('postmaster.pid') && !source.endsWith('postmaster.opts') });
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
  writeFileSync(path.join(to, 'pgdata/backup_label'), rows[0]?.labelfile ?? '');
  writeFileSync(path.join(to, 'pgdata/standby.signal'), '');
  await client.end();
  cpSync(path.join(from, 'postgres.secret'), path.join(to, 'postgres.secret'));
  own(path.join(to, 'pgdata'), statSync(path.join(from, 'pgdata')));
}

function own(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) own(full, { uid, gid });
    else chownSync(full, uid, gid);
  }
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
}

async function until(url: string, question: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { rows } = await runScript(url, question);
    if ((rows[0] as { done?: boolean } | undefined)?.done) return;
    await sleep(50);
  }
  throw new Error(`Still not so: ${question}`);
}
