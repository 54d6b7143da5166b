import type { Dice } from '../random.ts';
import type { Score } from '../score.ts';
import type { Options } from './options.ts';

/** Longest stretch a move touches, in slots. */
const LONGEST = 28;
/** In the log: nobody else took part. */
const NOBODY = -1;

/**
 * The moves of the search. Each tries a change on the score and returns the change of cost, or {@link NOTHING} if it found
 * nothing to try; `keep` makes it so, `undo` takes it back. The last step of a move is only looked at until it is kept,
 * which saves most of the work of moves that are refused. A step puts an activity into a cell or lets two people trade a slot.
 */
export class Moves {
  readonly #score: Score;
  readonly #options: Options;
  readonly #dice: Dice;
  readonly #logPerson = new Int32Array(2 * LONGEST + 8);
  readonly #logOther = new Int32Array(2 * LONGEST + 8);
  readonly #logSlot = new Int32Array(2 * LONGEST + 8);
  readonly #logBefore = new Uint8Array(2 * LONGEST + 8);
  #logged = 0;
  #low = 0;
  #width: number;
  #hanging = false;
  #lastActivity = 0;
  #limit = Infinity;

  constructor(score: Score, options: Options, dice: Dice) {
    this.#score = score;
    this.#options = options;
    this.#dice = dice;
    this.#width = options.free.length;
  }

  /** Restricts the next moves to begin in slots [from, to). Working in one place for a while keeps memory close. */
  focus(from: number, to: number): void {
    this.#low = this.#options.firstOfSlot[from] as number;
    this.#width = (this.#options.firstOfSlot[to] as number) - this.#low;
    if (this.#width > 0) return;
    this.#low = 0;
    this.#width = this.#options.free.length;
  }

  /** Stretch lengths: often a slot with the day after it (a night and its rest), or whole days. */
  #length(): number {
    const { perDay } = this.#options;
    const draw = this.#dice.below(20);
    if (draw < 8) return 1 + perDay;
    return draw < 12 ? 2 * perDay : 2 + this.#dice.below(7);
  }

  keep(): void {
    if (!this.#hanging) return;
    this.#hanging = false;
    this.#redo(this.#logged - 1, this.#lastActivity);
  }

  undo(): void {
    for (let k = this.#logged - (this.#hanging ? 2 : 1); k >= 0; k--) this.#redo(k, this.#logBefore[k] as number);
    this.#logged = 0;
    this.#hanging = false;
  }

  #redo(k: number, activity: number): void {
    const person = this.#logPerson[k] as number;
    const other = this.#logOther[k] as number;
    const slot = this.#logSlot[k] as number;
    if (other === NOBODY) this.#score.set(person, slot, activity);
    else this.#score.exchange(person, other, slot);
  }

  /** Writes into a copy of the cells what stood there before the last move. */
  rewind(copy: Uint8Array): void {
    const { slots } = this.#options;
    for (let k = this.#logged - 1; k >= 0; k--) {
      const other = this.#logOther[k] as number;
      const at = (this.#logPerson[k] as number) * slots + (this.#logSlot[k] as number);
      if (other !== NOBODY) copy[other * slots + (this.#logSlot[k] as number)] = copy[at] as number;
      copy[at] = this.#logBefore[k] as number;
    }
  }

  /** Tries a move of a kind. Moves that are bound to weigh more than `limit` need not be looked at to the end. */
  try(kind: number, limit = Infinity): number {
    this.#limit = limit;
    this.#logged = 0;
    this.#hanging = false;
    const at = this.#options.free[this.#low + this.#dice.below(this.#width)] as number;
    const person = Math.floor(at / this.#options.slots);
    const slot = at - person * this.#options.slots;
    switch (kind) {
      case 0: return this.#change(person, slot, at);
      case 1: return this.#stretch(person, slot, at);
      case 2: return this.#swap(person, slot, 1);
      case 3: return this.#swap(person, slot, this.#length());
      case 4: return this.#within(person, slot);
      case 5: return this.#trade(person, slot);
      case 6: return this.#handOver(person, slot);
      default: return this.#swap(person, slot, 7 + this.#dice.below(LONGEST - 7));
    }
  }

  #log(person: number, other: number, slot: number): void {
    const k = this.#logged++;
    this.#logPerson[k] = person;
    this.#logOther[k] = other;
    this.#logSlot[k] = slot;
    this.#logBefore[k] = this.#score.cells[person * this.#options.slots + slot] as number;
  }

  #put(person: number, slot: number, activity: number): number {
    if (this.#score.cells[person * this.#options.slots + slot] === activity) return 0;
    this.#log(person, NOBODY, slot);
    return this.#score.set(person, slot, activity);
  }

  /** Like #put, but only looks: the change is made when the move is kept. */
  #last(person: number, slot: number, activity: number, prior = 0): number {
    if (this.#score.cells[person * this.#options.slots + slot] === activity) return prior;
    this.#log(person, NOBODY, slot);
    this.#lastActivity = activity;
    this.#hanging = true;
    return this.#score.peek(person, slot, activity, prior, this.#limit);
  }

  #exchange(person: number, other: number, slot: number): number {
    const { slots } = this.#options;
    if (this.#score.cells[person * slots + slot] === this.#score.cells[other * slots + slot]) return 0;
    this.#log(person, other, slot);
    return this.#score.exchange(person, other, slot);
  }

  /** Like #exchange, but only looks. */
  #lastExchange(person: number, other: number, slot: number, prior: number): number {
    this.#log(person, other, slot);
    this.#hanging = true;
    return this.#score.peekExchange(person, other, slot, prior, this.#limit);
  }

  #may(person: number, slot: number, activity: number): boolean {
    const { allowed, kind, slots, activities } = this.#options;
    return allowed[(kind[person * slots + slot] as number) * activities + activity] === 1;
  }

  #anyOption(at: number): number {
    const { start, list } = this.#options;
    const kind = this.#options.kind[at] as number;
    const from = start[kind] as number;
    return list[from + this.#dice.below((start[kind + 1] as number) - from)] as number;
  }

  /** Another activity in one cell. */
  #change(person: number, slot: number, at: number): number {
    const activity = this.#anyOption(at);
    return activity === this.#score.cells[at] ? NOTHING : this.#last(person, slot, activity);
  }

  /** One activity over a stretch of slots of one person. */
  #stretch(person: number, slot: number, at: number): number {
    const activity = this.#anyOption(at);
    const { perDay, slots, history } = this.#options;
    const first = perDay === 1 ? slot : Math.max(history, slot - (slot % perDay));
    let last = Math.min(slots, first + (perDay === 1 ? 2 + this.#dice.below(4) : this.#dice.below(5) < 3 ? perDay : 2 * perDay)) - 1;
    while (last >= first && (this.#score.cells[person * slots + last] === activity || !this.#may(person, last, activity))) last--;
    if (last < first) return NOTHING;
    let delta = 0;
    for (let s = first; s < last; s++) if (this.#may(person, s, activity)) delta += this.#put(person, s, activity);
    return this.#last(person, last, activity, delta);
  }

  /** Somebody else with whom the cell can be traded, or -1. */
  #partner(person: number, slot: number): number {
    const peers = this.#options.peers[person] as Int32Array;
    const { slots } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    for (let attempt = 0; attempt < 6 && peers.length > 0; attempt++) {
      const other = peers[this.#dice.below(peers.length)] as number;
      const theirs = this.#score.cells[other * slots + slot] as number;
      if (mine !== theirs && this.#may(person, slot, theirs) && this.#may(other, slot, mine)) return other;
    }
    return NOBODY;
  }

  /** Two people trade a stretch of slots. */
  #swap(person: number, slot: number, length: number): number {
    const other = this.#partner(person, slot);
    if (other === NOBODY) return NOTHING;
    const { slots } = this.#options;
    const { cells } = this.#score;
    const end = Math.min(slots, slot + length);
    let last = slot;
    for (let s = slot + 1; s < end; s++) {
      const mine = cells[person * slots + s] as number;
      const theirs = cells[other * slots + s] as number;
      if (mine === theirs) continue;
      if (!this.#may(person, s, theirs) || !this.#may(other, s, mine)) return NOTHING;
      last = s;
    }
    let delta = 0;
    for (let s = slot; s < last; s++) delta += this.#exchange(person, other, s);
    return this.#lastExchange(person, other, last, delta);
  }

  /** One person trades two slots with herself. */
  #within(person: number, slot: number): number {
    const { slots, history } = this.#options;
    const reach = slots - history;
    const second = history + ((slot - history + 1 + this.#dice.below(Math.min(reach - 1, 28))) % reach);
    const here = this.#score.cells[person * slots + slot] as number;
    const there = this.#score.cells[person * slots + second] as number;
    if (here === there || !this.#may(person, slot, there) || !this.#may(person, second, here)) return NOTHING;
    return this.#last(person, second, here, this.#put(person, slot, there));
  }

  /** Two people trade one slot, and another slot back: both keep their totals. */
  #trade(person: number, slot: number): number {
    const other = this.#partner(person, slot);
    if (other === NOBODY) return NOTHING;
    const { slots, history } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    const theirs = this.#score.cells[other * slots + slot] as number;
    const reach = Math.min(slots - history, 28);
    const from = Math.max(history, Math.min(slot - (reach >> 1), slots - reach));
    let back = from + this.#dice.below(reach);
    for (let k = 0; k < reach; k++, back = back + 1 === from + reach ? from : back + 1) {
      if (back === slot || this.#score.cells[person * slots + back] !== theirs || this.#score.cells[other * slots + back] !== mine) continue;
      if (!this.#may(person, back, mine) || !this.#may(other, back, theirs)) continue;
      return this.#lastExchange(person, other, back, this.#exchange(person, other, slot));
    }
    return NOTHING;
  }

  /**
   * Ejection: a person takes over another's activity and, often, what the other does the day after; the other takes
   * what is left if she may, or anything else. So work moves between people who could not simply trade.
   */
  #handOver(person: number, slot: number): number {
    const peers = this.#options.peers[person] as Int32Array;
    if (peers.length === 0) return NOTHING;
    const { slots, perDay } = this.#options;
    const { cells } = this.#score;
    const other = peers[this.#dice.below(peers.length)] as number;
    const mine = cells[person * slots + slot] as number;
    const theirs = cells[other * slots + slot] as number;
    if (mine === theirs || !this.#may(person, slot, theirs)) return NOTHING;
    const instead = this.#may(other, slot, mine) ? mine : this.#anyOption(other * slots + slot);
    if (instead === theirs) return NOTHING;
    const end = this.#dice.below(5) < 2 ? slot + 1 : Math.min(slots, slot + 1 + perDay);
    let delta = 0;
    for (let s = slot + 1; s < end; s++) delta += this.#crossOver(person, other, s);
    return this.#last(other, slot, instead, delta + this.#put(person, slot, theirs));
  }

  /** Each of two people takes what the other does, as far as she may. */
  #crossOver(person: number, other: number, slot: number): number {
    const { slots } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    const theirs = this.#score.cells[other * slots + slot] as number;
    if (mine === theirs) return 0;
    const gives = this.#may(other, slot, mine);
    const takes = this.#may(person, slot, theirs);
    if (gives && takes) return this.#exchange(person, other, slot);
    if (takes) return this.#put(person, slot, theirs);
    return gives ? this.#put(other, slot, mine) : 0;
  }
}

/** How many kinds of moves there are. */
export const MOVE_KINDS = 8;
/** What a move returns that found nothing to try; no change of cost is this large. */
export const NOTHING = Infinity;
