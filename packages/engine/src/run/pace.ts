import type { RunRequest } from './request.ts';
import type { Solver } from './solver.ts';

/** Seconds one exact sub-problem may take in a run by the clock: short, so that a stop is answered soon. */
const CLOCK_ROUND = 1.2;

/** Drives a solver through search and polish in small steps, so that whoever calls can listen in between. */
export class Pace {
  readonly #request: RunRequest;
  readonly #solver: Solver;
  readonly #searchShare: number;
  #rounds = 0;

  constructor(request: RunRequest, solver: Solver) {
    this.#request = request;
    this.#solver = solver;
    this.#searchShare = 1 - (request.iterations === undefined ? (request.polishShare ?? 0) : 0);
  }

  /** How much of the search has been done, 0 to 1. */
  get searched(): number {
    const { iterations, seconds = 10 } = this.#request;
    const byClock = this.#solver.seconds / (seconds * this.#searchShare);
    if (iterations === undefined) return Math.min(1, byClock);
    const limit = this.#request.seconds === undefined ? 0 : this.#solver.seconds / this.#request.seconds;
    return limit >= 1 ? 1 : Math.min(1, this.#solver.annealing.iterations / iterations);
  }

  /** One step; false when everything is done. `shouldStop` is asked inside long steps too. */
  step(shouldStop: () => boolean): boolean {
    const done = this.searched;
    if (done < 1) {
      this.#solver.search(done);
      return true;
    }
    const { iterations, polishRounds = 0, seconds = 10 } = this.#request;
    const left = iterations === undefined ? seconds - this.#solver.seconds : (this.#request.seconds ?? Infinity) - this.#solver.seconds;
    const goOn = iterations === undefined ? left > 0.05 && this.#searchShare < 1 : this.#rounds < polishRounds && left > 0;
    this.#rounds++;
    return goOn && this.#solver.polish(Math.min(left, iterations === undefined ? CLOCK_ROUND : 60), Math.min(left * 0.8, 600), shouldStop);
  }
}
