import type { Random } from '../random.ts';
import type { Score } from '../score.ts';
import type { Options } from './options.ts';

/** Longest stretch a move touches, in slots. */
const LONGEST = 28;

/**
 * The moves of the search. Each tries a change on the score and returns the change of cost, or null if it found
 * nothing to try; `keep` makes it so, `undo` takes it back. The last change of a move is only looked at until it is kept,
 * which saves most of the work of moves that are refused.
 */
export class Moves {
  readonly #score: Score;
  readonly #options: Options;
  readonly #random: Random;
  readonly #logPerson = new Int32Array(4 * LONGEST + 8);
  readonly #logSlot = new Int32Array(4 * LONGEST + 8);
  readonly #logBefore = new Uint8Array(4 * LONGEST + 8);
  #logged = 0;
  #low = 0;
  #width: number;
  #hanging = false;
  #lastActivity = 0;

  constructor(score: Score, options: Options, random: Random) {
    this.#score = score;
    this.#options = options;
    this.#random = random;
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
    const draw = this.#random();
    if (draw < 0.4) return 1 + perDay;
    return draw < 0.6 ? 2 * perDay : 2 + Math.floor(this.#random() * 7);
  }

  keep(): void {
    if (!this.#hanging) return;
    const k = this.#logged - 1;
    this.#hanging = false;
    this.#score.set(this.#logPerson[k] as number, this.#logSlot[k] as number, this.#lastActivity);
  }

  undo(): void {
    for (let k = this.#logged - (this.#hanging ? 2 : 1); k >= 0; k--) {
      this.#score.set(this.#logPerson[k] as number, this.#logSlot[k] as number, this.#logBefore[k] as number);
    }
    this.#logged = 0;
    this.#hanging = false;
  }

  /** Writes into a copy of the cells what stood there before the last move. */
  rewind(copy: Uint8Array): void {
    for (let k = this.#logged - 1; k >= 0; k--) {
      copy[(this.#logPerson[k] as number) * this.#options.slots + (this.#logSlot[k] as number)] = this.#logBefore[k] as number;
    }
  }

  try(kind: number): number | null {
    this.#logged = 0;
    this.#hanging = false;
    const at = this.#options.free[this.#low + Math.floor(this.#random() * this.#width)] as number;
    const person = Math.floor(at / this.#options.slots);
    const slot = at - person * this.#options.slots;
    switch (kind) {
      case 0: return this.#change(person, slot, at);
      case 1: return this.#stretch(person, slot, at);
      case 2: return this.#swap(person, slot, 1);
      case 3: return this.#swap(person, slot, this.#length());
      case 4: return this.#within(person, slot);
      case 5: return this.#trade(person, slot);
      case 6: return this.#rotate(person, slot);
      default: return this.#swap(person, slot, 7 + Math.floor(this.#random() * (LONGEST - 7)));
    }
  }

  #put(person: number, slot: number, activity: number): number {
    const before = this.#score.cells[person * this.#options.slots + slot] as number;
    if (before === activity) return 0;
    this.#logPerson[this.#logged] = person;
    this.#logSlot[this.#logged] = slot;
    this.#logBefore[this.#logged] = before;
    this.#logged++;
    return this.#score.set(person, slot, activity);
  }

  /** Like #put, but only looks: the change is made when the move is kept. */
  #last(person: number, slot: number, activity: number): number {
    const before = this.#score.cells[person * this.#options.slots + slot] as number;
    if (before === activity) return 0;
    this.#logPerson[this.#logged] = person;
    this.#logSlot[this.#logged] = slot;
    this.#logBefore[this.#logged] = before;
    this.#logged++;
    this.#lastActivity = activity;
    this.#hanging = true;
    return this.#score.peek(person, slot, activity);
  }

  #may(person: number, slot: number, activity: number): boolean {
    return this.#options.allowed[(person * this.#options.slots + slot) * this.#options.activities + activity] === 1;
  }

  #anyOption(at: number): number {
    const from = this.#options.start[at] as number;
    const width = (this.#options.start[at + 1] as number) - from;
    return this.#options.list[from + Math.floor(this.#random() * width)] as number;
  }

  /** Another activity in one cell. */
  #change(person: number, slot: number, at: number): number | null {
    const activity = this.#anyOption(at);
    return activity === this.#score.cells[at] ? null : this.#last(person, slot, activity);
  }

  /** One activity over a stretch of slots of one person. */
  #stretch(person: number, slot: number, at: number): number | null {
    const activity = this.#anyOption(at);
    const { perDay, slots, history } = this.#options;
    const first = perDay === 1 ? slot : Math.max(history, slot - (slot % perDay));
    const end = Math.min(slots, first + (perDay === 1 ? 2 + Math.floor(this.#random() * 4) : this.#random() < 0.6 ? perDay : 2 * perDay));
    let delta = 0;
    for (let s = first; s < end; s++) if (this.#may(person, s, activity)) delta += this.#put(person, s, activity);
    return this.#logged === 0 ? null : delta;
  }

  /** Somebody else with whom the cell can be traded, or -1. */
  #partner(person: number, slot: number): number {
    const peers = this.#options.peers[person] as Int32Array;
    const { slots } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    for (let attempt = 0; attempt < 6 && peers.length > 0; attempt++) {
      const other = peers[Math.floor(this.#random() * peers.length)] as number;
      const theirs = this.#score.cells[other * slots + slot] as number;
      if (mine !== theirs && this.#may(person, slot, theirs) && this.#may(other, slot, mine)) return other;
    }
    return -1;
  }

  /** Two people trade a stretch of slots. */
  #swap(person: number, slot: number, length: number): number | null {
    const other = this.#partner(person, slot);
    if (other < 0) return null;
    const { slots } = this.#options;
    const end = Math.min(slots, slot + length);
    for (let s = slot + 1; s < end; s++) {
      const mine = this.#score.cells[person * slots + s] as number;
      const theirs = this.#score.cells[other * slots + s] as number;
      if (mine !== theirs && !(this.#may(person, s, theirs) && this.#may(other, s, mine))) return null;
    }
    let last = end - 1;
    while (this.#score.cells[person * slots + last] === this.#score.cells[other * slots + last]) last--;
    let delta = 0;
    for (let s = slot; s < last; s++) delta += this.#exchange(person, other, s);
    const mine = this.#score.cells[person * slots + last] as number;
    return delta + this.#put(person, last, this.#score.cells[other * slots + last] as number) + this.#last(other, last, mine);
  }

  #exchange(person: number, other: number, slot: number): number {
    const { slots } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    const theirs = this.#score.cells[other * slots + slot] as number;
    return mine === theirs ? 0 : this.#put(person, slot, theirs) + this.#put(other, slot, mine);
  }

  /** One person trades two slots with herself. */
  #within(person: number, slot: number): number | null {
    const { slots, history } = this.#options;
    const reach = slots - history;
    const second = history + ((slot - history + 1 + Math.floor(this.#random() * Math.min(reach - 1, 28))) % reach);
    const here = this.#score.cells[person * slots + slot] as number;
    const there = this.#score.cells[person * slots + second] as number;
    if (here === there || !this.#may(person, slot, there) || !this.#may(person, second, here)) return null;
    return this.#put(person, slot, there) + this.#last(person, second, here);
  }

  /** Two people trade one slot, and another slot back: both keep their totals. */
  #trade(person: number, slot: number): number | null {
    const other = this.#partner(person, slot);
    if (other < 0) return null;
    const { slots, history } = this.#options;
    const mine = this.#score.cells[person * slots + slot] as number;
    const theirs = this.#score.cells[other * slots + slot] as number;
    const reach = Math.min(slots - history, 28);
    const from = Math.max(history, Math.min(slot - (reach >> 1), slots - reach));
    const offset = Math.floor(this.#random() * reach);
    for (let k = 0; k < reach; k++) {
      const back = from + ((offset + k) % reach);
      if (back === slot || this.#score.cells[person * slots + back] !== theirs || this.#score.cells[other * slots + back] !== mine) continue;
      if (!this.#may(person, back, mine) || !this.#may(other, back, theirs)) continue;
      return this.#exchange(person, other, slot) + this.#put(person, back, mine) + this.#last(other, back, theirs);
    }
    return null;
  }

  /** Ejection: a person takes over another's activity, who takes over a third's, who gets what the first did. */
  #rotate(person: number, slot: number): number | null {
    const peers = this.#options.peers[person] as Int32Array;
    if (peers.length < 2) return null;
    const { slots } = this.#options;
    const second = peers[Math.floor(this.#random() * peers.length)] as number;
    const third = peers[Math.floor(this.#random() * peers.length)] as number;
    if (second === third) return null;
    const [a, b, c] = [person, second, third].map((p) => this.#score.cells[p * slots + slot] as number) as [number, number, number];
    if (a === b || b === c || !this.#may(person, slot, b) || !this.#may(second, slot, c) || !this.#may(third, slot, a)) return null;
    return this.#put(person, slot, b) + this.#put(second, slot, c) + this.#last(third, slot, a);
  }
}

/** How many kinds of moves there are. */
export const MOVE_KINDS = 8;
