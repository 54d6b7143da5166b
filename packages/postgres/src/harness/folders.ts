import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listProcesses } from '../supervisor/processes.ts';
import { signal } from '../supervisor/server.ts';

/** The account that stands for an ordinary user when the tests run as root. */
export const NOBODY = { uid: 65534, gid: 65534 };

const PREFIX = 'wardwright-it-';
const made: string[] = [];

/** A folder that other accounts may enter, owned by `account` when one is given. */
export function makeFolder(account?: { uid: number; gid: number }): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  made.push(folder);
  chmodSync(folder, 0o755);
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** Ends the servers that still run in the folders of this test file and removes the folders. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) {
    for (const { pid, command } of listProcesses()) {
      if (command.includes('postgres') && command.includes(folder)) signal(pid, 'SIGQUIT');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
