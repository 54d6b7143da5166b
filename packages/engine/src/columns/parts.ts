import { HARD } from '../frame.ts';
import { roundUp } from './bounds.ts';
import { cellDive } from './cell-dive.ts';
import { dive } from './dive.ts';
import type { Relaxation } from './relaxation.ts';
import { screen } from './screen.ts';
import type { Shop, StepLimits, Work } from './shop.ts';

/** People in a part: grows while parts are solved to the end without gain, shrinks when they are not. */
const SIZE = { start: 6, least: 3, grow: 0.4, shrink: 0.6 };
/** Rows of a person that a part begins with. */
const ROWS = 60;
/** Rounds of pricing in one step. */
const ROUNDS = 8;
const NODES = 100;
const BROKEN = 1e9;
/** A bound so much above what is to be beaten leaves no doubt. */
const SURELY = 0.01;
const HALF = 0.5;
const EPSILON = 1e-6;

/** Frees some people at a time, prices rows for them beside everybody else's, and fits those together exactly. */
export class Parts {
  readonly #shop: Shop;
  #size = SIZE.start;
  /** The duals of the part before. */
  #last: Float64Array | null = null;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  /** One part; `best` are the best duals of the whole, if known. True if it made the best schedule better. */
  *next(best: Float64Array | null): Work<boolean> {
    const centre = this.#shop.cover.clamp(best ?? this.#last ?? new Float64Array(this.#shop.cover.rows));
    const { relaxation, outside } = this.#open(centre);
    const isHopeless = (bound: number): boolean => outside + roundUp(bound) >= this.#shop.total;
    if (!isHopeless(yield* this.#screen(relaxation, outside, centre))) {
      while (!relaxation.done && !isHopeless(relaxation.bound)) {
        if (!relaxation.step()) return false;
        if (this.#takeWhole(relaxation, outside)) return true;
        if (relaxation.rounds % ROUNDS === 0) yield false;
      }
      this.#last = relaxation.centre;
      if (!isHopeless(relaxation.bound)) return yield* this.#fit(relaxation, outside);
    }
    this.#resize(SIZE.grow);
    return false;
  }

  /** A bound, soon had; the relaxation then begins with the rows and duals it came from. Only where a few points are at stake, and true only where nobody supports others. */
  *#screen(relaxation: Relaxation, outside: number, centre: Float64Array): Work<number> {
    const shop = this.#shop;
    if (shop.total > HARD / 2 || shop.support.people.length > 0) return -Infinity;
    const { bound, duals, rows } = yield* screen(shop, relaxation.master, centre, shop.total - outside - 1 + SURELY);
    for (const row of rows) relaxation.master.add(row);
    relaxation.centre = duals;
    this.#last = duals;
    return bound;
  }

  /** Takes what the relaxation chose, if that is whole rows and better than the best schedule. */
  #takeWhole({ choice }: Relaxation, outside: number): boolean {
    const shop = this.#shop;
    if (choice === null || outside + choice.objective > shop.total - HALF || choice.shares.some(({ share }) => share < 1 - EPSILON)) return false;
    return shop.consider(shop.seated(choice.shares.map(({ row }) => row)));
  }

  /** Looks for whole rows where the relaxation says that something may be gained. */
  *#fit(relaxation: Relaxation, outside: number): Work<boolean> {
    const shop = this.#shop;
    const found = (yield* dive(shop, relaxation, 'careful', outside)) ?? (yield* cellDive(shop, relaxation, outside));
    if (found !== null && shop.consider(found)) return true;
    const limits = yield false;
    return this.#choose(relaxation, outside, limits);
  }

  /** The relaxation of some people beside the best schedule, and what everybody else's rows cost. */
  #open(centre: Float64Array): { relaxation: Relaxation; outside: number } {
    const shop = this.#shop;
    const people = this.#pick(centre);
    const master = shop.master(people);
    const inside = new Set(people);
    let outside = 0;
    for (const { person } of shop.pricing) {
      const row = shop.rowOf(person);
      if (!inside.has(person)) outside += row?.cost ?? 0;
      else if (row !== null) master.add(row);
    }
    for (const person of people) for (const row of shop.cheapest(person, centre, ROWS)) master.add(row);
    return { relaxation: shop.relaxation(master, centre), outside };
  }

  #choose({ master, choice }: Relaxation, outside: number, limits: StepLimits): boolean {
    const shop = this.#shop;
    if (choice === null) return false;
    const chosen = master.choose(choice, shop.total - 1 - outside - choice.objective, { ...limits, nodes: NODES });
    const rows = chosen?.rows ?? null;
    const better = rows !== null && shop.consider(shop.seated(rows));
    if (!better) this.#resize(chosen?.finished === true ? SIZE.grow : -SIZE.shrink);
    return better;
  }

  #resize(by: number): void {
    this.#size = Math.max(SIZE.least, Math.min(this.#shop.pricing.length - this.#shop.support.people.length, this.#size + by));
  }

  /** People whose rows break hard rules first, then people at random, half of the time rather those whose rows are dear by the duals of the whole. */
  #pick(centre: Float64Array): number[] {
    const { dice, pricing, cover, support } = this.#shop;
    const size = Math.min(pricing.length, Math.round(this.#size));
    const focused = dice.below(2) === 0;
    const ranked = pricing.filter(({ person }) => !support.has(person)).map(({ person }) => {
      const row = this.#shop.rowOf(person);
      if (row === null) return { person, rank: BROKEN + dice.draw() };
      if (!focused) return { person, rank: dice.draw() };
      const least = this.#shop.pool.of(person).reduce((most, other) => Math.min(most, cover.reduced(other, centre)), Infinity);
      return { person, rank: dice.draw() * (1 + cover.reduced(row, centre) - least) };
    });
    return ranked.sort((a, b) => b.rank - a.rank).slice(0, size).map(({ person }) => person).sort((a, b) => a - b);
  }
}
