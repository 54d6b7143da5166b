import type { Highs } from 'highs';
import type { Lowered } from '../lower.ts';
import { cellDive } from './cell-dive.ts';
import { dive, drawn, largest } from './dive.ts';
import { Effort } from './effort.ts';
import { Parts } from './parts.ts';
import { Pricings } from './pricings.ts';
import type { Relaxation } from './relaxation.ts';
import type { PersonRules } from './rules.ts';
import type { StepLimits, Work } from './shop.ts';
import { roundUp } from './bounds.ts';
import { Shop } from './shop.ts';
import { takeSide } from './sides.ts';
import type { Side } from './sides.ts';

/** Hard shortages get dearer by this factor as long as the relaxation rather pays, and once more for whole schedules. */
const DEARER = 4;
const MUCH_DEARER = 50;
/** A relaxation that still rather pays as much for a hard shortage cannot do without: rows will not fit together. */
const MOST_PENALTY = 1e6;
/** Rows of each person known before, to begin with. */
const FIRST_ROWS = 60;
/** One in so many rounds is a dive where others support. */
const SCATTERED = 4;
/** The relaxation of a stretch may be so far from its bound. */
const NEAR = 0.02;
/** Relaxations of stretches of so many cells take a tenth of a second; asking them whether to stop costs a seventh of that. */
const BRIEF = 6_000;
/** Parts and dives before rows are chosen person by person again; before each later time so many times more of them. */
const BETWEEN = { few: 15, many: 240, growth: 4 };
/** With more people than this a dive into the whole takes too long, and rows chosen person by person, mended, are the first whole schedules. */
const MANY = 50;

/**
 * What comes after the relaxation: dives into the `whole`, parts and rows chosen person by person; the same, the latter first, `loose`;
 * nothing but rows chosen person by person, where a run is `hurried`; or nothing but dives, into a `stretch` that is one of many,
 * straight down the `first` time, where there is much to gain everywhere. Of many people, rows are always chosen first, and there are no dives into the whole.
 */
export type Manner = 'whole' | 'loose' | 'hurried' | 'stretch' | 'first stretch';

/** A schedule to mend: of rows that fit together, of rows that were chosen person by person, or of such rows with little time to mend them. */
export interface Rough {
  readonly cells: Uint8Array;
  readonly kind: 'fitting' | 'loose' | 'hurried';
}

/**
 * Looks for whole schedules among rows priced exactly: solves the relaxation, dives from it, then frees some people at a
 * time and fits their rows afresh. Goes on in short steps until told to stop.
 */
export class ColumnSearch {
  readonly #shop: Shop;
  readonly #rules: readonly PersonRules[];
  readonly #manner: Manner;
  readonly #isStretch: boolean;
  /** Whether a relaxation takes no longer than a caller can wait for. */
  readonly #isBrief: boolean;
  readonly #work: Work<void>;
  #rough: Rough | null = null;
  #dives = 0;
  /** The side of the relaxation that dives go by; null for the whole. */
  #side: Side | null = null;
  /** People of a stretch of whom no row is known that breaks no hard rule, mostly by what lies around it: they stay as they are. */
  readonly #left = new Set<number>();
  /** No schedule without hard violations costs less; null until something has been proved. */
  bound: number | null = null;

  constructor(highs: Highs, lowered: Lowered, rules: readonly PersonRules[], seed: number, manner: Manner = 'whole') {
    this.#isStretch = manner === 'stretch' || manner === 'first stretch';
    this.#isBrief = this.#isStretch && lowered.frame.people * lowered.frame.slots <= BRIEF;
    this.#shop = new Shop(highs, lowered, rules, seed, !this.#isStretch);
    this.#rules = rules;
    this.#manner = manner;
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

  /** Whether some people only support others, so that choosing rows is not the whole of it. */
  get isSupported(): boolean {
    return this.#shop.support.people.length > 0;
  }

  /** Whether the best schedule is proved to be optimal. */
  get proved(): boolean {
    return this.bound !== null && this.total <= this.bound;
  }

  /** A schedule that a mild search may make much better, though it may break hard rules; each is given once. */
  takeRough(): Rough | null {
    const rough = this.#rough;
    this.#rough = null;
    return rough;
  }

  /** Takes over a schedule found elsewhere, if it is no worse than the best. */
  offer(cells: Uint8Array): void {
    this.#shop.consider(cells);
    for (const { person } of this.#shop.pricing) this.#shop.rowOf(person);
  }

  /** One step; `round` says that something was brought to an end, `ended` that nothing more can be done. */
  step(limits: StepLimits): 'going' | 'round' | 'ended' {
    this.#shop.limits = this.#isBrief ? {} : limits;
    const { done, value } = this.#work.next(limits);
    if (done === true) return 'ended';
    return value ? 'round' : 'going';
  }

  *#run(): Work<void> {
    yield false;
    if (!(yield* this.#open()) || !(yield* this.#begin())) return;
    const root = yield* this.#root();
    if (root === null) return this.#manner === 'loose' || this.#manner === 'hurried' ? yield* this.#fitParts() : undefined;
    if (this.#isStretch) yield* this.#deepen(root);
    else yield* this.isSupported || this.#manner === 'hurried' ? this.#scatter(root) : this.#alternate(root);
  }

  /** The relaxation to begin from: of the whole, or of a side of it. */
  *#root(): Work<Relaxation | null> {
    const root = yield* this.#relax();
    if (root === null || this.#manner === 'hurried') return root;
    this.#side = yield* takeSide(this.#shop, root);
    if (this.#side === null) return root;
    this.#learn(this.#side.bound);
    this.#keepSide(true);
    return this.#side.root;
  }

  /** Keeps to the side that was taken, or looks at both. */
  #keepSide(keeps: boolean): void {
    if (this.#side !== null) this.#shop.cover.limitTally(keeps ? this.#side.least : -Infinity, Infinity);
  }

  /** A part, on both sides as long as something better may be on the other one. */
  *#nextPart(parts: Parts, root: Relaxation): Work<void> {
    this.#keepSide((this.#side?.others ?? Infinity) >= this.#shop.total);
    yield* parts.next(root.centre);
    this.#keepSide(true);
  }

  #learn(bound: number): void {
    if (bound > -Infinity) this.bound = Math.max(this.bound ?? -Infinity, roundUp(bound));
  }

  /** Nothing but dives: soonest done, where there is much else to do. */
  *#deepen(root: Relaxation): Work<void> {
    const first = this.#manner === 'first stretch' ? 'straight' : 'hasty';
    for (let round = 0; !this.proved; round++) {
      this.#found(yield* dive(this.#shop, root, round > 0 ? 'varied' : first), 'fitting');
      yield true;
    }
  }

  /** Parts, with dives for as much work as they are worth, and with rows chosen person by person, more and more seldom. */
  *#alternate(root: Relaxation): Work<void> {
    const shop = this.#shop;
    const parts = new Parts(shop);
    const { people, slots, history } = shop.lowered.frame;
    const isFew = people <= MANY;
    let between = isFew ? BETWEEN.few : BETWEEN.many;
    let loose = isFew && this.#manner === 'whole' ? 1 + between : 0;
    const effort = new Effort();
    let isFirst = true;
    for (let round = 0; !this.proved; round++) {
      if (round === loose) {
        this.#found(this.#chosen(root, isFirst), 'loose');
        isFirst = false;
        loose += 1 + between;
        between *= BETWEEN.growth;
      } else if (isFew && effort.spent <= parts.effort.spent) {
        const before = shop.pool.additions;
        const gained = yield* this.#dive(root);
        effort.count({ rows: shop.pool.additions - before, people, slots: slots - history }, gained);
      } else yield* this.#nextPart(parts, root);
      yield true;
    }
  }

  /** A dive: the first one in haste, later ones in turns by cells and by rows. */
  *#dive(root: Relaxation): Work<boolean> {
    const nth = this.#dives++;
    return this.#found(yield* nth % 2 === 1 ? cellDive(this.#shop, root) : dive(this.#shop, root, nth === 0 ? 'hasty' : 'varied'), 'fitting');
  }

  /** Nothing but parts, where the whole cannot be relaxed. */
  *#fitParts(): Work<void> {
    for (const parts = new Parts(this.#shop); !this.proved; ) {
      yield* parts.next(null);
      yield true;
    }
  }

  /** Rows chosen person by person: those with the largest shares, or by chance. */
  #chosen(root: Relaxation, isLargest: boolean): Uint8Array {
    return this.#shop.seated(isLargest ? largest(root, this.#shop).map(({ row }) => row) : drawn(root, this.#shop));
  }

  /** Rows chosen person by person, in turns with dives where others support: then there is always something to mend. */
  *#scatter(root: Relaxation): Work<void> {
    const shop = this.#shop;
    for (let round = 0; !this.proved; round++) {
      if (this.isSupported && round % SCATTERED === 2) this.#found(yield* dive(shop, root, round > 2 ? 'varied' : 'hasty'), 'fitting');
      else this.#found(this.#chosen(root, round === 0), this.#manner === 'hurried' ? 'hurried' : 'loose');
      yield true;
    }
  }

  /** Keeps what was found, if anything. Rows that were not chosen together, or without knowing who supports whom, are worth mending. */
  #found(cells: Uint8Array | null, kind: Rough['kind']): boolean {
    if (cells === null) return false;
    const isBetter = this.#shop.consider(cells);
    if (kind !== 'fitting' || this.isSupported) this.#rough = { cells, kind };
    return isBetter;
  }

  /** Learns everybody's rules; false if some are too loose for rows to be priced. */
  *#open(): Work<boolean> {
    const pricings = new Pricings(this.#shop.lowered, this.#rules);
    for (const rules of this.#rules) {
      const pricing = pricings.of(rules);
      if (pricing === null) return false;
      this.#shop.pricing.push(pricing);
      yield false;
    }
    return true;
  }

  /** Solves the relaxation of the whole; null if that cannot be done. */
  *#relax(): Work<Relaxation | null> {
    const shop = this.#shop;
    const everyone = shop.pricing.map(({ person }) => person).filter((person) => !shop.support.has(person) && !this.#left.has(person));
    if (everyone.length === 0) return null;
    let root = shop.relaxation(shop.master(everyone));
    for (const person of everyone) for (const row of shop.pool.of(person).slice(-FIRST_ROWS)) root.master.add(row);
    for (;;) {
      if (!(yield* this.#converge(root))) return null;
      const settled = (root.choice?.hard ?? 0) < 1e-6;
      if (!settled && shop.cover.penalty > MOST_PENALTY) return null;
      shop.cover.penalty *= settled ? MUCH_DEARER : DEARER;
      if (settled) return root;
      root = shop.relaxation(root.master.giving([]), root.centre);
    }
  }

  /** A row for everybody; false if none was found for somebody whom the others cannot do without. In a stretch that is who supports them. */
  *#begin(): Work<boolean> {
    const { slots, activities } = this.#shop.lowered.frame;
    const free = new Float64Array(slots * activities);
    for (const pricing of this.#shop.pricing) {
      const found = pricing.exact(free);
      if (found !== null) this.#shop.pool.add(found.row);
      const own = this.#shop.rowOf(pricing.person);
      if (found === null) {
        if (!this.#isStretch || this.#shop.support.has(pricing.person)) return false;
        if (own === null) this.#left.add(pricing.person);
      }
      yield false;
    }
    return true;
  }

  /** Whether the rest of the way is not worth while: a stretch is one of many. */
  #isNear({ bound, choice }: Relaxation): boolean {
    const { objective } = choice ?? { objective: Infinity };
    return this.#isStretch && objective - bound < NEAR * Math.abs(objective);
  }

  *#converge(root: Relaxation): Work<boolean> {
    while (!root.done && !this.#isNear(root)) {
      if (!root.step()) return false;
      this.#learn(root.bound);
      yield false;
    }
    return true;
  }
}
