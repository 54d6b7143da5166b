import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** One living process of this machine; zombies are left out, because they hold nothing any more. */
export interface Process {
  pid: number;
  /** Same pid and same `started` means the same process, also after a reboot. */
  started: string;
  command: string;
  /** Working directory, where the system tells it. */
  cwd?: string;
}

const PROC = existsSync('/proc/self/stat');

/** The living process with this id, if there is one. */
export function findProcess(pid: number): Process | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return PROC ? fromProc(pid) : fromPs(['-p', String(pid)])[0];
}

/** Every living process that this user may see. */
export function listProcesses(): Process[] {
  if (!PROC) return fromPs(['-ax']);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => fromProc(Number(name)))
    .filter((found) => found !== undefined);
}

function fromProc(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may itself hold some; fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const cwd = workingDirectory(pid);
    return { pid, started: `${bootId()}/${fields[19] ?? ''}`, command, ...(cwd === undefined ? {} : { cwd }) };
  } catch {
    return undefined;
  }
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function fromPs(selection: string[]): Process[] {
  try {
    const columns = ['-ww', '-o', 'pid=,stat=,lstart=,command='];
    const output = execFileSync('ps', [...selection, ...columns], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    return parsePs(output);
  } catch {
    return [];
  }
}

/** Reads the columns pid, stat, lstart and command of `ps`, which systems without /proc have instead. */
export function parsePs(output: string): Process[] {
  return output.split('\n').map(parsePsLine).filter((found) => found !== undefined);
}

function parsePsLine(line: string): Process | undefined {
  const fields = /^\s*(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line);
  if (fields === null || fields[2]?.startsWith('Z')) return undefined;
  return { pid: Number(fields[1]), started: (fields[3] ?? '').replaceAll(/\s+/g, ' '), command: fields[4] ?? '' };
}
