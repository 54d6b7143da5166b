import type { Range } from '../forms.ts';
import { Effort } from './effort.ts';
import type { Bars } from './master.ts';
import type { Shop } from './shop.ts';

/** Days that parts leave open, in turns: of a few days many people fit into a part, and the last points are gained by many people together. */
const DAYS = [10, 14, 21, 25, Infinity];
/** More days than these are left open only once nothing is to be gained by everybody on fewer. */
const LONG = 21;
/** People in a part of a few days or of all: grows while parts are solved to the end without gain, shrinks when they are not. */
const SIZE = { few: { start: 12, grow: 2 }, all: { start: 6, grow: 0.4 }, least: 3, shrink: 0.6 };
/** A part of a few days that is proved hopeless lets the next one grow by this share at least: everybody on those days is what gains most. */
const GROWTH = 0.15;

/** Parts that leave so many days open. */
export class Span {
  readonly isWhole: boolean;
  /** Whether it waits until nothing is to be gained on fewer days. */
  readonly isLong: boolean;
  /** Slots that a part leaves open. */
  readonly length: number;
  readonly effort = new Effort();
  readonly #shop: Shop;
  /** Where such days may begin. */
  readonly #starts: readonly number[];
  readonly #everybody: number;
  #size: number;
  /** Starts from which nothing is to be gained by everybody, as long as the cost to be beaten stays the same. */
  readonly #idle = new Set<number>();
  #total = Infinity;

  constructor(shop: Shop, days: number, isLong = false) {
    const { slots, history, perDay } = shop.lowered.frame;
    this.#shop = shop;
    this.isWhole = days === Infinity;
    this.isLong = isLong;
    this.length = Math.min(slots - history, days * perDay);
    this.#starts = Array.from({ length: Math.floor((slots - history - this.length) / perDay) + 1 }, (_, k) => history + k * perDay);
    this.#everybody = shop.pricing.length - shop.support.people.length;
    this.#size = (this.isWhole ? SIZE.all : SIZE.few).start;
  }

  /** People in the next part. */
  get size(): number {
    return Math.min(this.#everybody, Math.round(this.#size));
  }

  /** Whether nothing is to be gained by everybody, wherever the days begin, until the cost to be beaten is another one. */
  get rests(): boolean {
    if (this.#shop.total !== this.#total) this.#idle.clear();
    this.#total = this.#shop.total;
    return this.#idle.size === this.#starts.length;
  }

  /** The slots of the next part, unless it rests: by chance, of many days the first and the last ones more often, for few others hold their days. */
  draw(): Range {
    const { dice, lowered: { frame: { perDay } } } = this.#shop;
    const days = Math.floor(this.length / perDay);
    const beyond = days >> 2;
    const at = this.#starts[Math.max(0, Math.min(this.#starts.length - 1, dice.below(this.#starts.length + 2 * beyond) - beyond))] as number;
    const [from = at] = this.#starts.filter((start) => !this.#idle.has(start)).sort((a, b) => Math.abs(a - at) - Math.abs(b - at));
    return { from, to: from + this.length };
  }

  /** Nothing is to be gained from a start. */
  passOver(from: number): void {
    if (!this.isWhole && this.size >= this.#everybody) this.#idle.add(from);
    if (this.isWhole) this.grow();
    else this.#resize(Math.max(SIZE.few.grow, this.#size * GROWTH));
  }

  /** A part was solved to the end. */
  grow(): void {
    this.#resize((this.isWhole ? SIZE.all : SIZE.few).grow);
  }

  /** A part was too much to be solved to the end. */
  shrink(): void {
    this.#resize(-SIZE.shrink);
  }

  #resize(by: number): void {
    this.#size = Math.max(SIZE.least, Math.min(this.#everybody, this.#size + by));
  }
}

/** A part to come: of which days, and the slots that it leaves open. */
export interface Opening {
  readonly span: Span;
  readonly slots: Range;
}

/** Which parts come next: those on which least work was done since they gained something. */
export class Spans {
  readonly #spans: readonly Span[];

  constructor(shop: Shop, lengths: readonly number[] = DAYS, long = LONG) {
    const { slots, history, perDay } = shop.lowered.frame;
    this.#spans = lengths.filter((days) => days === Infinity || days * perDay < slots - history).map((days) => new Span(shop, days, days > long && days < Infinity));
  }

  next(): Opening {
    const open = this.#spans.filter((span, k) => !span.rests && (!span.isLong || this.#spans[k - 1]?.rests === true));
    const span = open.reduce((least, other) => (other.effort.spent < least.effort.spent ? other : least));
    return { span, slots: span.draw() };
  }
}

/** Everything but some slots is closed to people: there they keep the rows of the best schedule, unless those break hard rules. */
export function closedBut(shop: Shop, people: readonly number[], open: Range): Bars {
  const { cells, lowered: { frame: { slots, activities, history } } } = shop;
  return new Map(people.filter((person) => shop.rowOf(person) !== null).map((person) => {
    const bar = new Uint8Array(slots * activities);
    for (let slot = history; slot < slots; slot++) {
      if (slot >= open.from && slot < open.to) continue;
      bar.fill(1, slot * activities, (slot + 1) * activities);
      bar[slot * activities + (cells[person * slots + slot] as number)] = 0;
    }
    return [person, bar];
  }));
}
