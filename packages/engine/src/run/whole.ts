import type { Highs } from 'highs';
import { roundUp } from '../columns/bounds.ts';
import { solveCores } from '../exact/core.ts';
import { remaining, solveRelaxation } from '../exact/programme.ts';
import type { ExactLimits, Relaxation } from '../exact/programme.ts';
import { linearModel } from '../linear.ts';
import type { LinearModel } from '../linear.ts';
import type { Lowered } from '../lower.ts';
import { HARD } from '../score.ts';

/** Longer horizons, of days and not of blocks, have relaxations far below the best schedule; larger programmes take too long to relax. */
const MOST = { slots: 26, choices: 20_000 };
/** A relaxation so near the best schedule, as a share of its cost or by so many points, promises a proof. */
const NEAR = { share: 0.15, points: 5 };
/** Seconds that should be left for each choice: the relaxation alone takes a tenth of them. */
const LEAST_PER_CHOICE = 0.0005;
/** The share of what is left of a run that may be spent on it. */
const SHARE = 0.7;

/** What a try at the whole may take, and whom it tells that it goes on. */
export interface WholeLimits {
  /** Seconds until the run ends. */
  readonly rest: number;
  readonly shouldStop: () => boolean;
  readonly tell?: (() => void) | undefined;
}

const choicesOf = ({ allowed }: Lowered): number => allowed.reduce((sum, bit) => sum + bit, 0);

/** Whether a problem is small enough to be solved as one integer programme, as block years are. */
export const isSmall = (lowered: Lowered): boolean =>
  lowered.frame.slots - lowered.frame.history <= MOST.slots && choicesOf(lowered) <= MOST.choices;

/** The whole problem as one integer programme: relaxed once, and solved once a schedule near the relaxation is known. */
export class Whole {
  readonly #highs: Highs;
  readonly #lowered: Lowered;
  readonly #frozen: Uint8Array | undefined;
  readonly #least: number;
  #linear: LinearModel | null = null;
  #relaxation: Relaxation | null = null;
  #isTried = false;
  /** No schedule without hard violations costs less; null until something has been proved. */
  bound: number | null = null;

  constructor(highs: Highs, lowered: Lowered, frozen: Uint8Array | undefined) {
    this.#highs = highs;
    this.#lowered = lowered;
    this.#frozen = frozen;
    this.#least = LEAST_PER_CHOICE * choicesOf(lowered);
  }

  /** Whether it is worth a try, with a schedule of this cost at hand and so many seconds left. */
  isDue(total: number, rest: number): boolean {
    return !this.#isTried && total < HARD / 2 && rest >= this.#least && this.#isNear(total);
  }

  #isNear(total: number): boolean {
    return this.#relaxation === null || total - this.#relaxation.objective <= Math.max(NEAR.points, NEAR.share * Math.abs(total));
  }

  /** The best schedule that it finds from the one at hand; null if it found none, or its relaxation promises nothing yet. */
  solve(cells: Uint8Array, total: number, { rest, shouldStop, tell }: WholeLimits): Uint8Array | null {
    const limits = {
      seconds: SHARE * rest,
      shouldStop: () => {
        tell?.();
        return shouldStop();
      },
    };
    const left = remaining(limits);
    try {
      const linear = (this.#linear ??= linearModel(this.#lowered, { cells, hard: 'strict', ...(this.#frozen ? { free: this.#frozen.map((bit) => 1 - bit) } : {}) }));
      const relaxation = this.#relax(linear, left());
      if (relaxation === null || !this.#isNear(total)) return null;
      this.#isTried = true;
      const { bound, values } = solveCores(this.#highs, linear, relaxation, () => ({ ...left(), start: linear.encode(cells) }));
      if (values === null) return null;
      this.#learn(bound);
      return linear.decode(values);
    } catch {
      // The solver may run out of memory: then the schedule at hand must not be lost.
      this.#isTried = true;
      return null;
    }
  }

  #relax(linear: LinearModel, limits: ExactLimits): Relaxation | null {
    if (this.#relaxation !== null) return this.#relaxation;
    this.#relaxation = solveRelaxation(this.#highs, linear, limits);
    if (this.#relaxation === null) this.#isTried = true;
    else this.#learn(this.#relaxation.objective);
    return this.#relaxation;
  }

  #learn(bound: number): void {
    if (bound > -Infinity) this.bound = Math.max(this.bound ?? -Infinity, roundUp(bound));
  }
}
