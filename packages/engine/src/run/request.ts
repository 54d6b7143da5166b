import { columnRules } from '../columns/rules.ts';
import { Support } from '../columns/support.ts';
import { lower } from '../lower.ts';
import type { Problem } from '../problem/schema.ts';
import type { Schedule } from '../schedule.ts';

/** What to run and for how long. */
export interface RunRequest {
  readonly problem: Problem;
  readonly seed: number;
  /** Moves to try. With a number of moves, the same request gives the same schedule, byte for byte. */
  readonly iterations?: number;
  /** Seconds on the clock; used when `iterations` is absent, and as a limit when it is given. */
  readonly seconds?: number;
  /** A schedule to start from (warm start). */
  readonly start?: Schedule;
  /** Days before this one stay as in `start`. */
  readonly freezeBeforeDay?: number;
  /** Keep close to this schedule: each planned cell that changes costs `changeCost` soft points. */
  readonly published?: Schedule;
  readonly changeCost?: number;
  /** Rounds of exact polishing after the search (needs HiGHS); with a clock, the share of the time it may take. */
  readonly polishRounds?: number;
  readonly polishShare?: number;
  /** A bound proved elsewhere on the soft cost; progress then reports a gap. */
  readonly bound?: number;
  /** First temperature, if not the measured one: low values stay near the start. */
  readonly temperature?: number;
}

/** Where a run stands. */
export interface Progress {
  readonly phase: 'search' | 'polish';
  /** 0 to 1. */
  readonly done: number;
  readonly iterations: number;
  readonly seconds: number;
  readonly hard: number;
  readonly soft: number;
  readonly bound: number | null;
  /** (soft - bound) / |soft|; null without a bound. */
  readonly gap: number | null;
  readonly secondsSinceImprovement: number;
  readonly byRule: readonly { readonly id: string; readonly hard: number; readonly soft: number }[];
}

/** How a run ended. The costs do not count what `published` added. */
export interface RunResult {
  readonly schedule: Schedule;
  readonly hard: number;
  readonly soft: number;
  /** A proved bound on the soft cost, if column generation could find one. */
  readonly bound: number | null;
  readonly iterations: number;
  readonly seconds: number;
  readonly stopped: boolean;
}

/** How to follow and steer a run. */
export interface RunControl {
  /** Told a few times a second, and at once when the first schedule without hard violations is found. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting `stop` ends the run early and keeps the best schedule so far. */
  readonly stop?: AbortSignal;
  /** Aborting `cancel` ends the run and throws its reason. */
  readonly cancel?: AbortSignal;
}

/** Whether a request needs the exact solver. */
export const wantsPolish = (request: RunRequest): boolean => (request.polishRounds ?? 0) > 0 || (request.polishShare ?? 0) > 0;

/** Seconds of search a cell needs before polishing gains more than searching on; measured on blocks of 24 and 60 people. */
const SEARCH_PER_CELL = { beforeParts: 0.005, beforeRows: 0.0015 };
/** With fewer seconds a cell, pricing rows would not come to anything before the end. */
const ROWS_PER_CELL = 0.01;

/** The most of a run that polishing may have; where some people only support others it makes its own schedules to mend. */
const MOST = { usual: 0.85, supported: 0.95 };

/** The share of a run by the clock that exact polishing should have: most for small problems, none for years in a minute. */
export function polishShareFor(problem: Problem, seconds: number): number {
  const cells = problem.people.length * problem.grid.days * problem.grid.slotsPerDay;
  const lowered = seconds >= ROWS_PER_CELL * cells ? lower(problem) : null;
  const rules = lowered && columnRules(lowered);
  const search = cells * (rules ? SEARCH_PER_CELL.beforeRows : SEARCH_PER_CELL.beforeParts);
  const most = lowered && rules && new Support(lowered, rules).people.length > 0 ? MOST.supported : MOST.usual;
  return Math.max(0, Math.min(most, 1 - search / seconds));
}

/** The problem with "stay close to the published schedule" added as a soft rule. */
export function problemOfRequest(request: RunRequest): Problem {
  const { problem, published, changeCost = 1 } = request;
  if (published === undefined) return problem;
  if (!Number.isInteger(changeCost) || changeCost < 1) throw new RangeError(`A change can cost 1, 2, 3 points and so on, not ${changeCost}.`);
  const plan = problem.people.flatMap((person) => (published[person.id] ?? []).map((activity, slot) => ({ person: person.id, slot, activity })));
  const known = new Set(problem.activities.map((activity) => activity.id));
  return {
    ...problem,
    constraints: [
      ...problem.constraints,
      { id: 'published', title: 'As published', type: 'planDistance', level: 'soft', weight: changeCost, params: { plan: plan.filter((cell) => known.has(cell.activity)) } },
    ],
  };
}
