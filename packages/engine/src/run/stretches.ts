import type { Highs } from 'highs';
import { ColumnSearch, columnRules } from '../columns.ts';
import type { Rough } from '../columns/search.ts';
import type { StepLimits } from '../columns/shop.ts';
import { stretchOf } from '../columns/stretch.ts';
import type { Stretch } from '../columns/stretch.ts';
import type { Range } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { Score, unpack } from '../score.ts';
import { Annealing } from '../search/annealing.ts';
import { optionsOf } from '../search/options.ts';

/** Lengths of the stretches in weeks, one pass after the other; every second pass begins half a stretch later. In a brief run short ones come first: in a slow hour two weeks may take half of ten seconds. */
const WEEKS = { usual: [2, 2, 1, 1, 3, 3], brief: [1, 2, 2, 1, 3, 3] } as const;
const WEEK = 7;
/** Dives into one stretch, until one comes to a whole schedule. */
const DIVES = 3;
/** With more people than this dives are the dearest part of a stretch, and the first pass, which gains most, is made in haste. Whole schedules soon are worth more than good ones in a brief run, too. */
const FEW = 40;
/** How a stretch is mended: from so many times the last temperature back to it, so many moves a cell. */
const MENDING = { factor: 1.5, movesPerCell: 80 };
const MENDING_CHUNKS = 32;

/** A better schedule, and the slots in which it is another one. */
export interface Gain {
  readonly cells: Uint8Array;
  readonly range: Range;
}

/** What a step is told: its limits, the best schedule by then, and whether that breaks hard rules. */
interface Told {
  readonly limits: StepLimits;
  readonly best: Uint8Array;
  readonly isBroken: boolean;
}

type Word = 'going' | 'round' | 'idle' | 'ended';
type Going = Generator<Gain | Word | null, void, Told>;

/** Who goes through which stretches, and how. */
interface StretchesChoice {
  readonly seed: number;
  /** The first slot that may change. */
  readonly frozen: number;
  readonly index: number;
  readonly workers: number;
  /** Whether there is time for a few stretches only. */
  readonly isBrief?: boolean;
}

/** Stretches that may be declined in a row before all are given up. */
const PATIENCE = 4;

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.every((activity, at) => activity === b[at]);

/** A text that changes with whatever the rows of a stretch depend on: its cells, and what is left of the limits of sums. */
const looksOf = ({ lowered, cells }: Stretch): string =>
  [cells.join(''), ...lowered.forms.flatMap((form) => (form.kind === 'sum' ? [form.min.join(), form.max.join()] : []))].join(';');

/** Slots one worker looks after: its share of what is still open. */
function shareOf({ frame: { history, slots, perDay } }: Lowered, frozen: number, index: number, workers: number): Range {
  const week = WEEK * perDay;
  const weeks = Math.ceil((slots - Math.max(history, frozen)) / week);
  const at = (k: number): number => Math.min(slots, Math.max(history, frozen) + Math.round((weeks * k) / workers) * week);
  return { from: at(index), to: at(index + 1) };
}

/**
 * Makes a long schedule better stretch by stretch: a few weeks at a time are priced row by row beside everything else, fitted
 * together and mended. Each of several workers goes through its own share of the horizon, so that they stay far apart.
 */
export class Stretches {
  readonly #highs: Highs;
  readonly #lowered: Lowered;
  readonly #share: Range;
  readonly #isBrief: boolean;
  /** Whether other workers go through other parts of the horizon. */
  readonly isShared: boolean;
  readonly #work: Going;
  #seed: number;
  /** What each stretch looked like when nothing better was found in it. */
  readonly #idle = new Map<string, string>();
  /** Times that all of the share has been gone through. */
  #passes = 0;
  /** Stretches in a row whose rows could not be priced. */
  #declined = 0;

  constructor(highs: Highs, lowered: Lowered, { seed, frozen, index, workers, isBrief = false }: StretchesChoice) {
    this.#highs = highs;
    this.#lowered = lowered;
    this.#seed = seed;
    this.#isBrief = isBrief;
    this.#share = shareOf(lowered, frozen, index, workers);
    this.isShared = workers > 1;
    this.#work = this.#run();
    this.#work.next();
  }

  /**
   * One step from the best schedule: what it gained, if anything; `round` when a stretch is done without gain, `idle` when none has
   * changed since it was found that nothing better is in it, `ended` when rows of stretches cannot be priced either.
   */
  step(best: Uint8Array, limits: StepLimits, isBroken = false): Gain | Word {
    const { done, value } = this.#work.next({ limits, best, isBroken });
    return done === true ? 'ended' : (value ?? 'going');
  }

  get #isHasty(): boolean {
    return this.#passes === 0 && (this.#isBrief || this.#lowered.frame.people > FEW);
  }

  *#run(): Going {
    yield null;
    while (this.#declined < PATIENCE) {
      let tried = false;
      for (const [pass, weeks] of WEEKS[this.#isBrief ? 'brief' : 'usual'].entries()) {
        for (const range of yield* this.#ordered(this.#ranges(weeks * WEEK, pass % 2 === 1))) {
          tried = (yield* this.#improve(range)) || tried;
          if (this.#declined === PATIENCE) return;
        }
        this.#passes++;
      }
      if (!tried) yield* this.#rest((yield null).best);
    }
  }

  /** Nothing is left to do until the best schedule is another one. */
  *#rest(last: Uint8Array): Going {
    let told = yield 'idle';
    while (isSame(told.best, last)) told = yield 'idle';
  }

  /** Stretches of so many days, one after the other; `later` ones begin half a stretch later, and the last of them reaches into the next share. */
  #ranges(days: number, later: boolean): Range[] {
    const { perDay, slots } = this.#lowered.frame;
    const ranges: Range[] = [];
    const end = later ? slots : this.#share.to;
    for (let from = this.#share.from + (later ? Math.floor(days / 2) * perDay : 0); from < this.#share.to; from += days * perDay) {
      ranges.push({ from, to: Math.min(end, from + days * perDay) });
    }
    return ranges;
  }

  /** Where hard rules are broken, the stretches that break most come first: a schedule without hard violations is wanted soon. */
  *#ordered(ranges: readonly Range[]): Generator<null, readonly Range[], Told> {
    const { best, isBroken } = yield null;
    if (!isBroken) return ranges;
    const ranked: { range: Range; hard: number }[] = [];
    for (const range of ranges) {
      const { lowered, cells } = stretchOf(this.#lowered, best, range);
      const score = new Score(lowered);
      score.load(cells);
      ranked.push({ range, hard: unpack(score.total).hard });
      yield null;
    }
    return ranked.sort((a, b) => b.hard - a.hard).map(({ range }) => range);
  }

  /** One stretch; false if it was found before that nothing better can be found in it. */
  *#improve(range: Range): Generator<Gain | Word | null, boolean, Told> {
    const { best } = yield null;
    const stretch = stretchOf(this.#lowered, best, range);
    const key = `${range.from}-${range.to}`;
    const looks = looksOf(stretch);
    if (this.#idle.get(key) === looks) return false;
    yield null;
    const rules = columnRules(stretch.lowered, true);
    const better = rules && (yield* this.#price(stretch, new ColumnSearch(this.#highs, stretch.lowered, rules, this.#seed++, this.#isHasty ? 'first stretch' : 'stretch')));
    if (better === null) this.#idle.set(key, looks);
    yield better === null ? 'round' : this.#placed(stretch, better, range, (yield null).best);
    return true;
  }

  /** Better cells for a stretch, or null. */
  *#price(stretch: Stretch, search: ColumnSearch): Generator<null, Uint8Array | null, Told> {
    yield null;
    search.offer(stretch.cells);
    const before = search.total;
    this.#declined++;
    for (let dives = 0; dives < DIVES && !search.proved; ) {
      const { limits } = yield null;
      const outcome = search.step(limits);
      if (outcome === 'ended') break;
      if (search.bound !== null) this.#declined = 0;
      if (outcome === 'going') continue;
      dives++;
      const rough = search.takeRough();
      if (rough !== null) search.offer(yield* this.#mend(stretch, rough));
      if (search.total < before) break;
    }
    return search.total < before ? search.cells : null;
  }

  *#mend({ lowered }: Stretch, rough: Rough): Generator<null, Uint8Array, Told> {
    const score = new Score(lowered);
    score.load(rough.cells);
    const options = optionsOf(lowered);
    const annealing = new Annealing(score, options, { seed: this.#seed });
    const length = MENDING.movesPerCell * options.free.length;
    while (annealing.iterations < length) {
      for (let k = 0; k < MENDING_CHUNKS; k++) annealing.reheat(Math.min(1, annealing.iterations / length), MENDING.factor);
      yield null;
    }
    return annealing.bestCells;
  }

  #placed({ lowered, start }: Stretch, better: Uint8Array, range: Range, best: Uint8Array): Gain {
    const { people, slots } = this.#lowered.frame;
    const cells = best.slice();
    for (let person = 0; person < people; person++) {
      const at = person * lowered.frame.slots - start;
      cells.set(better.subarray(at + range.from, at + range.to), person * slots + range.from);
    }
    return { cells, range };
  }
}
