import { readFileSync } from 'node:fs';

/** What a piece of work took. */
export interface Cost {
  readonly seconds: number;
  /** Processor time of this process and of its database connection. */
  readonly cpuSeconds: number;
  /** Most memory this process held, in MiB. */
  readonly processMiB: number;
  /** Most memory the database connection held, shared buffers included, in MiB. */
  readonly databaseMiB: number;
}

const TICK_MS = 10;

/** Processor time of a process so far, in seconds. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * TICK_MS) / 1000;
}

const peakOf = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const own = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Measures work that runs over one database connection. @param pid process of that connection */
export async function costOf(pid: number, work: () => Promise<unknown>): Promise<Cost> {
  const before = { at: performance.now(), cpu: own() + cpuOf(pid) };
  await work();
  return {
    seconds: (performance.now() - before.at) / 1000,
    cpuSeconds: own() + cpuOf(pid) - before.cpu,
    processMiB: process.resourceUsage().maxRSS / 1024,
    databaseMiB: peakOf(pid),
  };
}
