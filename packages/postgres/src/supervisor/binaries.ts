import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { SupervisorError, errorCode } from './error.ts';
import type { Owner } from './owner.ts';
import type { BinaryPackage } from './platform.ts';

const run = promisify(execFile);
const PROGRAMS = ['postgres', 'initdb', 'pg_ctl'];
const UNUSED = /\.a$|\/pkgconfig$|\/pgxs$/;

/** Environment of every PostgreSQL program: nothing of ours leaks in, above all no PG* variable. */
export const PROGRAM_ENV = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * The folder with programs that `owner` can really execute. Package managers skip the install script that creates the
 * links between the libraries, so they are created here; where the installed package cannot be written or entered
 * (a checkout under /root, a read-only image) it is copied into `copies` once.
 */
export async function usableBinaries(found: BinaryPackage, copies: string, owner: Owner): Promise<string> {
  const installed = path.join(found.native, 'bin');
  try {
    linkLibraries(found.native, found.native);
  } catch {
    // Not ours to write: the copy below gets its own links.
  }
  if ((await failure(installed, owner)) === undefined) return installed;
  const copied = path.join(copyOut(found, copies), 'bin');
  const problem = await failure(copied, owner);
  if (problem !== undefined) {
    throw new SupervisorError(
      `The built-in PostgreSQL cannot be executed as "${owner.name}" (${problem}); set DATABASE_URL to a PostgreSQL server of version 15 or newer.`,
    );
  }
  return copied;
}

/** Removes copies of other versions; to be called when no server runs from them. */
export function dropOldCopies(copies: string, bin: string): void {
  const kept = path.basename(path.dirname(bin));
  for (const name of readdirSync(copies)) {
    if (name.startsWith('postgres-') && name !== kept) rmSync(path.join(copies, name), { recursive: true, force: true });
  }
}

async function failure(bin: string, owner: Owner): Promise<string | undefined> {
  try {
    await run(path.join(bin, 'postgres'), ['--version'], { ...owner.switchTo, env: PROGRAM_ENV, cwd: '/' });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return (stderr || message).trim().split('\n')[0];
  }
}

function copyOut(from: BinaryPackage, copies: string): string {
  const target = path.join(copies, `postgres-${from.version}`);
  if (existsSync(target)) return target;
  mkdirSync(copies, { recursive: true });
  const building = `${target}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  cpSync(from.native, building, { recursive: true, verbatimSymlinks: true, filter: (source) => !UNUSED.test(source) });
  linkLibraries(from.native, building);
  for (const program of PROGRAMS) chmodSync(path.join(building, 'bin', program), 0o755);
  try {
    renameSync(building, target);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function linkLibraries(listIn: string, into: string): void {
  const list = path.join(listIn, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = path.join(into, path.relative('native', target));
    if (!existsSync(place)) link(path.relative(path.dirname(target), source), place);
  }
}

function link(source: string, place: string): void {
  try {
    symlinkSync(source, place);
  } catch (error) {
    // Another start has been quicker; what is there is right unless it leads nowhere.
    if (errorCode(error) !== 'EEXIST') throw error;
    if (existsSync(place)) return;
    rmSync(place, { force: true });
    symlinkSync(source, place);
  }
}
