import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

const STAT = '/proc/stat';
const STATUS = '/proc/self/status';
/** The kernel counts in hundredths of a second; stolen time is the eighth number of the line of all processors. */
const TICKS = 100;
const STOLEN_AT = 8;

/** Seconds that the host of a virtual machine has kept from its processors since they started, all together; null where that is not known. */
function stolenSeconds(): number | null {
  if (!existsSync(STAT)) return null;
  const [all = ''] = readFileSync(STAT, 'utf8').split('\n');
  const ticks = Number(all.split(/\s+/)[STOLEN_AT]);
  return Number.isFinite(ticks) ? ticks / TICKS : null;
}

/** Begins to look at what the host steals; called again, it gives the share of all processors' time since then, null where that is not known. */
export function watchTheft(): () => number | null {
  const before = stolenSeconds();
  const began = performance.now();
  return () => {
    const after = stolenSeconds();
    if (before === null || after === null) return null;
    return (after - before) / (os.cpus().length * (performance.now() - began) / 1000);
  };
}

/** A share as a table shows it. */
export const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(0)} %`);

/** Most memory this process has had, in MB. What Node says may be that of the process it was started by. */
export function peakMegabytes(): number {
  const kilobytes = existsSync(STATUS) ? /VmHWM:\s+(\d+)/.exec(readFileSync(STATUS, 'utf8'))?.[1] : undefined;
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024 / 1e6;
}
