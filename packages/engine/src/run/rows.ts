import type { ColumnSearch } from '../columns.ts';
import type { Rough } from '../columns/search.ts';
import type { StepLimits } from '../columns/shop.ts';
import { HARD } from '../score.ts';
import type { Annealing } from '../search/annealing.ts';
import type { Polish } from '../search/polish.ts';

/** How a schedule is mended: from so many times the last temperature back to it, in so many moves a cell. */
interface Manner {
  readonly factor: number;
  readonly movesPerCell: number;
}

/** Rows that fit together need little. */
const FITTING: Manner = { factor: 1.5, movesPerCell: 1_500 };
/** Rows chosen person by person for few people in a hurry: milder and shorter, for several schedules mended so come lower than one mended at length. */
const HURRIED: Manner = { factor: 1.5, movesPerCell: 2_000 };
/** Other rows chosen person by person are mended from this share of the first temperature, but no milder than so, with so many moves a cell for each time it falls to 1/e. */
const LOOSE = { share: 0.2, least: 3, movesPerFold: 2_500 };
const MENDING_CHUNKS = 32;
/** Parts that may be solved exactly to get rid of the hard violations that mending leaves. */
const REPAIRS = 5;

/** What is being mended: since which move, and how. */
interface Mending {
  readonly from: number;
  readonly manner: Manner;
}

/** Column generation beside a search: each hears of what the other finds, and schedules that rows leave to be mended are mended. */
export class Rows {
  readonly #columns: ColumnSearch;
  readonly #annealing: Annealing;
  readonly #polish: Polish;
  /** Cells the search may change. */
  readonly #cells: number;
  /** Whether the columns can still do something. */
  #generates = true;
  /** Where some people only support others, rows priced exactly and parts solved exactly take turns once no hard rule is broken. */
  #isTurnOfParts = false;
  /** How a schedule of rows is being mended, and since which move; null if there is none to mend. */
  #mending: Mending | null = null;
  #repairs = 0;

  constructor(columns: ColumnSearch, annealing: Annealing, polish: Polish, cells: number) {
    this.#columns = columns;
    this.#annealing = annealing;
    this.#polish = polish;
    this.#cells = cells;
  }

  /** A proved bound on the packed cost; null until something has been proved. */
  get bound(): number | null {
    return this.#columns.bound;
  }

  /** Whether a schedule other than the best is being mended. */
  get isMending(): boolean {
    return this.#mending !== null || this.#repairs > 0;
  }

  /** One step; `round` says that something was brought to an end, `ended` that rows are of no use now. */
  step(limits: StepLimits): 'going' | 'round' | 'ended' {
    if (this.#repairs > 0) return this.#repair(limits);
    if (!this.#columns.isSupported) return this.#generate(limits);
    const outcome = this.#isTurnOfParts || this.#annealing.best > HARD / 2 ? 'ended' : this.#generate(limits);
    this.#isTurnOfParts = outcome === 'round' && this.#mending === null;
    return outcome;
  }

  #generate(limits: StepLimits): 'going' | 'round' | 'ended' {
    if (!this.#generates) return 'ended';
    if (this.#mending !== null) return this.#mend(this.#mending);
    const columns = this.#columns;
    const annealing = this.#annealing;
    if (annealing.best < columns.total) columns.offer(annealing.bestCells);
    const outcome = columns.step(limits);
    if (outcome === 'ended') this.#generates = false;
    if (columns.total < annealing.best) annealing.adopt(columns.cells);
    const rough = columns.takeRough();
    if (rough !== null) {
      annealing.adopt(rough.cells);
      this.#mending = { from: annealing.iterations, manner: this.#mannerOf(rough) };
    }
    return rough === null ? outcome : 'going';
  }

  #mannerOf({ kind }: Rough): Manner {
    if (kind === 'fitting') return FITTING;
    if (kind === 'hurried') return HURRIED;
    const factor = Math.max(LOOSE.least, LOOSE.share * this.#annealing.span);
    return { factor, movesPerCell: LOOSE.movesPerFold * Math.log(factor) };
  }

  /** Some moves of a mild search from a schedule of rows. */
  #mend({ from, manner }: Mending): 'going' | 'round' {
    const annealing = this.#annealing;
    const length = manner.movesPerCell * this.#cells;
    for (let k = 0; k < MENDING_CHUNKS; k++) annealing.reheat(Math.min(1, (annealing.iterations - from) / length), manner.factor);
    if (annealing.iterations - from < length) return 'going';
    this.#mending = null;
    if (annealing.score.total > HARD / 2) this.#repairs = REPAIRS;
    else annealing.adopt(annealing.bestCells.slice());
    return 'round';
  }

  /** One part of what mending left, solved exactly; goes back to the best schedule when nothing hard, or no patience, is left. */
  #repair(limits: StepLimits): 'round' {
    const annealing = this.#annealing;
    this.#polish.step({ nodes: 100, ...limits });
    annealing.adopt(annealing.score.cells.slice());
    this.#repairs = annealing.score.total > HARD / 2 ? this.#repairs - 1 : 0;
    if (this.#repairs === 0) annealing.adopt(annealing.bestCells.slice());
    return 'round';
  }
}
