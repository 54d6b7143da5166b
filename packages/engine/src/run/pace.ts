import type { RunRequest } from './request.ts';
import type { Solver } from './solver.ts';

/** Seconds one exact sub-problem may take in a run by the clock: short, so that a stop is answered soon. */
const CLOCK_ROUND = 1.2;

/** A cycle of reheating has so many moves for each cell, and starts at so many times the last temperature. */
const MOVES_PER_CELL = 3_500;
const REHEATS = [4, 2, 3, 5] as const;

/** Drives a solver through search and polish in small steps, so that whoever calls can listen in between. */
export class Pace {
  readonly #request: RunRequest;
  readonly #solver: Solver;
  readonly #searchShare: number;
  /** Seconds that were spent on making the solver ready. */
  readonly #ready: number;
  /** Whether this thread polishes by reheating (and by fitting parts, where it can) instead of exactly. */
  readonly #reheats: boolean;
  #rounds = 0;
  #cycleFrom = -1;

  constructor(request: RunRequest, solver: Solver, reheats = false) {
    this.#reheats = reheats;
    this.#request = request;
    this.#solver = solver;
    this.#searchShare = 1 - solver.polishShare;
    this.#ready = solver.seconds;
  }

  /** How much of the search has been done, 0 to 1. */
  get searched(): number {
    const { iterations, seconds = 10 } = this.#request;
    if (iterations === undefined) return this.#byClock(seconds * this.#searchShare);
    const limit = this.#request.seconds === undefined ? 0 : this.#solver.seconds / this.#request.seconds;
    return limit >= 1 ? 1 : Math.min(1, this.#solver.annealing.iterations / iterations);
  }

  /** Of the seconds until the search ends, those before it began do not count: it begins hot however late it is. */
  #byClock(end: number): number {
    return end <= this.#ready ? 1 : Math.min(1, (this.#solver.seconds - this.#ready) / (end - this.#ready));
  }

  /** One step; false when everything is done. `shouldStop` is asked inside long steps too, and the longest `tell` that they go on. */
  step(shouldStop: () => boolean, tell?: () => void): boolean {
    const done = this.searched;
    if (done < 1) {
      this.#solver.search(done);
      return true;
    }
    return this.#request.iterations === undefined ? this.#polishByClock(shouldStop, tell) : this.#polishByRounds(shouldStop);
  }

  #polishByClock(shouldStop: () => boolean, tell?: () => void): boolean {
    const left = (this.#request.seconds ?? 10) - this.#solver.seconds;
    if (left <= 0.05 || this.#searchShare === 1 || this.#solver.isProved) return false;
    const end = this.#request.seconds ?? 10;
    const limits = { seconds: Math.min(left, CLOCK_ROUND), rest: left, shouldStop: () => shouldStop() || this.#solver.seconds >= end, tell };
    if (!this.#reheats) return this.#solver.polish(limits) !== 'ended';
    if (this.#cycleFrom >= 0 || (this.#rounds === 0 && !this.#solver.fitsFirst) || !this.#solver.fit(limits)) this.#reheat();
    return true;
  }

  #polishByRounds(shouldStop: () => boolean): boolean {
    const { polishRounds = 0, seconds = Infinity } = this.#request;
    if (this.#rounds >= polishRounds || this.#solver.seconds >= seconds) return false;
    const outcome = this.#solver.polish({ shouldStop });
    if (outcome === 'round') this.#rounds++;
    return outcome !== 'ended';
  }

  /** A step of a cycle of mild reheating; cycles are in turn a little milder and a little less so. */
  #reheat(): void {
    const length = MOVES_PER_CELL * Math.max(1, this.#solver.cells);
    const moves = this.#solver.annealing.iterations;
    if (this.#cycleFrom < 0) {
      this.#cycleFrom = moves;
      this.#rounds++;
    }
    this.#solver.reheat((moves - this.#cycleFrom) / length, REHEATS[this.#rounds % REHEATS.length] as number);
    if (this.#solver.annealing.iterations - this.#cycleFrom >= length) this.#cycleFrom = -1;
  }
}
