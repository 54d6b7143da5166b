import { violationsOf } from '../explain/violations.ts';
import type { Dice } from '../random.ts';
import type { Score } from '../score.ts';
import type { Options } from './options.ts';

/** Where a penalty sits: a slot, and the person it concerns if it concerns one. */
interface Place {
  readonly person: number;
  readonly slot: number;
}

const NOBODY = -1;
/** Days that the people of a neighbourhood are freed for: everybody for a few, fewer people for longer. */
const SPANS = [0, 7, 14, 28] as const;
/** Kinds of neighbourhoods: one for each span; with span 0 everybody is freed for as many days as fit. */
export const NEIGHBOURHOODS = SPANS.length;

/**
 * Parts of a schedule worth solving afresh. They lie where the penalties are, and whoever only supports others is free
 * throughout, so that a change of staffing need not wait for its supervisors.
 */
export class Neighbourhoods {
  readonly #score: Score;
  readonly #options: Options;
  readonly #dice: Dice;
  /** Choices (columns of the exact model) of each cell, 0 where there is nothing to choose. */
  readonly #choices: Uint8Array;
  #places: Place[] = [];

  constructor(score: Score, options: Options, dice: Dice) {
    this.#score = score;
    this.#options = options;
    this.#dice = dice;
    const { kind, start } = options;
    this.#choices = Uint8Array.from(score.cells, (_, at) => {
      const k = kind[at] as number;
      const n = (start[k + 1] as number) - (start[k] as number);
      return n > 1 ? n : 0;
    });
  }

  /** Looks up afresh where the penalties are. */
  locate(): void {
    const { lowered, cells } = this.#score;
    const { history, personIndex } = lowered.frame;
    this.#places = violationsOf(lowered, cells).flatMap((violation) => {
      if (violation.hard <= 0 && violation.soft <= 0) return [];
      const from = Math.max(0, violation.fromSlot);
      const slot = history + from + this.#dice.below(Math.max(1, violation.toSlot - from));
      return [{ person: personIndex.get(violation.people[0] ?? '') ?? NOBODY, slot }];
    });
  }

  /** Cells (1 = free) of a neighbourhood of this kind with about `size` choices. */
  free(kind: number, size: number): Uint8Array {
    const centre = this.#centre();
    const span = SPANS[kind] ?? 0;
    return span === 0 ? this.#days(centre, size) : this.#people(centre, span, size);
  }

  #centre(): Place {
    const { history, slots } = this.#options;
    const found = this.#places[this.#dice.below(this.#places.length)];
    return found !== undefined && this.#dice.below(10) < 7 ? found : { person: NOBODY, slot: history + this.#dice.below(slots - history) };
  }

  #open(mask: Uint8Array, person: number, from: number, to: number): number {
    const { slots } = this.#options;
    let opened = 0;
    for (let at = person * slots + from; at < person * slots + to; at++) {
      const choices = this.#choices[at] as number;
      if (choices === 0 || mask[at] === 1) continue;
      mask[at] = 1;
      opened += choices;
    }
    return opened;
  }

  /** Everybody, for as many whole days around the centre as fit. */
  #days({ slot }: Place, size: number): Uint8Array {
    const { history, slots, perDay, leading } = this.#options;
    const mask = new Uint8Array(this.#choices.length);
    const day = history + Math.floor((slot - history) / perDay) * perDay;
    let from = day;
    let to = day;
    for (let opened = 0; opened < size && to - from < slots - history; ) {
      const later = to < slots && (from === history || this.#dice.below(2) === 0);
      const start = later ? to : from - perDay;
      leading.forEach((_, person) => (opened += this.#open(mask, person, start, start + perDay)));
      if (later) to += perDay;
      else from -= perDay;
    }
    return mask;
  }

  /** The centre's person and others around her for `span` days, and all supporters in the middle of that time. */
  #people(centre: Place, span: number, size: number): Uint8Array {
    const { history, slots, perDay, leading, peers } = this.#options;
    const mask = new Uint8Array(this.#choices.length);
    const width = Math.min(slots - history, span * perDay);
    const from = Math.max(history, Math.min(slots - width, centre.slot - this.#dice.below(width)));
    let opened = 0;
    leading.forEach((leads, person) => {
      if (leads === 0) this.#open(mask, person, from, from + width);
    });
    const first = centre.person === NOBODY ? this.#dice.below(leading.length) : centre.person;
    const beside = peers[first] as Int32Array;
    let person = first;
    for (let attempt = 0; attempt < leading.length && opened < size; attempt++) {
      opened += this.#open(mask, person, from, from + width);
      person = beside.length === 0 ? this.#dice.below(leading.length) : (beside[this.#dice.below(beside.length)] as number);
    }
    return mask;
  }
}
