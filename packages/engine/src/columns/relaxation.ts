import type { Cover } from './cover.ts';
import type { Choice, Master } from './master.ts';
import type { Pool } from './pool.ts';
import type { Pricing } from './pricing.ts';
import type { Support } from './support.ts';
import { roundUp } from './bounds.ts';

/** How much of the best duals so far goes into the duals that are priced: more where few people are fitted beside all others, for the duals of the whole, or of the few before, are mostly good there. */
const SMOOTHING = { usual: 0.5, few: 0.7 };
/** People count as few if they are less than this part of all. */
const FEW_SHARE = 0.5;
/** Rows taken from one person in one round. */
const ROWS_PER_ROUND = 3;
const EPSILON = 1e-6;

/** What a relaxation draws on: the cover, the rows found, the means to find more, and when to stop. */
interface Supply {
  readonly cover: Cover;
  readonly support: Support;
  readonly pool: Pool;
  readonly pricing: readonly Pricing[];
  readonly limits: { readonly shouldStop?: (() => boolean) | undefined };
}

/**
 * The relaxation of a master problem, solved by adding rows. Duals are smoothed towards those with the best bound; each
 * round gives a bound, whatever the duals.
 */
export class Relaxation {
  readonly master: Master;
  /** No choice of rows for the people of the master costs less, rows that are given to some of them included. */
  bound = -Infinity;
  /** The duals that gave the bound. */
  centre: Float64Array | null;
  choice: Choice | null = null;
  /** True once no row can make the relaxation cheaper. */
  done = false;
  rounds = 0;
  readonly #shop: Supply;
  readonly #smoothed: Float64Array;
  readonly #exact: Float64Array;
  readonly #smoothing: number;
  #misses = 0;

  constructor(master: Master, shop: Supply, cells: number, centre: Float64Array | null) {
    this.master = master;
    this.#shop = shop;
    this.#smoothed = new Float64Array(cells);
    this.#exact = new Float64Array(cells);
    this.#smoothing = master.people.length < FEW_SHARE * shop.pricing.length ? SMOOTHING.few : SMOOTHING.usual;
    this.centre = centre;
  }

  /** One round: solve, price everybody, add rows. False if the relaxation could not be solved. */
  step(): boolean {
    this.rounds++;
    const choice = this.choice !== null && this.#misses > 0 ? this.choice : this.master.relax(this.#shop.limits.shouldStop);
    if (choice === null) return false;
    this.choice = choice;
    const duals = this.#shop.cover.clamp(choice.duals);
    const share = this.centre === null ? 0 : Math.max(0, 1 - (this.#misses + 1) * (1 - this.#smoothing));
    const { centre } = this;
    const mixed = centre === null || share === 0 ? duals : duals.map((dual, row) => share * (centre[row] as number) + (1 - share) * dual);
    const { bound, added } = this.#price(choice, duals, mixed);
    if (bound > this.bound) {
      this.bound = bound;
      this.centre = mixed;
    }
    if (added > 0) this.#misses = 0;
    else if (share > 0) this.#misses++;
    this.done = (added === 0 && share === 0) || roundUp(this.bound) >= choice.objective - EPSILON;
    return true;
  }

  #price(choice: Choice, duals: Float64Array, mixed: Float64Array): { bound: number; added: number } {
    let bound = this.#shop.cover.constant(mixed, this.master.base);
    let added = 0;
    for (const person of this.#shop.support.people) {
      this.#shop.cover.price(person, mixed, this.#smoothed);
      bound += this.#shop.pricing[person]?.cheapest(this.#smoothed)?.least ?? Infinity;
    }
    const givens = new Map(this.master.given.map((row) => [row.person, row]));
    this.master.people.forEach((person, place) => {
      const given = givens.get(person);
      if (given !== undefined) {
        bound += this.#shop.cover.reduced(given, mixed);
        return;
      }
      this.#shop.cover.price(person, mixed, this.#smoothed);
      this.master.close(person, this.#smoothed);
      const found = this.#shop.pricing[person]?.cheapest(this.#smoothed, ROWS_PER_ROUND);
      if (!found) {
        bound = Infinity;
        return;
      }
      bound += found.least;
      if (found.rows.length === 0) return;
      this.#shop.cover.price(person, duals, this.#exact);
      const own = choice.own[place] as number;
      for (const { row } of found.rows) {
        const reduced = row.cost + this.#worth(row.cells) - own;
        if (reduced < -EPSILON && this.master.add(this.#shop.pool.add(row))) added++;
      }
    });
    return { bound, added };
  }

  #worth(cells: Uint8Array): number {
    const activities = this.#exact.length / cells.length;
    let sum = 0;
    for (let slot = 0; slot < cells.length; slot++) sum += this.#exact[slot * activities + (cells[slot] as number)] as number;
    return sum;
  }
}
