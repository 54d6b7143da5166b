import type { Dice } from '../random.ts';
import { REFUSED } from '../score.ts';
import type { Score } from '../score.ts';
import { PERSON_BITS } from './options.ts';
import type { Options } from './options.ts';
import { Steps } from './steps.ts';

/** Longest stretch a move touches, in slots. */
const LONGEST = 28;
/** How much oftener somebody who leads is drawn than somebody who only supports: most changes of the latter change no cost. */
const LEAD = 5;
/** No partner was found. */
const NOBODY = -1;

/**
 * The moves of the search. Each tries a change on the score and returns the change of cost, or {@link NOTHING} if it found
 * nothing to try; `keep` makes it so, `undo` takes it back.
 */
export class Moves {
  readonly #score: Score;
  readonly #options: Options;
  readonly #dice: Dice;
  readonly #steps: Steps;
  /** What one person is to do instead, slot by slot. */
  readonly #plan: Uint8Array;
  #low = 0;
  #leading = 0;
  #lowSupport = 0;
  #supporting = 0;

  constructor(score: Score, options: Options, dice: Dice) {
    this.#score = score;
    this.#steps = new Steps(score, 2 * LONGEST + 8);
    this.#options = options;
    this.#plan = new Uint8Array(options.slots);
    this.#dice = dice;
    this.focus(0, options.slots);
  }

  /** Restricts the next moves to begin in slots [from, to). Working in one place for a while keeps memory close. */
  focus(from: number, to: number): void {
    const { leaders, supporters, slots } = this.#options;
    this.#low = leaders.firstOfSlot[from] as number;
    this.#leading = (leaders.firstOfSlot[to] as number) - this.#low;
    this.#lowSupport = supporters.firstOfSlot[from] as number;
    this.#supporting = (supporters.firstOfSlot[to] as number) - this.#lowSupport;
    if (this.#leading + this.#supporting === 0 && to - from < slots) this.focus(0, slots);
  }

  /** A cell to begin with, packed. */
  #anyCell(): number {
    const draw = this.#dice.below(this.#leading * LEAD + this.#supporting);
    const support = draw - this.#leading * LEAD;
    if (support >= 0) return this.#options.supporters.cells[this.#lowSupport + support] as number;
    return this.#options.leaders.cells[this.#low + ((draw / LEAD) | 0)] as number;
  }

  /** Stretch lengths: often a slot with the day after it (a night and its rest), or whole days. */
  #length(): number {
    const { perDay } = this.#options;
    const draw = this.#dice.below(20);
    if (draw < 8) return 1 + perDay;
    return draw < 12 ? 2 * perDay : 2 + this.#dice.below(7);
  }

  keep(): void {
    this.#steps.keep();
  }

  undo(): void {
    this.#steps.undo();
  }

  /** Writes into a copy of the cells what stood there before the last move. */
  rewind(copy: Uint8Array): void {
    this.#steps.rewind(copy);
  }

  /** Tries a move of a kind. Moves that are bound to weigh more than `limit` need not be looked at to the end. */
  try(kind: number, limit = Infinity): number {
    this.#steps.begin(limit);
    const cell = this.#anyCell();
    const slot = cell >> PERSON_BITS;
    const person = cell - (slot << PERSON_BITS);
    const at = person * this.#options.slots + slot;
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
    return activity === this.#score.cells[at] ? NOTHING : this.#steps.putLast(person, slot, activity);
  }

  /** One activity over a stretch of slots of one person. */
  #stretch(person: number, slot: number, at: number): number {
    const activity = this.#anyOption(at);
    const { perDay, slots, history } = this.#options;
    const first = perDay === 1 ? slot : Math.max(history, slot - (slot % perDay));
    let last = Math.min(slots, first + (perDay === 1 ? 2 + this.#dice.below(4) : this.#dice.below(5) < 3 ? perDay : 2 * perDay)) - 1;
    while (last >= first && (this.#score.cells[person * slots + last] === activity || !this.#may(person, last, activity))) last--;
    if (last < first) return NOTHING;
    for (let s = first; s <= last; s++) this.#plan[s] = this.#may(person, s, activity) ? activity : (this.#score.cells[person * slots + s] as number);
    if (this.#steps.isTakingHopeless(person, first, last + 1, this.#plan)) return REFUSED;
    let delta = 0;
    for (let s = first; s < last; s++) delta += this.#steps.put(person, s, this.#plan[s] as number);
    return this.#steps.putLast(person, last, activity, delta);
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
    const end = this.#tradable(person, other, slot, slot + length);
    if (end <= slot) return NOTHING;
    if (end > slot + 1 && this.#steps.isTradeHopeless(person, other, slot, end)) return REFUSED;
    let delta = 0;
    for (let s = slot; s < end - 1; s++) delta += this.#steps.exchange(person, other, s);
    return this.#steps.exchangeLast(person, other, end - 1, delta);
  }

  /** Where the last slot ends in which two people differ, of those from `from` to `to`; -1 if they may not trade all of them. */
  #tradable(person: number, other: number, from: number, to: number): number {
    const { slots } = this.#options;
    const { cells } = this.#score;
    const end = Math.min(slots, to);
    let last = 0;
    for (let s = from; s < end; s++) {
      const mine = cells[person * slots + s] as number;
      const theirs = cells[other * slots + s] as number;
      if (mine === theirs) continue;
      if (!this.#may(person, s, theirs) || !this.#may(other, s, mine)) return -1;
      last = s + 1;
    }
    return last;
  }

  /** One person trades two slots with herself. */
  #within(person: number, slot: number): number {
    const { slots, history } = this.#options;
    const reach = slots - history;
    const second = history + ((slot - history + 1 + this.#dice.below(Math.min(reach - 1, 28))) % reach);
    const here = this.#score.cells[person * slots + slot] as number;
    const there = this.#score.cells[person * slots + second] as number;
    if (here === there || !this.#may(person, slot, there) || !this.#may(person, second, here)) return NOTHING;
    return this.#steps.putLast(person, second, here, this.#steps.put(person, slot, there));
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
      return this.#steps.exchangeLast(person, other, back, this.#steps.exchange(person, other, slot));
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
    return this.#steps.putLast(other, slot, instead, delta + this.#steps.put(person, slot, theirs));
  }

  /** Each of two people takes what the other does, as far as she may. */
  #crossOver(person: number, other: number, slot: number): number {
    const { slots } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    const theirs = this.#score.cells[other * slots + slot] as number;
    if (mine === theirs) return 0;
    const gives = this.#may(other, slot, mine);
    const takes = this.#may(person, slot, theirs);
    if (gives && takes) return this.#steps.exchange(person, other, slot);
    if (takes) return this.#steps.put(person, slot, theirs);
    return gives ? this.#steps.put(other, slot, mine) : 0;
  }
}

/** How many kinds of moves there are. */
export const MOVE_KINDS = 8;
/** What a move returns that found nothing to try; no change of cost is this large. */
export const NOTHING = Infinity;
