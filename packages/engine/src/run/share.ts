import type { Lowered } from '../lower.ts';
import type { RunRequest } from './request.ts';

/** Seconds of search a cell needs before polishing gains more than searching on; measured on blocks and years of 24 to 100 people. */
const SEARCH_PER_CELL = { beforeParts: 0.005, beforeRows: 0.0015, beforeStretches: 0.0002, beforeFewStretches: 0.0006, beforeWhole: 0.002 };
/** Seconds of search that few cells need too before rows are priced; in a hurry rows are worth more. */
const LEAST_BEFORE_ROWS = { usual: 1.5, hurried: 1 };
/** With fewer seconds a cell, pricing rows of the whole would not come to anything before the end. */
const ROWS_PER_CELL = 0.01;

/** Whether there is time to price rows of the whole; a run by moves has all the time it needs. */
export const hasTimeForRows = ({ polishShare = 0, iterations, seconds = 10 }: RunRequest, cells: number): boolean =>
  polishShare !== 'fitting' || iterations !== undefined || seconds >= ROWS_PER_CELL * cells;

/** With fewer seconds a cell there is time for little else than rows chosen person by person; measured on ten people, and trusted for a few more. */
const HURRY = { perCell: 0.04, people: 15 };

/** Whether a run by the clock has time to price rows, but should then mend rows chosen person by person and make no dives. */
export function isHurried(request: RunRequest, { people, slots, history }: Lowered['frame']): boolean {
  const { iterations, seconds = 10 } = request;
  const cells = people * (slots - history);
  return iterations === undefined && people <= HURRY.people && seconds < HURRY.perCell * cells && hasTimeForRows(request, cells);
}

/** The most of a run that polishing may have; where rows are priced it makes its own schedules to mend, and the whole needs any schedule. */
const MOST = { usual: 0.85, rows: 0.95, whole: 0.95 };

/** With fewer seconds a cell, stretches gain nothing, and cost memory: a year of 100 residents has a minute and 200 MB. */
const LEAST_PER_CELL = 0.0006;

/** Whether a request needs the exact solver. */
export function wantsPolish({ problem, polishRounds = 0, polishShare = 0, iterations, seconds = 10 }: RunRequest): boolean {
  const { days, slotsPerDay } = problem.grid;
  if (iterations !== undefined || polishShare !== 'fitting') return polishRounds > 0 || polishShare !== 0;
  return seconds >= LEAST_PER_CELL * problem.people.length * days * slotsPerDay;
}

/** What a problem is polished with: exact parts, rows of the whole (which some people may only support), stretch by stretch, or any of these after a try at the whole as one programme. */
export type Kind = 'parts' | 'whole' | 'rows' | 'supported rows' | 'stretches';

/** Seconds of search a cell needs before it is polished like this. */
function searchBefore(kind: Kind, prices: boolean): number {
  if (prices) return SEARCH_PER_CELL.beforeRows;
  if (kind === 'whole') return SEARCH_PER_CELL.beforeWhole;
  if (kind === 'supported rows') return SEARCH_PER_CELL.beforeFewStretches;
  return kind === 'stretches' ? SEARCH_PER_CELL.beforeStretches : SEARCH_PER_CELL.beforeParts;
}

/** The least and the most that the search has of a run: seconds, and the share that is left to polishing. */
function limitsOf(request: RunRequest, frame: Lowered['frame'], kind: Kind, prices: boolean): { least: number; most: number } {
  if (!prices) return { least: 0, most: kind === 'whole' ? MOST.whole : MOST.usual };
  return { least: kind === 'rows' && isHurried(request, frame) ? LEAST_BEFORE_ROWS.hurried : LEAST_BEFORE_ROWS.usual, most: MOST.rows };
}

/** The share of a run by the clock that polishing has: what was asked for, or most for small problems and little for large ones in a short time. */
export function polishShareOf(request: RunRequest, { frame }: Lowered, kind: Kind): number {
  const { polishShare = 0, iterations, seconds = 10 } = request;
  if (iterations !== undefined || !wantsPolish(request)) return 0;
  if (polishShare !== 'fitting') return polishShare;
  const cells = frame.people * (frame.slots - frame.history);
  const prices = (kind === 'rows' || kind === 'supported rows') && hasTimeForRows(request, cells);
  const { least, most } = limitsOf(request, frame, kind, prices);
  const search = Math.max(least, cells * searchBefore(kind, prices));
  return Math.max(0, Math.min(most, 1 - search / seconds));
}
