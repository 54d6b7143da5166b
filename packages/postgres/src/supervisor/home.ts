import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SupervisorError, errorCode } from './error.ts';
import { type Owner, assertReachable, chooseOwner } from './owner.ts';

/** Where everything of one embedded PostgreSQL lies. */
export interface Home {
  root: string;
  data: string;
  /** Directory of the Unix socket; usually `root/run`. */
  socket: string;
  claims: string;
  secret: string;
  logFile: string;
  owner: Owner;
  /** Stands in the title of each process of this server, so that they can be told from those of other servers. */
  mark: string;
}

/** The port is a part of the socket's file name; nothing listens on TCP. */
export const PORT = 5432;

/**
 * The folder that holds the database when nothing else is said: WARDWRIGHT_HOME, else /var/lib/wardwright for root, else
 * the user's own data folder.
 */
export function defaultHome(
  env: Record<string, string | undefined> = process.env,
  who: { uid?: number | undefined; platform?: string; homedir?: string } = {},
): string {
  const { uid = process.getuid?.(), platform = process.platform, homedir = os.homedir() } = who;
  if (env['WARDWRIGHT_HOME']) return path.resolve(env['WARDWRIGHT_HOME']);
  if (uid === 0) return '/var/lib/wardwright';
  if (platform === 'darwin') return path.join(homedir, 'Library/Application Support/Wardwright');
  const shared = env['XDG_DATA_HOME'];
  return shared && path.isAbsolute(shared) ? path.join(shared, 'wardwright') : path.join(homedir, '.local/share/wardwright');
}

/** Creates the folder and its parts when missing and settles which account owns them. */
export function openHome(folder: string, dataDirectory: string | undefined, log: (line: string) => void): Home {
  const root = makeFolder(path.resolve(folder), 0o755);
  const data = dataDirectory === undefined ? path.join(root, 'pgdata') : path.resolve(dataDirectory);
  const owner = chooseOwner(data);
  makeFolder(path.dirname(data), 0o755);
  assertReachable(root, owner);
  assertReachable(path.dirname(data), owner);
  const mark = `wardwright-${shortHash(path.join(realpathSync(path.dirname(data)), path.basename(data)))}`;
  return {
    root,
    data,
    socket: socketFolder(root, mark, owner, log),
    claims: makeFolder(path.join(root, 'supervisor'), 0o755),
    secret: path.join(root, 'postgres.secret'),
    logFile: path.join(root, 'postgres.log'),
    owner,
    mark,
  };
}

/** Gives a file or folder to the account PostgreSQL runs as. */
export function giveTo(owner: Owner, target: string): void {
  if (owner.switchTo !== undefined) chownSync(target, owner.switchTo.uid, owner.switchTo.gid);
}

/** Path of the socket file inside its directory. */
export function socketFile(directory: string): string {
  return path.join(directory, `.s.PGSQL.${PORT}`);
}

/** Whether the socket's path fits into the address the system allows (107 bytes on Linux, 103 on macOS). */
export function socketFits(directory: string, platform: string = process.platform): boolean {
  return Buffer.byteLength(socketFile(directory)) <= (platform === 'darwin' ? 103 : 107);
}

function socketFolder(root: string, mark: string, owner: Owner, log: (line: string) => void): string {
  const usual = path.join(root, 'run');
  const chosen = socketFits(usual) ? usual : path.join('/tmp', mark);
  if (chosen !== usual) {
    log(`The path of ${root} is too long for a Unix socket, so the socket lies in ${chosen}; the data stay where they are.`);
  }
  makeFolder(chosen, 0o700, owner);
  return chosen;
}

function makeFolder(folder: string, mode: number, owner?: Owner): string {
  try {
    if (mkdirSync(folder, { recursive: true, mode }) !== undefined) {
      chmodSync(folder, mode);
      if (owner !== undefined) giveTo(owner, folder);
    }
    if (owner !== undefined) assertPrivate(folder, owner);
    return folder;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new SupervisorError(
      `The folder ${folder} cannot be created or used (${code}); make it writable for this user or set WARDWRIGHT_HOME to another folder.`,
    );
  }
}

// The fallback lies in /tmp, where anybody may have put a folder or a link of that name first.
function assertPrivate(folder: string, owner: Owner): void {
  const found = lstatSync(folder);
  const expected = owner.switchTo?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== expected) {
    throw new SupervisorError(
      `The folder ${folder} does not belong to "${owner.name}"; remove it, start as the user that owns it, or set WARDWRIGHT_HOME to another folder.`,
    );
  }
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
