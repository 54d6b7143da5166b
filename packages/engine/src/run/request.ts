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
  /** Rounds of exact polishing after the search (needs HiGHS); with a clock, the share of the time it may take, or as much as suits the problem. */
  readonly polishRounds?: number;
  readonly polishShare?: number | 'fitting';
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
  /** A proved bound on the soft cost, frozen days being as they are, if pricing rows or solving the whole found one. */
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
