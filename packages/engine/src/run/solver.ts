import type { Highs } from 'highs';
import { openColumns } from '../columns.ts';
import type { ColumnSearch } from '../columns.ts';
import { ruleCosts } from '../explain/violations.ts';
import { lower } from '../lower.ts';
import type { Lowered } from '../lower.ts';
import { cellsOf, scheduleOf } from '../schedule.ts';
import { HARD, Score, unpack } from '../score.ts';
import { Annealing } from '../search/annealing.ts';
import type { AnnealingSettings } from '../search/annealing.ts';
import { greedy } from '../search/greedy.ts';
import { optionsOf } from '../search/options.ts';
import { Polish } from '../search/polish.ts';
import type { Progress, RunRequest, RunResult } from './request.ts';
import { problemOfRequest } from './request.ts';

/** Puts the cells of a warm start where the problem allows them. */
function warmCells(lowered: Lowered, request: RunRequest): Uint8Array {
  const { activities, slots, history, perDay } = lowered.frame;
  const wanted = cellsOf(lowered.frame, request.start ?? request.published ?? {});
  const fallback = new Score(lowered).cells;
  const frozenTo = history + (request.freezeBeforeDay ?? 0) * perDay;
  return wanted.map((activity, at) => {
    const pinned = lowered.pinned[at] as number;
    if (pinned >= 0) return pinned;
    const frozen = at % slots < frozenTo;
    return frozen || lowered.allowed[at * activities + activity] === 1 ? activity : (fallback[at] as number);
  });
}

/** Warm enough to leave a published schedule by a few cells where a hard rule asks for it, and dear enough to make it ask. */
function settingsOf(request: RunRequest): AnnealingSettings {
  const { seed, published, start, temperature, changeCost = 1 } = request;
  if (published !== undefined) {
    return { seed, startTemperature: temperature ?? Math.max(1, 1.2 * changeCost), hardWeight: Math.max(20, 6 * changeCost) };
  }
  const first = temperature ?? (start === undefined ? undefined : 1);
  return first === undefined ? { seed } : { seed, startTemperature: first };
}

function frozenCells(lowered: Lowered, request: RunRequest): Uint8Array | undefined {
  if (request.freezeBeforeDay === undefined) return undefined;
  const { slots, history, perDay } = lowered.frame;
  const to = history + request.freezeBeforeDay * perDay;
  return Uint8Array.from(lowered.pinned, (_, at) => (at % slots < to ? 1 : 0));
}

/** How mildly a schedule is mended: from so many times the last temperature back to it, so many moves a cell. */
const MENDING = { loose: { factor: 3, movesPerCell: 2_500 }, fitting: { factor: 1.5, movesPerCell: 1_500 } };
const MENDING_CHUNKS = 32;
/** Parts that may be solved exactly to get rid of the hard violations that mending leaves. */
const REPAIRS = 5;

/** What is being mended: since which move, and how. */
interface Mending {
  readonly from: number;
  readonly manner: typeof MENDING.loose;
}

/** Parts without gain after which something else is tried. */
const PATIENCE = 20;

/** One search over one problem, advanced chunk by chunk by whoever drives it. */
export class Solver {
  readonly lowered: Lowered;
  readonly annealing: Annealing;
  readonly #polish: Polish | null;
  /** Column generation, as long as it can do something for this problem. */
  readonly #columns: ColumnSearch | null;
  #generates = true;
  /** Where some people only support others, rows priced exactly and parts solved exactly take turns once no hard rule is broken. */
  #isTurnOfParts = false;
  /** How a schedule of rows is being mended, and since which move; null if there is none to mend. */
  #mending: Mending | null = null;
  #repairs = 0;
  /** Parts fitted since the last gain. */
  #idle = 0;
  readonly #cells: number;
  readonly #request: RunRequest;
  readonly #began = performance.now();
  #improvedAt = performance.now();
  #lastBest = Infinity;
  #phase: Progress['phase'] = 'search';

  constructor(request: RunRequest, highs: Highs | null = null, leads = true) {
    this.#request = request;
    this.lowered = lower(problemOfRequest(request));
    const score = new Score(this.lowered);
    const options = optionsOf(this.lowered, frozenCells(this.lowered, request));
    this.#cells = options.free.length;
    const warm = request.start !== undefined || request.published !== undefined;
    if (warm) score.load(warmCells(this.lowered, request));
    else greedy(score, options);
    this.annealing = new Annealing(score, options, settingsOf(request));
    this.#polish = highs === null ? null : new Polish(highs, score, options, request.seed);
    const generates = highs !== null && request.freezeBeforeDay === undefined;
    this.#columns = generates ? openColumns(highs, this.lowered, request.seed, leads) : null;
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Goes on from a better schedule that a colleague has found, after what is being mended. */
  hear(cells: Uint8Array, cost: number): void {
    if (this.#mending !== null || this.#repairs > 0) this.annealing.learn(cells, cost);
    else this.annealing.adopt(cells);
  }

  /** One chunk of the search. */
  search(done: number): void {
    this.#phase = 'search';
    this.annealing.step(done);
    this.#notice();
  }

  /** One chunk of a cycle of mild reheating of the best schedule. */
  reheat(done: number, factor: number): void {
    if (done === 0) this.annealing.adopt(this.annealing.bestCells.slice());
    this.#phase = 'polish';
    this.annealing.reheat(done, factor);
    this.#notice();
  }

  /** Cells the search may change. */
  get cells(): number {
    return this.#cells;
  }

  /** A proved bound on the soft cost of this problem, its wish to stay as published included. */
  get #proved(): number | null {
    return this.#columns?.bound ?? null;
  }

  /**
   * One step of polishing the best schedule: `round` says that something was brought to an end, `ended` that there is no
   * exact solver, or nothing left to gain.
   */
  polish(limits: { readonly seconds?: number; readonly shouldStop: () => boolean }): 'going' | 'round' | 'ended' {
    if (this.#polish === null || (this.#proved !== null && this.annealing.best <= this.#proved)) return 'ended';
    if (this.#phase === 'search') this.annealing.adopt(this.annealing.bestCells.slice());
    this.#phase = 'polish';
    if (this.#repairs > 0) return this.#repair(this.#polish, limits);
    const generated = this.#generateInTurn(limits);
    if (generated !== 'ended') return generated;
    this.#polish.step({ nodes: 100, ...limits });
    this.annealing.adopt(this.annealing.score.cells.slice());
    this.#notice();
    return 'round';
  }

  /** Rows, unless it is the turn of exact parts. */
  #generateInTurn(limits: { readonly seconds?: number; readonly shouldStop: () => boolean }): 'going' | 'round' | 'ended' {
    if (this.#columns?.isSupported !== true) return this.#generate(limits);
    const generated = this.#isTurnOfParts || this.annealing.best > HARD / 2 ? 'ended' : this.#generate(limits);
    this.#isTurnOfParts = generated === 'round' && this.#mending === null;
    return generated;
  }

  /**
   * One step of fitting the rows of a few people afresh; false if that is not worth while for this problem, or has gained nothing
   * for a while.
   */
  fit(limits: { readonly seconds?: number; readonly shouldStop: () => boolean }): boolean {
    const before = this.annealing.best;
    if (!this.#generates || this.#columns?.isSupported === true) return false;
    this.#phase = 'polish';
    const outcome = this.#generate(limits);
    if (this.annealing.best < before) this.#idle = 0;
    else if (outcome === 'round') this.#idle++;
    if (this.#idle < PATIENCE) return outcome !== 'ended';
    this.#idle = 0;
    return false;
  }

  #generate(limits: { readonly seconds?: number; readonly shouldStop: () => boolean }): 'going' | 'round' | 'ended' {
    const columns = this.#generates ? this.#columns : null;
    if (columns === null) return 'ended';
    if (this.#mending !== null) return this.#mend(this.#mending);
    if (this.annealing.best < columns.total) columns.offer(this.annealing.bestCells);
    const outcome = columns.step(limits);
    if (outcome === 'ended') this.#generates = false;
    if (columns.total < this.annealing.best) this.annealing.adopt(columns.cells);
    const rough = columns.takeRough();
    if (rough !== null) {
      this.annealing.adopt(rough.cells);
      this.#mending = { from: this.annealing.iterations, manner: rough.isLoose ? MENDING.loose : MENDING.fitting };
    }
    this.#notice();
    return outcome;
  }

  /** Some moves of a mild search from a schedule of rows. */
  #mend({ from, manner }: Mending): 'going' | 'round' {
    const { annealing } = this;
    const length = manner.movesPerCell * this.#cells;
    for (let k = 0; k < MENDING_CHUNKS; k++) annealing.reheat(Math.min(1, (annealing.iterations - from) / length), manner.factor);
    this.#notice();
    if (annealing.iterations - from < length) return 'going';
    this.#mending = null;
    if (annealing.score.total > HARD / 2) this.#repairs = REPAIRS;
    else annealing.adopt(annealing.bestCells.slice());
    return 'round';
  }

  /** One part of what mending left, solved exactly; goes back to the best schedule when nothing hard, or no patience, is left. */
  #repair(polish: Polish, limits: { readonly seconds?: number; readonly shouldStop: () => boolean }): 'round' {
    const { annealing } = this;
    polish.step({ nodes: 100, ...limits });
    annealing.adopt(annealing.score.cells.slice());
    this.#notice();
    this.#repairs = annealing.score.total > HARD / 2 ? this.#repairs - 1 : 0;
    if (this.#repairs === 0) annealing.adopt(annealing.bestCells.slice());
    return 'round';
  }

  #notice(): void {
    if (this.annealing.best >= this.#lastBest) return;
    this.#lastBest = this.annealing.best;
    this.#improvedAt = performance.now();
  }

  progress(done: number): Progress {
    const bound = (this.#request.published === undefined ? this.#proved : null) ?? this.#request.bound ?? null;
    const { hard, soft } = unpack(this.annealing.best);
    return {
      phase: this.#phase, done, iterations: this.annealing.iterations, seconds: this.seconds, hard, soft, bound,
      gap: bound === null || soft === 0 ? null : (soft - bound) / Math.abs(soft),
      secondsSinceImprovement: (performance.now() - this.#improvedAt) / 1000,
      byRule: ruleCosts(this.lowered, this.annealing.bestCells),
    };
  }

  result(stopped: boolean): RunResult {
    const cells = this.annealing.bestCells;
    const costs = ruleCosts(this.lowered, cells).filter((rule) => rule.id !== 'published' || this.#request.published === undefined);
    const sum = (key: 'hard' | 'soft'): number => costs.reduce((total, rule) => total + rule[key], 0);
    const bound = this.#request.published === undefined ? this.#proved : null;
    return { bound, schedule: scheduleOf(this.lowered.frame, cells), hard: sum('hard'), soft: sum('soft'), iterations: this.annealing.iterations, seconds: this.seconds, stopped };
  }
}
