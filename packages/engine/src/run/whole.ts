import type { Highs } from 'highs';
import { roundUp } from '../columns/bounds.ts';
import { remaining, solveCores } from '../exact/core.ts';
import { solveRelaxation } from '../exact/programme.ts';
import { linearModel } from '../linear.ts';
import type { Lowered } from '../lower.ts';
import { HARD } from '../score.ts';

/** Longer horizons, of days and not of blocks, have relaxations far below the best schedule; larger programmes take too long to relax. */
const MOST = { slots: 26, choices: 20_000 };
/** A relaxation so near the best schedule, as a share of its cost, promises a proof. */
const NEAR = 0.15;
/** The share of what is left of a run that may be spent on it. */
const SHARE = 0.7;

/** What a try at the whole may take, and whom it tells that it goes on. */
export interface WholeLimits {
  /** Seconds until the run ends. */
  readonly rest: number;
  readonly shouldStop: () => boolean;
  readonly tell?: (() => void) | undefined;
}

/** Whether a problem is small enough to be solved as one integer programme, as block years are. */
export function isSmall({ frame, allowed }: Lowered): boolean {
  const choices = allowed.reduce((sum, bit) => sum + bit, 0);
  return frame.slots - frame.history <= MOST.slots && choices <= MOST.choices;
}

/** The whole problem as one integer programme. It is tried once, when a schedule without hard violations is known. */
export class Whole {
  readonly #highs: Highs;
  readonly #lowered: Lowered;
  readonly #frozen: Uint8Array | undefined;
  #isTried = false;
  /** No schedule without hard violations costs less; null until something has been proved. */
  bound: number | null = null;

  constructor(highs: Highs, lowered: Lowered, frozen: Uint8Array | undefined) {
    this.#highs = highs;
    this.#lowered = lowered;
    this.#frozen = frozen;
  }

  /** Whether it is worth a try now, with a schedule of this cost at hand. */
  isDue(total: number): boolean {
    return !this.#isTried && total < HARD / 2;
  }

  /** The best schedule that it finds from the one at hand; null if its relaxation promises nothing. */
  solve(cells: Uint8Array, total: number, { rest, shouldStop, tell }: WholeLimits): Uint8Array | null {
    this.#isTried = true;
    const linear = linearModel(this.#lowered, { cells, hard: 'strict', ...(this.#frozen ? { free: this.#frozen.map((bit) => 1 - bit) } : {}) });
    const limits = remaining({
      seconds: SHARE * rest, start: linear.encode(cells),
      shouldStop: () => {
        tell?.();
        return shouldStop();
      },
      onImprovement: (_, bound) => this.#learn(bound),
    });
    const relaxation = solveRelaxation(this.#highs, linear, limits());
    if (relaxation === null) return null;
    this.#learn(relaxation.objective);
    if (total - relaxation.objective > NEAR * Math.abs(total)) return null;
    const { bound, values } = solveCores(this.#highs, linear, relaxation, limits);
    this.#learn(bound);
    return values === null ? null : linear.decode(values);
  }

  #learn(bound: number): void {
    if (bound > -Infinity) this.bound = Math.max(this.bound ?? -Infinity, roundUp(bound));
  }
}
