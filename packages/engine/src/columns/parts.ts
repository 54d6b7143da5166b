import { dive } from './dive.ts';
import type { Relaxation } from './relaxation.ts';
import type { Shop, StepLimits, Work } from './shop.ts';
import { roundUp } from './bounds.ts';

/** People in a part: grows while parts are solved to the end without gain, shrinks when they are not. */
const SIZE = { start: 6, least: 3, grow: 0.4, shrink: 0.6 };
/** Rows of a person that a part begins with. */
const ROWS = 60;
/** Rounds of pricing in one step. */
const ROUNDS = 8;
const NODES = 100;
const BROKEN = 1e9;

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
    const hopeless = (): boolean => outside + roundUp(relaxation.bound) >= this.#shop.total;
    while (!relaxation.done && !hopeless()) {
      if (!relaxation.step()) return false;
      if (relaxation.rounds % ROUNDS === 0) yield false;
    }
    this.#last = relaxation.centre;
    if (hopeless()) {
      this.#resize(SIZE.grow);
      return false;
    }
    const found = yield* dive(this.#shop, relaxation, 'careful', outside);
    if (found !== null && this.#shop.consider(found)) return true;
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
