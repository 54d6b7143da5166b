import type { Range } from '../forms.ts';
import { Dice } from '../random.ts';
import { HARD } from '../score.ts';
import type { Score } from '../score.ts';
import { MOVE_KINDS, Moves, NOTHING } from './moves.ts';
import type { Options } from './options.ts';

/** Settings of the annealing; what is left out is measured on the problem. */
export interface AnnealingSettings {
  readonly seed: number;
  /** Soft points that are accepted with probability 1/e at the start and at the end. */
  readonly startTemperature?: number;
  readonly endTemperature?: number;
  /** Soft points one hard violation is worth to begin with; it adapts. */
  readonly hardWeight?: number;
}

/** Days of a horizon that is long, and of a stretch of it: what its moves look at should stay close by in memory. */
const LONG = 84;
const STRETCH = 14;

/** Moves between two looks at progress, temperature and weights. */
const CHUNK = 1024;

/** Chances in a hundred of the kinds of moves; adapting them to their success was measured and made schedules worse. */
const SHARES = [36, 10, 32, 12, 3, 3, 3, 1] as const;
const KINDS = Uint8Array.from(SHARES.flatMap((share, kind) => Array.from({ length: share }, () => kind)));

/**
 * A hard violation weighs at least so many start temperatures, as measured, more than any move may cost then: the search comes to a schedule without
 * them while it is hot, and stays with such schedules while it cools.
 */
const DEAREST = 20;
/** The search stays hot for no more than this part of it. */
const MOST_HOT = 0.3;

/** What a move may cost at temperature 1, for evenly spread chances: looking it up is faster than a logarithm a move. */
const LIMITS = Float64Array.from({ length: 2048 }, (_, k) => -Math.log((k + 0.5) / 2048));

/** Simulated annealing with an adaptive weight of hard violations. Everything follows from the seed and the steps taken. */
export class Annealing {
  readonly score: Score;
  readonly #moves: Moves;
  readonly #dice: Dice;
  /** How many times the last temperature the first one would be if nobody had asked for another. */
  readonly span: number;
  readonly #startTemperature: number;
  readonly #endTemperature: number;
  readonly #leastWeight: number;
  /** Moves in a chunk; none where nothing may change. */
  readonly #length: number;
  #hardWeight: number;
  #atBest = false;
  /** How much of the run was over when the search began to cool; null before. It cools at once from a temperature that somebody asked for. */
  #coolsFrom: number | null = null;
  best: number;
  readonly bestCells: Uint8Array;
  iterations = 0;
  /** Where moves may begin; null for everywhere. */
  regions: readonly Range[] | null = null;

  constructor(score: Score, options: Options, settings: AnnealingSettings) {
    this.score = score;
    this.#dice = new Dice(settings.seed);
    this.#moves = new Moves(score, options, this.#dice);
    this.best = score.total;
    this.bestCells = score.cells.slice();
    const isFixed = options.free.length === 0;
    this.#length = isFixed ? 0 : CHUNK;
    const typical = this.#typicalSteps(isFixed ? 0 : 3000);
    this.#startTemperature = settings.startTemperature ?? typical.start;
    if (settings.startTemperature !== undefined) this.#coolsFrom = 0;
    this.#endTemperature = settings.endTemperature ?? typical.end;
    this.span = typical.start / this.#endTemperature;
    this.#leastWeight = settings.hardWeight ?? typical.hard;
    this.#hardWeight = this.#leastWeight;
  }

  /** Soft steps of random moves: large ones set the start and the weight of hard rules, the smallest sets the end. */
  #typicalSteps(samples: number): { start: number; end: number; hard: number } {
    const steps: number[] = [];
    for (let k = 0; k < samples; k++) {
      const delta = this.#moves.try(k % MOVE_KINDS);
      if (delta === NOTHING) continue;
      const soft = Math.abs(delta - Math.round(delta / HARD) * HARD);
      if (soft > 0) steps.push(soft);
      this.#moves.undo();
    }
    steps.sort((a, b) => a - b);
    const quantile = (part: number): number => steps[Math.floor(part * steps.length)] ?? 1;
    const large = Math.max(1, quantile(0.6));
    const start = Math.sqrt(large);
    return { start, end: 0.15 * Math.max(1, quantile(0)), hard: Math.max(DEAREST * start, 3 * large) };
  }

  /**
   * One chunk of moves at the temperature that belongs to `progress` (0 at the start of the run, 1 at its end). It does not cool
   * before there is a schedule without hard violations, or a part of the run is over: when it is cold, the last ones stay.
   */
  step(progress: number): void {
    if (this.#coolsFrom === null && (this.best < HARD / 2 || progress >= MOST_HOT)) this.#coolsFrom = Math.min(progress, MOST_HOT);
    const from = this.#coolsFrom ?? progress;
    this.#chunk((progress - from) / (1 - from), this.#startTemperature);
  }

  /** One chunk of a mild reheating: from `factor` times the last temperature back to it as `progress` goes from 0 to 1. */
  reheat(progress: number, factor: number): void {
    this.#chunk(progress, factor * this.#endTemperature);
  }

  #chunk(progress: number, startTemperature: number): void {
    const temperature = startTemperature * (this.#endTemperature / startTemperature) ** progress;
    this.#focus();
    this.score.hardWeight = this.#hardWeight;
    for (let k = 0; k < this.#length; k++) this.#attempt(temperature);
    this.iterations += CHUNK;
    this.#keepBest();
    this.#adaptWeight(progress);
  }

  /** Continues from another schedule (an exchange with a colleague, a polished incumbent). */
  adopt(cells: Uint8Array): void {
    this.score.load(cells);
    if (this.score.total < this.best) {
      this.best = this.score.total;
      this.bestCells.set(cells);
    }
    this.#atBest = false;
  }

  /** Begins again from a schedule, though it may be no better than the best so far. */
  restart(cells: Uint8Array): void {
    this.score.load(cells);
    this.best = this.score.total;
    this.bestCells.set(cells);
    this.#atBest = false;
  }

  /** Keeps a better schedule found elsewhere, without leaving the present one for it. */
  learn(cells: Uint8Array, cost: number): void {
    if (cost >= this.best) return;
    this.best = cost;
    this.bestCells.set(cells);
    this.#atBest = false;
  }

  /** On long horizons each chunk works in a stretch of two weeks drawn at random, within the regions if there are any. */
  #focus(): void {
    const { history, slots, perDay } = this.score.lowered.frame;
    const width = STRETCH * perDay;
    if (this.regions === null && slots - history <= LONG * perDay) {
      this.#moves.focus(history, slots);
      return;
    }
    const places = this.regions ?? [{ from: history, to: slots }];
    let draw = this.#dice.draw() * places.reduce((sum, place) => sum + place.to - place.from, 0);
    for (const { from, to } of places) {
      if (draw >= to - from) {
        draw -= to - from;
        continue;
      }
      const start = from - (width >> 1) + Math.floor(draw);
      this.#moves.focus(Math.max(from, start), Math.min(to, start + width));
      return;
    }
  }

  /** One move. How much it may cost is drawn first, so that dear moves can be refused half-way. */
  #attempt(temperature: number): void {
    const limit = temperature * (LIMITS[this.#dice.below(LIMITS.length)] as number);
    const delta = this.#moves.try(KINDS[this.#dice.below(KINDS.length)] as number, limit);
    if (delta === NOTHING) return;
    if (this.score.energyOf(delta) > limit) {
      this.#moves.undo();
      return;
    }
    this.#moves.keep();
    const { total } = this.score;
    if (total < this.best) {
      this.best = total;
      this.#atBest = true;
    } else if (this.#atBest && total > this.best) {
      this.bestCells.set(this.score.cells);
      this.#moves.rewind(this.bestCells);
      this.#atBest = false;
    }
  }

  /** A best schedule is copied only when the search leaves it, or at the end of a chunk. */
  #keepBest(): void {
    if (this.#atBest) this.bestCells.set(this.score.cells);
    this.#atBest = this.#atBest && this.score.total === this.best;
  }

  /** Hard violations that stay although the run is well under way get dearer, and cheaper again once gone. */
  #adaptWeight(progress: number): void {
    const stuck = progress > 0.85 && this.score.total > HARD / 2;
    this.#hardWeight = stuck ? Math.min(this.#hardWeight * 1.005, this.#leastWeight * 200) : Math.max(this.#leastWeight, this.#hardWeight * 0.99);
  }
}
