import type { Highs } from 'highs';
import { solveLinear } from '../exact.ts';
import { linearModel } from '../linear.ts';
import { randomOf } from '../random.ts';
import type { Random } from '../random.ts';
import type { Score } from '../score.ts';
import { violationsOf } from '../explain/violations.ts';
import type { Options } from './options.ts';

/** Limits of one sub-problem: nodes make it reproducible, seconds keep it answering. */
export interface PolishLimits {
  readonly nodes: number;
  readonly seconds: number;
  readonly shouldStop?: () => boolean;
}

const HARD_POINTS = 20_000;
/** Columns a sub-problem should have at most. */
const SIZE = 900;

/**
 * Large-neighbourhood search: frees a part of the schedule, solves it exactly with everything else fixed, and keeps
 * what is no worse. Parts are stretches of days for everybody or some people for many days, drawn near violations.
 */
export class Polish {
  readonly #highs: Highs;
  readonly #score: Score;
  readonly #options: Options;
  readonly #random: Random;
  #places: { person: number | null; slot: number }[] = [];
  #age = 0;

  constructor(highs: Highs, score: Score, options: Options, seed: number) {
    this.#highs = highs;
    this.#score = score;
    this.#options = options;
    this.#random = randomOf(seed + 7919);
  }

  /** One round; true if the schedule got better. */
  step(limits: PolishLimits): boolean {
    if (this.#places.length === 0 || this.#age++ % 10 === 0) this.#findPlaces();
    const free = this.#random() < 0.5 ? this.#freeDays() : this.#freePeople();
    const { lowered, cells, total } = this.#score;
    const before = cells.slice();
    const model = linearModel(lowered, { cells: before, free, hard: HARD_POINTS });
    const result = solveLinear(this.#highs, model, { ...limits, start: model.encode(before), seed: this.#age });
    if (result.values === null) return false;
    this.#score.load(model.decode(result.values));
    if (this.#score.total > total) this.#score.load(before);
    return this.#score.total < total;
  }

  #findPlaces(): void {
    const { lowered, cells } = this.#score;
    const { history, personIndex } = lowered.frame;
    this.#places = violationsOf(lowered, cells).flatMap((violation) => {
      if (violation.hard <= 0 && violation.soft <= 0) return [];
      const from = Math.max(0, violation.fromSlot);
      const slot = history + from + Math.floor(this.#random() * Math.max(1, violation.toSlot - from));
      return [{ person: personIndex.get(violation.people[0] ?? '') ?? null, slot }];
    });
  }

  #centre(): { person: number | null; slot: number } {
    const { history, slots } = this.#options;
    const found = this.#places[Math.floor(this.#random() * this.#places.length)];
    return found !== undefined && this.#random() < 0.7 ? found : { person: null, slot: history + Math.floor(this.#random() * (slots - history)) };
  }

  /** How many cells make a sub-problem of the right size. */
  #budget(): number {
    const cells = this.#options.free.length === 0 ? 1 : new Set(this.#options.free).size;
    return Math.max(10, Math.floor((SIZE * cells) / Math.max(1, this.#choices())));
  }

  #choices(): number {
    const { free, kind, start } = this.#options;
    return [...new Set(free)].reduce((sum, at) => sum + (start[(kind[at] as number) + 1] as number) - (start[kind[at] as number] as number), 0);
  }

  #mask(holds: (person: number, slot: number) => boolean): Uint8Array {
    const { slots } = this.#options;
    const mask = new Uint8Array(this.#score.cells.length);
    for (const at of this.#options.free) {
      const person = Math.floor(at / slots);
      if (holds(person, at - person * slots)) mask[at] = 1;
    }
    return mask;
  }

  #freeDays(): Uint8Array {
    const { people } = this.#score.lowered.frame;
    const { perDay, slots, history } = this.#options;
    const days = Math.max(2, Math.min(10, Math.floor(this.#budget() / (people * perDay))));
    const { slot } = this.#centre();
    const width = days * perDay;
    const from = Math.max(history, Math.min(slots - width, slot - Math.floor(this.#random() * width)));
    return this.#mask((_, s) => s >= from && s < from + width);
  }

  #freePeople(): Uint8Array {
    const { people } = this.#score.lowered.frame;
    const { perDay, slots, history } = this.#options;
    const centre = this.#centre();
    const width = Math.min(slots - history, 28 * perDay);
    const from = Math.max(history, Math.min(slots - width, centre.slot - (width >> 1)));
    const size = Math.max(2, Math.min(people, Math.floor(this.#budget() / width)));
    const chosen = new Set<number>(centre.person === null ? [] : [centre.person]);
    const first = centre.person ?? Math.floor(this.#random() * people);
    chosen.add(first);
    const peers = this.#options.peers[first] ?? new Int32Array(0);
    for (let attempt = 0; attempt < 4 * size && chosen.size < size && peers.length > 0; attempt++) {
      chosen.add(peers[Math.floor(this.#random() * peers.length)] as number);
    }
    return this.#mask((person, s) => chosen.has(person) && s >= from && s < from + width);
  }
}
