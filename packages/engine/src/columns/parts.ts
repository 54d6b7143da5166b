import { HARD } from '../frame.ts';
import { roundUp } from './bounds.ts';
import { cellDive } from './cell-dive.ts';
import { dive } from './dive.ts';
import { Effort } from './effort.ts';
import type { Relaxation } from './relaxation.ts';
import { screen } from './screen.ts';
import type { Shop, StepLimits, Work } from './shop.ts';
import { closedBut, Spans } from './spans.ts';
import type { Opening } from './spans.ts';

/** Rows of a person that a part begins with. */
const ROWS = 60;
const NODES = 100;
const BROKEN = 1e9;
/** A bound so much above what is to be beaten leaves no doubt. */
const SURELY = 0.01;
const HALF = 0.5;
const EPSILON = 1e-6;

/** What came of a part; one is overtaken if what it found does not fit any more to what a colleague made better meanwhile. */
type Outcome = 'gained' | 'overtaken' | 'nothing';

/** A part that is being solved. */
interface Part {
  readonly relaxation: Relaxation;
  /** What its rows and what they leave uncovered cost now. */
  readonly toBeat: number;
  /** The best schedule when it was opened, and its cost; a colleague may make it better meanwhile. */
  readonly base: Uint8Array;
  readonly total: number;
}

/** Frees some people at a time, on all days or some, prices rows for them beside everybody else's, and fits those together exactly. */
export class Parts {
  readonly #shop: Shop;
  readonly #spans: Spans;
  readonly effort = new Effort();
  /** The duals of the part before. */
  #last: Float64Array | null = null;

  constructor(shop: Shop, spans = new Spans(shop)) {
    this.#shop = shop;
    this.#spans = spans;
  }

  /** One part; `best` are the best duals of the whole, if known. True if it made the best schedule better. */
  *next(best: Float64Array | null): Work<boolean> {
    const { pool, cover } = this.#shop;
    const centre = cover.clamp(best ?? this.#last ?? new Float64Array(cover.rows));
    const opening = this.#spans.next();
    const { span } = opening;
    const people = this.#pick(span.size, centre);
    let outcome: Outcome = 'overtaken';
    let rows = 0;
    while (outcome === 'overtaken') {
      const part = this.#open(opening, people, centre);
      rows -= pool.additions;
      outcome = yield* this.#solve(opening, part, centre);
      rows += pool.additions;
    }
    const gained = outcome === 'gained';
    const work = { rows, people: people.length, slots: span.length };
    span.effort.count(work, gained);
    this.effort.count(work, gained);
    return gained;
  }

  *#solve(opening: Opening, part: Part, centre: Float64Array): Work<Outcome> {
    const { relaxation, toBeat } = part;
    const isHopeless = (bound: number): boolean => roundUp(bound) >= toBeat;
    if (!isHopeless(yield* this.#screen(part, centre))) {
      while (!relaxation.done && !isHopeless(relaxation.bound)) {
        if (!relaxation.step()) return 'nothing';
        const outcome = this.#takeWhole(part);
        if (outcome !== 'nothing') return outcome;
        yield false;
      }
      this.#last = relaxation.centre;
      if (!isHopeless(relaxation.bound)) return yield* this.#fit(opening, part);
    }
    opening.span.passOver(opening.slots.from);
    return 'nothing';
  }

  /** A bound, soon had; the relaxation then begins with the rows and duals it came from. Only where a few points are at stake, and true only where nobody supports others. */
  *#screen({ relaxation, toBeat }: Part, centre: Float64Array): Work<number> {
    const shop = this.#shop;
    if (shop.total > HARD / 2 || shop.support.people.length > 0) return -Infinity;
    const { bound, duals, rows } = yield* screen(shop, relaxation.master, centre, toBeat - 1 + SURELY);
    for (const row of rows) relaxation.master.add(row);
    relaxation.bound = bound;
    relaxation.centre = duals;
    this.#last = duals;
    return bound;
  }

  /** Takes what the relaxation chose, if that is whole rows and cheap enough. */
  #takeWhole(part: Part): Outcome {
    const { relaxation: { choice }, toBeat } = part;
    if (choice === null || choice.objective > toBeat - HALF || choice.shares.some(({ share }) => share < 1 - EPSILON)) return 'nothing';
    return this.#take(part, this.#shop.seated(choice.shares.map(({ row }) => row)));
  }

  /** Takes the cells that a part has changed, whatever else has become better elsewhere meanwhile. */
  #take({ base, total }: Part, found: Uint8Array): Outcome {
    const { cells, total: now } = this.#shop;
    const laid = found.map((activity, at) => (activity === base[at] ? (cells[at] as number) : activity));
    if (this.#shop.consider(laid) || (cells !== base && this.#shop.consider(found))) return 'gained';
    return now < total ? 'overtaken' : 'nothing';
  }

  /** Looks for whole rows where the relaxation says that something may be gained. */
  *#fit({ span }: Opening, part: Part): Work<Outcome> {
    const shop = this.#shop;
    const toBeat = (): number => part.toBeat;
    const found = (yield* dive(shop, part.relaxation, 'careful', toBeat)) ?? (yield* cellDive(shop, part.relaxation, toBeat));
    const outcome = found === null ? 'nothing' : this.#take(part, found);
    if (outcome !== 'nothing') return outcome;
    const limits = yield false;
    const chosen = this.#choose(part, limits);
    if (chosen === null) span.shrink();
    else if (chosen === 'nothing') span.grow();
    return chosen ?? 'nothing';
  }

  /** The relaxation of some people beside the best schedule, some slots of theirs open. */
  #open({ span, slots }: Opening, people: readonly number[], centre: Float64Array): Part {
    const shop = this.#shop;
    const master = span.isWhole ? shop.master(people) : shop.master(people).barring(closedBut(shop, people, slots));
    const inside = new Set(people);
    let outside = 0;
    for (const { person } of shop.pricing) {
      const row = shop.rowOf(person);
      if (!inside.has(person)) outside += row?.cost ?? 0;
      else if (row !== null) master.add(row);
    }
    for (const person of people) for (const row of shop.cheapest(person, centre, ROWS, (row) => master.mayHave(row))) master.add(row);
    return { relaxation: shop.relaxation(master, centre), toBeat: shop.total - outside, base: shop.cells, total: shop.total };
  }

  /** Whole rows that cost little enough: whether there are any, null if that could not be found out. */
  #choose(part: Part, limits: StepLimits): Outcome | null {
    const { relaxation: { master, choice }, toBeat } = part;
    if (choice === null) return null;
    const chosen = master.choose(choice, toBeat - 1 - choice.objective, { ...limits, nodes: NODES });
    const rows = chosen?.rows ?? null;
    const outcome = rows === null ? 'nothing' : this.#take(part, this.#shop.seated(rows));
    return outcome === 'nothing' && chosen?.finished !== true ? null : outcome;
  }

  /** People whose rows break hard rules first, then people at random, half of the time rather those whose rows are dear by the duals of the whole. */
  #pick(size: number, centre: Float64Array): number[] {
    const { dice, pricing, cover, support } = this.#shop;
    const everybody = pricing.filter(({ person }) => !support.has(person)).map(({ person }) => person);
    if (size >= everybody.length) return everybody;
    const focused = dice.below(2) === 0;
    const ranked = everybody.map((person) => {
      const row = this.#shop.rowOf(person);
      if (row === null) return { person, rank: BROKEN + dice.draw() };
      if (!focused) return { person, rank: dice.draw() };
      const least = this.#shop.pool.of(person).reduce((most, other) => Math.min(most, cover.reduced(other, centre)), Infinity);
      return { person, rank: dice.draw() * (1 + cover.reduced(row, centre) - least) };
    });
    return ranked.sort((a, b) => b.rank - a.rank).slice(0, size).map(({ person }) => person).sort((a, b) => a - b);
  }
}
