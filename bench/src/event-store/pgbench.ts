import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { by, eventType, metadata, payload } from './slice.ts';

/** What a client in C reaches on the lean table: the limit of the machine. Nothing where pgbench is not installed. */
export function pgbenchPerSecond(adminUrl: string, clients: number, batch: number): number | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pgbench-'));
  const script = path.join(folder, 'insert.sql');
  const row = `(gen_random_uuid(), gen_random_uuid(), 1, 'Admission', '${eventType}', '${JSON.stringify(payload(1))}', '${JSON.stringify(metadata)}', '${by}')`;
  writeFileSync(script, `insert into raw_lean (tenant_id, stream_id, event_version, stream_type, event_type, data, metadata, created_by) values ${Array.from({ length: batch }, () => row).join(', ')};\n`);
  const url = new URL(adminUrl);
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', '3', '-f', script];
  const env = {
    ...process.env,
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    PGPORT: url.searchParams.get('port') ?? url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
  };
  try {
    const said = execFileSync('pgbench', args, { env, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return Number(/tps = ([\d.]+)/.exec(said)?.[1]) * batch;
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
