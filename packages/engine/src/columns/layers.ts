import { HARD } from '../frame.ts';
import type { Move } from './automaton.ts';
import { added } from './automaton.ts';
import type { Total } from './rules.ts';
import type { Stage, Walk } from './walk.ts';

/**
 * One slot of the walk with states merged that have the same future, and activities merged that do the same. Steps are
 * listed as class x groups.
 */
export interface Layer {
  readonly classes: number;
  readonly groups: readonly (readonly number[])[];
  /** The class in the next slot, -1 where there is no way on. */
  readonly to: Int32Array;
  readonly cost: Float64Array;
  /** Which wishes come true. */
  readonly wish: Int32Array;
  /** Which of the sums this adds. */
  readonly move: Int32Array;
}

/** A walk reduced to what matters when only some of the totals are counted. */
export interface Layers {
  readonly layers: readonly Layer[];
  /** What each kind of step adds to the counted totals. */
  readonly moves: readonly (readonly number[])[];
  readonly endCost: Float64Array;
  /** Class of the first state, -1 if there is no row without hard violations. */
  readonly start: number;
}

class Numbering<Key extends string | number, T> {
  readonly items: T[] = [];
  readonly #numbers = new Map<Key, number>();

  numberOf(key: Key, item: () => T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    return this.items.push(item()) - 1;
  }
}

/** What a step does besides leading somewhere. */
interface Deed {
  readonly cost: number;
  readonly wish: number;
  readonly move: number;
}

/** Numbers small enough to be part of a text of 16-bit characters, one after the other. */
const textOf = (number: number): string => String.fromCharCode(number & 0xff_ff, number >> 16);
const CLOSED = textOf(-1);

/** States of one slot that are told apart: for each open activity the class it leads to (-1 for none) and what it does. */
interface Merged {
  readonly to: Int32Array;
  readonly deeds: Int32Array;
  readonly texts: readonly string[];
}

class Merging {
  readonly moves = new Numbering<string, readonly number[]>();
  readonly #deeds = new Numbering<string, Deed>();
  readonly #walk: Walk;
  readonly #counted: readonly Total[];

  constructor(walk: Walk, counted: readonly number[]) {
    this.#walk = walk;
    this.#counted = counted.map((k) => walk.totals[k] as Total);
  }

  #deedOf(slot: number, activity: number, step: Move): number {
    const sums = this.#counted.map((total) => added(total, slot, activity, step));
    const move = this.moves.numberOf(sums.join(), () => sums);
    const wish = this.#walk.wishes[step.wish] as number;
    return this.#deeds.numberOf(`${step.cost},${wish},${move}`, () => ({ cost: step.cost, wish, move }));
  }

  /** A layer, and the class of each of its states: -1 where no way leads on. */
  layer({ states, open, moves, leads }: Stage, slot: number, classOf: Int32Array): { layer: Layer; classes: Int32Array } {
    const width = open.length;
    const known = new Map<number, number>();
    const merged = new Numbering<string, Merged>();
    const classes = Int32Array.from({ length: states }, (_, state) => {
      const to = new Int32Array(width).fill(-1);
      const deeds = new Int32Array(width);
      const texts = open.map((activity, k) => {
        const step = moves[state * width + k];
        const target = step ? (classOf[leads[state * width + k] as number] as number) : -1;
        if (!step || target < 0) return CLOSED;
        const key = step.kind * width + k;
        const deed = known.get(key) ?? this.#deedOf(slot, activity, step);
        known.set(key, deed);
        to[k] = target;
        deeds[k] = deed;
        return textOf(target) + textOf(deed);
      });
      return to.every((target) => target < 0) ? -1 : merged.numberOf(texts.join(''), () => ({ to, deeds, texts }));
    });
    return { layer: this.#laid(open, merged.items), classes };
  }

  #laid(open: readonly number[], merged: readonly Merged[]): Layer {
    const groups = new Map<string, number[]>();
    for (const k of open.keys()) {
      if (merged.every(({ to }) => (to[k] as number) < 0)) continue;
      const text = merged.map(({ texts }) => texts[k]).join('');
      groups.set(text, [...(groups.get(text) ?? []), k]);
    }
    const firsts = [...groups.values()].map(([first = 0]) => first);
    const pick = (read: (deed: Deed) => number): number[] =>
      merged.flatMap(({ to, deeds }) => firsts.map((k) => ((to[k] as number) < 0 ? 0 : read(this.#deeds.items[deeds[k] as number] as Deed))));
    return {
      classes: merged.length, groups: [...groups.values()].map((group) => group.map((k) => open[k] as number)),
      to: Int32Array.from(merged.flatMap(({ to }) => firsts.map((k) => to[k] as number))),
      cost: Float64Array.from(pick(({ cost }) => cost)), wish: Int32Array.from(pick(({ wish }) => wish)), move: Int32Array.from(pick(({ move }) => move)),
    };
  }
}

/** Merges the states of a walk from the end backwards, counting the given totals only. */
export function layersOf(walk: Walk, counted: readonly number[]): Layers {
  const merging = new Merging(walk, counted);
  const ends = new Numbering<number, number>();
  let classOf: Int32Array = Int32Array.from(walk.ends, (cost) => (Math.round(cost / HARD) > 0 ? -1 : ends.numberOf(cost, () => cost)));
  const layers: Layer[] = [];
  for (let depth = walk.stages.length - 1; depth >= 0; depth--) {
    const { layer, classes } = merging.layer(walk.stages[depth] as Stage, walk.first + depth, classOf);
    layers.push(layer);
    classOf = classes;
  }
  return { layers: layers.toReversed(), moves: merging.moves.items, endCost: Float64Array.from(ends.items), start: classOf[0] as number };
}
