import type { Range } from '../forms.ts';
import type { Problem } from '../problem/schema.ts';

/** Slots kept apart between two threads, so that no rule of four weeks sees both at work. */
const GUARD_DAYS = 42;
/** Horizons of at least this many days are shared out by time. */
const LONG_DAYS = 168;

/** How often the threads meet in a run. */
export const EPOCHS = 20;

/** Epochs after which the thread that lags behind takes over the better schedule, where each works everywhere. */
const MEETINGS = new Set([11, 14, 17, EPOCHS - 1]);

/**
 * On long horizons each of two threads works on its own part of the year: halves in even epochs, middle and ends in
 * odd ones. Null means: everywhere (short horizons, one thread). Slots are internal.
 */
export function regionsOf(problem: Problem, index: number, threads: number, epoch: number): Range[] | null {
  const { days, slotsPerDay, historyDays } = problem.grid;
  if (threads !== 2 || days < LONG_DAYS) return null;
  const part = (from: number, to: number): Range => ({ from: (historyDays + Math.floor(from)) * slotsPerDay, to: (historyDays + Math.floor(to)) * slotsPerDay });
  if (epoch % 2 === 0) return index === 0 ? [part(0, days / 2 - GUARD_DAYS / 2)] : [part(days / 2 + GUARD_DAYS / 2, days)];
  const [low, high] = [days / 4, (3 * days) / 4];
  return index === 0 ? [part(low + GUARD_DAYS / 2, high - GUARD_DAYS / 2)] : [part(0, low - GUARD_DAYS / 2), part(high + GUARD_DAYS / 2, days)];
}

/** Whether threads wait for each other after an epoch: each time where they share out the horizon, now and then elsewhere. */
export const meetAfter = (problem: Problem, threads: number, epoch: number): boolean =>
  threads > 1 && (MEETINGS.has(epoch) || regionsOf(problem, 0, threads, epoch) !== null);

/** The first schedule with the second's cells in the second's regions (and as far beyond as its moves may reach). */
export function mergeRegions(first: Uint8Array, second: Uint8Array, regions: readonly Range[], slots: number, reach: number): Uint8Array {
  const merged = first.slice();
  for (let at = 0; at < merged.length; at++) {
    const slot = at % slots;
    if (regions.some((range) => slot >= range.from && slot < range.to + reach)) merged[at] = second[at] as number;
  }
  return merged;
}
