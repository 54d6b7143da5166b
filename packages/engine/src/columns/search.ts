import type { Highs } from 'highs';
import type { Lowered } from '../lower.ts';
import { Cover } from './cover.ts';
import { dive } from './dive.ts';
import { Parts } from './parts.ts';
import { Pricings } from './pricing.ts';
import type { Relaxation } from './relaxation.ts';
import type { PersonRules } from './rules.ts';
import type { StepLimits, Work } from './shop.ts';
import { roundUp, Shop } from './shop.ts';

/** Points a hard shortage costs at first; more as long as the relaxation rather pays. */
const PENALTY = { first: 50, factor: 10, most: 1e6 };
/** Rows of each person known before, to begin with. */
const FIRST_ROWS = 60;
/** Parts between two dives. */
const PARTS = 40;

/**
 * Looks for whole schedules among rows priced exactly: solves the relaxation, dives from it, then frees some people at a
 * time and fits their rows afresh. Goes on in short steps until told to stop.
 */
export class ColumnSearch {
  readonly #shop: Shop;
  readonly #rules: readonly PersonRules[];
  readonly #work: Work<void>;
  /** No schedule without hard violations costs less; null until something has been proved. */
  bound: number | null = null;

  constructor(highs: Highs, lowered: Lowered, rules: readonly PersonRules[], seed: number) {
    this.#shop = new Shop(highs, lowered, seed, PENALTY.first);
    this.#rules = rules;
    this.#work = this.#run();
    this.#work.next();
  }

  /** The best schedule known. */
  get cells(): Uint8Array {
    return this.#shop.cells;
  }

  /** Its packed cost. */
  get total(): number {
    return this.#shop.total;
  }

  /** Rows found so far. */
  get rows(): number {
    return this.#shop.pool.size;
  }

  /** Whether the best schedule is proved to be optimal. */
  get proved(): boolean {
    return this.bound !== null && this.total <= this.bound;
  }

  /** Takes over a schedule found elsewhere, if it is no worse than the best. */
  offer(cells: Uint8Array): void {
    this.#shop.consider(cells);
    for (const { person } of this.#shop.pricing) this.#shop.rowOf(person);
  }

  /** One step; `round` says that something was brought to an end, `ended` that nothing more can be done. */
  step(limits: StepLimits): 'going' | 'round' | 'ended' {
    const { done, value } = this.#work.next(limits);
    if (done === true) return 'ended';
    return value ? 'round' : 'going';
  }

  *#run(): Work<void> {
    yield false;
    const shop = this.#shop;
    const pricings = new Pricings(shop.lowered);
    for (const rules of this.#rules) {
      const pricing = pricings.of(rules);
      if (pricing === null) return;
      shop.pricing.push(pricing);
      yield false;
    }
    const root = yield* this.#relax();
    if (root?.centre == null) return;
    yield true;
    yield* dive(shop, root, false);
    const parts = new Parts(shop);
    for (let round = 1; !this.proved; round++) {
      yield true;
      if (round % PARTS === 0) yield* dive(shop, root, true);
      else yield* parts.next(root.centre);
    }
  }

  /** Solves the relaxation of the whole; null if that cannot be done. */
  *#relax(): Work<Relaxation | null> {
    const shop = this.#shop;
    if (!this.#begin()) return null;
    for (let penalty = PENALTY.first; ; penalty *= PENALTY.factor) {
      if (penalty > PENALTY.first) shop.cover = new Cover(shop.lowered, penalty);
      const everyone = shop.pricing.map(({ person }) => person);
      const root = shop.relaxation(shop.master(everyone));
      for (const person of everyone) for (const row of shop.pool.of(person).slice(-FIRST_ROWS)) root.master.add(row);
      if (!(yield* this.#converge(root))) return null;
      if ((root.choice?.hard ?? 0) < 1e-6 || penalty >= PENALTY.most) return root;
    }
  }

  /** A row for everybody; false if somebody has none. */
  #begin(): boolean {
    const { slots, activities } = this.#shop.lowered.frame;
    const free = new Float64Array(slots * activities);
    return this.#shop.pricing.every((pricing) => {
      const found = pricing.exact(free);
      if (found === null) return false;
      this.#shop.pool.add(found.row);
      this.#shop.rowOf(pricing.person);
      return true;
    });
  }

  *#converge(root: Relaxation): Work<boolean> {
    while (!root.done) {
      if (!root.step()) return false;
      if (root.bound > -Infinity) this.bound = Math.max(this.bound ?? -Infinity, roundUp(root.bound));
      yield false;
    }
    return true;
  }
}
