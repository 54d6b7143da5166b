import type { Highs } from 'highs';
import { ruleCosts } from '../explain/violations.ts';
import type { Range } from '../forms.ts';
import { lower } from '../lower.ts';
import type { Lowered } from '../lower.ts';
import { cellsOf, scheduleOf } from '../schedule.ts';
import { HARD, Score, unpack } from '../score.ts';
import { Annealing } from '../search/annealing.ts';
import type { AnnealingSettings } from '../search/annealing.ts';
import { greedy } from '../search/greedy.ts';
import { optionsOf } from '../search/options.ts';
import type { Options } from '../search/options.ts';
import { Polish } from '../search/polish.ts';
import { meansOf, NO_MEANS } from './means.ts';
import type { Means, Place } from './means.ts';
import type { Progress, RunRequest, RunResult } from './request.ts';
import { problemOfRequest } from './request.ts';
import { Rows } from './rows.ts';
import { hasTimeForRows, polishShareOf, wantsPolish } from './share.ts';
import type { Stretches } from './stretches.ts';
import { Whole } from './whole.ts';

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

/** Limits of one step of polishing. */
export interface PolishLimits {
  readonly seconds?: number;
  /** Seconds until the run ends; none for a run by moves. */
  readonly rest?: number;
  readonly shouldStop: () => boolean;
  /** Told now and then in a step that takes long. */
  readonly tell?: (() => void) | undefined;
}

/** Steps of rows after each stretch: about as much work. */
const ROW_STEPS = 30;

/** Parts without gain after which something else is tried. */
const PATIENCE = 20;

/** One search over one problem, advanced chunk by chunk by whoever drives it. */
export class Solver {
  readonly lowered: Lowered;
  readonly annealing: Annealing;
  readonly #means: Means;
  readonly #options: Options;
  /** What solves exactly, once it has been loaded. */
  #exact: { readonly highs: Highs; readonly polish: Polish } | null = null;
  #isOpen = false;
  /** Rows of the whole, for problems where they can be priced. */
  #rows: Rows | null = null;
  /** Rows of some weeks at a time. */
  #stretches: Stretches | null = null;
  /** The whole as one programme, for the one worker that may try it. */
  #whole: Whole | null = null;
  /** Slots in which stretches have changed the best schedule since somebody asked. */
  #changed: Range | null = null;
  /** The share of a run by the clock that polishing has. */
  readonly polishShare: number;
  /** Steps of the rows of the whole before the next stretch. */
  #rowSteps = 0;
  /** Parts fitted since the last gain. */
  #idle = 0;
  readonly #cells: number;
  readonly #request: RunRequest;
  /** Whether it is the first of several, or the only one. */
  readonly #leads: boolean;
  readonly #began: number;
  #improvedAt = performance.now();
  #lastBest = Infinity;
  #phase: Progress['phase'] = 'search';

  constructor(request: RunRequest, place: Place = { index: 0, workers: 1 }) {
    this.#request = request;
    this.#leads = place.index === 0;
    this.#began = performance.now() - 1000 * (place.waited ?? 0);
    this.lowered = lower(problemOfRequest(request));
    const score = new Score(this.lowered);
    const options = optionsOf(this.lowered, frozenCells(this.lowered, request));
    this.#cells = options.free.length;
    const warm = request.start !== undefined || request.published !== undefined;
    if (warm) score.load(warmCells(this.lowered, request));
    else greedy(score, options);
    this.annealing = new Annealing(score, options, settingsOf(request));
    this.#options = options;
    this.#means = wantsPolish(request) ? meansOf(this.lowered, request, place) : NO_MEANS;
    this.polishShare = polishShareOf(request, this.lowered, this.#means.kind);
  }

  /** Gives it what it polishes with, and searches without. */
  equip(highs: Highs): void {
    this.#exact = { highs, polish: new Polish(highs, this.annealing.score, this.#options, this.#request.seed) };
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Whether fitting rows should come before the first reheating. */
  get fitsFirst(): boolean {
    const { people, slots, history } = this.lowered.frame;
    return this.#means.stretches || (this.#means.kind === 'rows' && hasTimeForRows(this.#request, people * (slots - history)));
  }

  /** The slots in which stretches have changed the best schedule since this was asked, if colleagues improve others. */
  takeChanged(): Range | null {
    const changed = this.#changed;
    this.#changed = null;
    return this.#stretches?.isShared === true ? changed : null;
  }

  /** Takes over what a colleague has found: a better schedule as a whole, after what is being mended, or a stretch of it. */
  hear({ cells, best, range }: { readonly cells: Uint8Array; readonly best: number; readonly range: Range | null }): void {
    if (range !== null && this.#place(cells, range)) return;
    if (best >= this.annealing.best) return;
    if (this.#rows?.isMending === true) this.annealing.learn(cells, best);
    else this.annealing.adopt(cells);
  }

  /** Puts the slots of a range of another schedule into the best one, and keeps that if it is better. */
  #place(cells: Uint8Array, { from, to }: Range): boolean {
    const { people, slots } = this.lowered.frame;
    const { annealing } = this;
    const before = annealing.best;
    const merged = annealing.bestCells.slice();
    for (let person = 0; person < people; person++) merged.set(cells.subarray(person * slots + from, person * slots + to), person * slots + from);
    const present = annealing.score.cells.slice();
    annealing.adopt(merged);
    this.#notice();
    if (annealing.best >= before) annealing.adopt(present);
    return annealing.best < before;
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
    const bounds = [this.#rows?.bound, this.#whole?.bound].filter((bound) => typeof bound === 'number');
    return bounds.length === 0 ? null : Math.max(...bounds);
  }

  /** Whether nothing can be better than the best schedule. */
  get isProved(): boolean {
    return this.#proved !== null && this.annealing.best <= this.#proved;
  }

  /**
   * One step of polishing the best schedule: `round` says that something was brought to an end, `ended` that there is no
   * exact solver, or nothing left to gain.
   */
  polish(limits: PolishLimits): 'going' | 'round' | 'ended' {
    if (this.#exact === null || this.isProved) return 'ended';
    if (this.#phase === 'search') this.annealing.adopt(this.annealing.bestCells.slice());
    this.#open();
    if (this.#tryWhole(limits)) return 'round';
    const outcome = this.#inTurn(limits);
    if (outcome === 'ended') {
      this.#exact.polish.step({ nodes: 100, ...limits });
      this.annealing.adopt(this.annealing.score.cells.slice());
    }
    this.#notice();
    return outcome === 'going' ? 'going' : 'round';
  }

  /** Begins to polish. */
  #open(): void {
    this.#phase = 'polish';
    if (this.#isOpen || this.#exact === null) return;
    this.#isOpen = true;
    const { highs, polish } = this.#exact;
    const { columns, stretches } = this.#means.open(highs);
    this.#stretches = stretches;
    this.#rows = columns && new Rows(columns, this.annealing, polish, this.#cells);
    if (this.#means.kind === 'whole' && this.#leads) this.#whole = new Whole(highs, this.lowered, frozenCells(this.lowered, this.#request));
  }

  /** The whole as one programme, if that is worth a try now. */
  #tryWhole({ rest = 0, ...limits }: PolishLimits): boolean {
    if (this.#whole?.isDue(this.annealing.best, rest) !== true) return false;
    const cells = this.#whole.solve(this.annealing.bestCells, this.annealing.best, { rest, ...limits });
    if (cells !== null) this.annealing.adopt(cells);
    this.#notice();
    return true;
  }

  /** A step of a stretch or of the rows of the whole; who has both takes some steps of the latter after each stretch. */
  #inTurn(limits: PolishLimits): 'going' | 'round' | 'ended' {
    const stretched = this.#rowSteps > 0 ? null : this.#stretch(limits);
    if (stretched === 'round' && this.#rows !== null) this.#rowSteps = ROW_STEPS;
    if (stretched !== null) return stretched;
    this.#rowSteps = Math.max(0, this.#rowSteps - 1);
    return this.#rows?.step(limits) ?? 'ended';
  }

  /**
   * One step of fitting rows afresh, of stretches or of the whole; false if that is not worth while for this problem, or has
   * gained nothing for a while.
   */
  fit(limits: PolishLimits): boolean {
    this.#open();
    const stretched = this.#stretch(limits);
    if (stretched !== null || this.#rows === null) return stretched !== null;
    const before = this.annealing.best;
    const outcome = this.#rows.step(limits);
    this.#notice();
    if (this.annealing.best < before) this.#idle = 0;
    else if (outcome === 'round') this.#idle++;
    if (this.#idle < PATIENCE || this.#rows.isMending) return outcome !== 'ended';
    this.#idle = 0;
    return false;
  }

  /** One step of the stretch that is being improved; null if there is none to improve. */
  #stretch(limits: PolishLimits): 'going' | 'round' | null {
    if (this.#stretches === null || this.#rows?.isMending === true) return null;
    const outcome = this.#stretches.step(this.annealing.bestCells, limits, this.annealing.best > HARD / 2);
    if (outcome === 'ended') this.#stretches = null;
    if (outcome === 'ended' || outcome === 'idle') return null;
    if (outcome === 'going' || outcome === 'round') return outcome;
    if (this.#place(outcome.cells, outcome.range)) {
      const { from, to } = this.#changed ?? outcome.range;
      this.#changed = { from: Math.min(from, outcome.range.from), to: Math.max(to, outcome.range.to) };
    }
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
