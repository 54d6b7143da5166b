import type { Range, UnitForm, WindowCheck } from '../forms.ts';

/** Windows that follow each other; overlapping ones would each need a total of its own at the same time. */
export const apart = (windows: readonly Range[]): boolean => windows.every((window, w) => w === 0 || window.from >= (windows[w - 1] as Range).to);

/** Units a machine must remember because a window that holds them may still go on. */
export const memoryOf = ({ check }: UnitForm): number =>
  check.kind !== 'window' || apart(check.windows) ? 0 : Math.max(...check.windows.map(({ from, to }) => to - from)) - 1;

/** How many of the last `length` units were on; the last one is the lowest bit. */
function countOf(recent: number, length: number): number {
  let count = 0;
  for (let rest = recent & ((1 << length) - 1); rest > 0; rest &= rest - 1) count++;
  return count;
}

/** What windows of these lengths cost that end now. */
export function costOfWindows({ min, max, under, over }: WindowCheck, lengths: readonly number[], recent: number): number {
  let cost = 0;
  for (const length of lengths) {
    const value = countOf(recent, length);
    if (value < min) cost += (min - value) * under;
    else if (value > max) cost += (value - max) * over;
  }
  return cost;
}

/** Lengths of the windows that end with each unit. */
export function closingOf({ units, check }: UnitForm): number[][] {
  const lengths: number[][] = units.map(() => []);
  if (check.kind === 'window') for (const { from, to } of check.windows) lengths[to - 1]?.push(to - from);
  return lengths;
}

/** What of the last units must be remembered: where one unit that is on is enough, only the latest of them. */
export function remembered(recent: number, memory: number, check: WindowCheck): number {
  const kept = recent & ((1 << memory) - 1);
  return check.min <= 1 && check.max > memory ? kept & -kept : kept;
}
