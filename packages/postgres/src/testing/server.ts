import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../supervisor.ts';
import { claimFolder } from '../supervisor/claim.ts';
import { memoryFolder } from '../supervisor/memory.ts';
import { listProcesses } from '../supervisor/processes.ts';
import { signal } from '../supervisor/server.ts';

/** A PostgreSQL that exists for one test run and leaves nothing behind. */
export interface TestServer {
  /** URL of the superuser; hand it on as TEST_DATABASE_URL. */
  adminUrl: string;
  stop: () => Promise<void>;
}

const PREFIX = 'wardwright-test-';
const ROOM = 1024 ** 3;
const JUST_MADE_MS = 60_000;

/**
 * Starts a throw-away PostgreSQL without durability, its data in memory where /dev/shm has a gigabyte to spare. What
 * killed runs have left behind is removed first.
 */
export async function startTestServer(): Promise<TestServer> {
  removeAbandoned();
  const home = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(home, 0o755);
  const data = path.join(memoryFolder(ROOM) ?? path.join(home, 'data'), path.basename(home));
  const remove = (...more: string[]) => {
    for (const folder of [data, home, ...more]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const server = await startEmbedded({
      home,
      dataDirectory: path.join(data, 'pgdata'),
      throwAway: true,
      programCopies: copiesFolder(),
      settings: { max_connections: '200', shared_buffers: '128MB' },
    });
    const stop = async () => {
      await server.stop();
      remove(server.connection.host);
    };
    return { adminUrl: server.adminUrl, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

// Copying the programs takes longer than anything else, so one copy per user serves all runs. Another user could have
// made the folder first; then it is not trusted.
function copiesFolder(): string {
  const folder = path.join(os.tmpdir(), `wardwright-programs-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = statSync(folder);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return folder;
  const own = mkdtempSync(path.join(os.tmpdir(), 'wardwright-programs-'));
  chmodSync(own, 0o755);
  return own;
}

function removeAbandoned(): void {
  for (const name of readdirSync(os.tmpdir())) {
    const home = path.join(os.tmpdir(), name);
    if (name.startsWith(PREFIX) && isAbandoned(home)) {
      for (const { pid, command } of listProcesses()) {
        if (command.includes('postgres') && command.includes(name)) signal(pid, 'SIGQUIT');
      }
      for (const parent of [memoryFolder(0) ?? home, os.tmpdir()]) {
        rmSync(path.join(parent, name), { recursive: true, force: true, maxRetries: 10 });
      }
    }
  }
}

// A folder that was made a moment ago belongs to a server that has not claimed it yet.
function isAbandoned(home: string): boolean {
  const found = statSync(home, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== process.getuid?.() || Date.now() - found.mtimeMs < JUST_MADE_MS) return false;
  const claims = path.join(home, 'supervisor');
  return !existsSync(claims) || claimFolder(claims).held;
}
