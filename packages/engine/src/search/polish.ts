import type { Highs } from 'highs';
import { solveLinear } from '../exact/programme.ts';
import type { ExactResult } from '../exact/programme.ts';
import { HARD_POINTS, linearModel } from '../linear.ts';
import { narrow } from '../linear/narrow.ts';
import { Dice } from '../random.ts';
import { HARD } from '../score.ts';
import type { Score } from '../score.ts';
import { Neighbourhoods, NEIGHBOURHOODS } from './neighbourhoods.ts';
import type { Options } from './options.ts';

/** Limits of one sub-problem: nodes make it reproducible, seconds keep it answering. */
export interface PolishLimits {
  readonly nodes: number;
  readonly seconds?: number;
  readonly shouldStop?: () => boolean;
}

/** Choices a sub-problem should have: where it starts, and how far it may go as sub-problems turn out easy or not. */
const SIZE = { start: 1_000, least: 300, most: 6_000 };

/**
 * Large-neighbourhood search: frees a part of the schedule, solves it exactly with everything else fixed, and keeps
 * what is no worse. Kinds of parts that helped are tried more often, and parts grow as long as they are solved to the end.
 */
export class Polish {
  readonly #highs: Highs;
  readonly #score: Score;
  readonly #dice: Dice;
  readonly #neighbourhoods: Neighbourhoods;
  readonly #merit = new Float64Array(NEIGHBOURHOODS).fill(1);
  readonly #size = new Float64Array(NEIGHBOURHOODS).fill(SIZE.start);
  #age = 0;

  constructor(highs: Highs, score: Score, options: Options, seed: number) {
    this.#highs = highs;
    this.#score = score;
    this.#dice = new Dice(seed + 7919);
    this.#neighbourhoods = new Neighbourhoods(score, options, this.#dice);
  }

  /** One round; true if the schedule got better. */
  step(limits: PolishLimits): boolean {
    if (this.#age++ % 10 === 0) this.#neighbourhoods.locate();
    const kind = this.#pick();
    const { cells, total } = this.#score;
    const before = cells.slice();
    const solved = this.#solve(this.#neighbourhoods.free(kind, this.#size[kind] as number), before, limits);
    if (solved.cells !== null) this.#score.load(solved.cells);
    if (this.#score.total > total) this.#score.load(before);
    const better = this.#score.total < total;
    this.#learn(kind, better, solved.status === 'optimal');
    return better;
  }

  /** Rules that hold are made to hold: that models far better than a price. Where some are broken, a price must do. */
  #solve(free: Uint8Array, before: Uint8Array, limits: PolishLimits): { status: ExactResult['status']; cells: Uint8Array | null } {
    const { lowered, total } = this.#score;
    const model = linearModel(narrow(lowered, free), { cells: before, free, hard: total < HARD / 2 ? 'strict' : HARD_POINTS });
    const { status, values } = solveLinear(this.#highs, model, { ...limits, start: model.encode(before), seed: this.#age });
    return { status, cells: values === null ? null : model.decode(values) };
  }

  #pick(): number {
    let draw = this.#dice.draw() * this.#merit.reduce((sum, merit) => sum + merit, 0);
    for (let kind = 0; kind < NEIGHBOURHOODS - 1; kind++) {
      draw -= this.#merit[kind] as number;
      if (draw < 0) return kind;
    }
    return NEIGHBOURHOODS - 1;
  }

  #learn(kind: number, better: boolean, finished: boolean): void {
    this.#merit[kind] = Math.max(0.2, 0.9 * (this.#merit[kind] as number) + (better ? 0.5 : 0));
    const size = (this.#size[kind] as number) * (finished ? 1.1 : 0.8);
    this.#size[kind] = Math.max(SIZE.least, Math.min(SIZE.most, size));
  }
}
