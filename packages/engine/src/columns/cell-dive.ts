import { roundUp } from './bounds.ts';
import type { ToBeat } from './dive.ts';
import type { Bars } from './master.ts';
import type { Relaxation } from './relaxation.ts';
import type { Shop, Work } from './shop.ts';

/** Rounds of pricing after each fixing; it stops early if so many of them gained less than this share. */
const ROUNDS = { most: 12, look: 3, stalled: 0.0002 };
/** Rounds of pricing that one dive may take, and how often it may go back. */
const MOST = { rounds: 250, backs: 20 };
/** Cells with more than this share are fixed together, up to this part of all that are open. */
const SURE = { share: 0.85, part: 0.25 };
/** How much chance there is in the order of cells. */
const CHANCE = 0.2;
const EPSILON = 1e-6;
const HALF = 0.5;

interface Cell {
  readonly person: number;
  readonly slot: number;
  readonly activity: number;
  readonly share: number;
}

/** Cells that people are to have, or one that its person is not to have. */
interface Step {
  readonly cells: readonly Cell[];
  readonly isGiven: boolean;
}

/** How much of each cell a relaxation takes where that is not all or nothing, largest first with some chance in it. */
function openCells({ choice }: Relaxation, { lowered: { frame }, dice }: Shop): Cell[] {
  const { slots, activities, history } = frame;
  const shares = new Map<number, number>();
  for (const { row, share } of choice?.shares ?? []) {
    for (let slot = history; slot < slots; slot++) {
      const cell = (row.person * slots + slot) * activities + (row.cells[slot] as number);
      shares.set(cell, (shares.get(cell) ?? 0) + share);
    }
  }
  return [...shares]
    .filter(([, share]) => share > EPSILON && share < 1 - EPSILON)
    .map(([cell, share]) => ({
      rank: share * (1 - CHANCE * dice.draw()), share,
      person: Math.floor(cell / activities / slots), slot: Math.floor(cell / activities) % slots, activity: cell % activities,
    }))
    .sort((a, b) => b.rank - a.rank);
}

/** What is closed after a step too. */
function closing(bars: Bars, { cells, isGiven }: Step, { slots, activities }: Shop['lowered']['frame']): Bars {
  const closed = new Map(bars);
  for (const { person, slot, activity } of cells) {
    const bar = (closed.get(person) ?? new Uint8Array(slots * activities)).slice();
    if (isGiven) bar.fill(1, slot * activities, (slot + 1) * activities);
    bar[slot * activities + activity] = isGiven ? 0 : 1;
    closed.set(person, bar);
  }
  return closed;
}

/** A relaxation from which a single cell was given, and the step that does not give it. */
interface Passed {
  readonly relaxation: Relaxation;
  readonly step: Step;
}

class CellDive {
  readonly #shop: Shop;
  readonly #toBeat: ToBeat;
  #relaxation: Relaxation;
  readonly #passed: Passed[] = [];
  #rounds = 0;
  #backs = 0;

  constructor(shop: Shop, start: Relaxation, toBeat: ToBeat) {
    this.#shop = shop;
    this.#toBeat = toBeat;
    this.#relaxation = start;
  }

  *run(): Work<Uint8Array | null> {
    if (!(yield* this.#settle(this.#relaxation))) return null;
    while (this.#rounds < MOST.rounds) {
      const cells = openCells(this.#relaxation, this.#shop);
      if (cells.length === 0) return this.#shop.seated((this.#relaxation.choice?.shares ?? []).filter(({ share }) => share > HALF).map(({ row }) => row));
      const next: Relaxation | null = (yield* this.#forth(cells)) ?? (yield* this.#back());
      if (next === null) return null;
      this.#relaxation = next;
    }
    return null;
  }

  /** Some rounds of pricing; false if nothing better than the best schedule can come of it, or seems to. */
  *#settle(relaxation: Relaxation): Work<boolean> {
    const cost = (): number => relaxation.choice?.objective ?? Infinity;
    let before = Infinity;
    for (let round = 1; round <= ROUNDS.most && !relaxation.done; round++) {
      this.#rounds++;
      const isSolved = relaxation.step();
      yield false;
      if (!isSolved) return false;
      if (roundUp(relaxation.bound) >= this.#toBeat()) return false;
      if (round % ROUNDS.look !== 0) continue;
      if (cost() < this.#toBeat() - 1 && before - cost() < ROUNDS.stalled * cost()) break;
      before = cost();
    }
    return cost() < this.#toBeat();
  }

  *#after(relaxation: Relaxation, step: Step): Work<Relaxation | null> {
    const { master, centre } = relaxation;
    const child = this.#shop.relaxation(master.barring(closing(master.bars, step, this.#shop.lowered.frame)), centre);
    return (yield* this.#settle(child)) ? child : null;
  }

  /** Gives some cells, or else one, or else does not give it. */
  *#forth(cells: readonly Cell[]): Work<Relaxation | null> {
    const relaxation = this.#relaxation;
    const sure = cells.filter(({ share }) => share > SURE.share).slice(0, Math.floor(SURE.part * cells.length));
    if (sure.length > 1) {
      const all = yield* this.#after(relaxation, { cells: sure, isGiven: true });
      if (all !== null) return all;
    }
    const first = cells.slice(0, 1);
    const one = yield* this.#after(relaxation, { cells: first, isGiven: true });
    if (one !== null) {
      if (this.#passed.length === MOST.backs) this.#passed.splice(this.#shop.dice.below(MOST.backs), 1);
      this.#passed.push({ relaxation, step: { cells: first, isGiven: false } });
      return one;
    }
    return yield* this.#after(relaxation, { cells: first, isGiven: false });
  }

  /** Goes back to where a single cell was given, anywhere on the way, and does not give it. */
  *#back(): Work<Relaxation | null> {
    while (this.#passed.length > 0 && this.#backs < MOST.backs && this.#rounds < MOST.rounds) {
      this.#backs++;
      const [{ relaxation, step }] = this.#passed.splice(this.#shop.dice.below(this.#passed.length), 1) as [Passed];
      const next = yield* this.#after(relaxation, step);
      if (next !== null) return next;
    }
    return null;
  }
}

/**
 * Gives people single cells that a relaxation takes most of, instead of whole rows, and prices anew after each step: a milder choice than a
 * dive makes, with more steps and ways back. Returns a schedule that should be better than what is to be beaten, or null if it came to none.
 */
export function cellDive(shop: Shop, start: Relaxation, toBeat: ToBeat = () => shop.total): Work<Uint8Array | null> {
  return new CellDive(shop, shop.relaxation(start.master.giving([]), start.centre), toBeat).run();
}
