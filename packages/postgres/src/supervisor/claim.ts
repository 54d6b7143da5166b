import { existsSync, linkSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './error.ts';
import { findProcess } from './processes.ts';

/** The answer to "may this process start and stop PostgreSQL on this folder?". */
export type Claim = { held: true; release: () => void } | { held: false; holder: number };

/**
 * Makes this process the only supervisor of a folder, or names the one that is. A claim dies with its process, so a
 * killed supervisor blocks nobody.
 *
 * Each claim is a file with the next higher number, created atomically. The highest number decides and is never
 * removed, so two processes that both find a dead holder cannot both take its place.
 */
export function claimFolder(claims: string): Claim {
  for (;;) {
    const last = highest(claims);
    const holder = last === 0 ? undefined : livingHolder(path.join(claims, String(last)));
    if (holder !== undefined) return { held: false, holder };
    const mine = last + 1;
    if (create(claims, mine) && highest(claims) === mine) {
      for (const number of numbers(claims)) if (number < mine) rmSync(path.join(claims, String(number)), { force: true });
      return { held: true, release: () => release(path.join(claims, String(mine))) };
    }
  }
}

function release(file: string): void {
  if (existsSync(file)) writeFileSync(file, '{}');
}

function create(claims: string, number: number): boolean {
  const draft = path.join(claims, `draft-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const started = findProcess(process.pid)?.started;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started }));
  try {
    linkSync(draft, path.join(claims, String(number)));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function livingHolder(file: string): number | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: number; started?: string };
    return pid !== undefined && findProcess(pid)?.started === started ? pid : undefined;
  } catch {
    return undefined;
  }
}

function highest(claims: string): number {
  return Math.max(0, ...numbers(claims));
}

function numbers(claims: string): number[] {
  return readdirSync(claims).filter((name) => /^\d+$/.test(name)).map(Number);
}
