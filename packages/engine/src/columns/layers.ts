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
  readonly moves: readonly Float64Array[];
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

/** Numbers sequences of the same length, each of numbers below `base`, by following them from their beginning. */
class Sequences {
  readonly #base: number;
  readonly #next = new Map<number, number>();

  constructor(base: number) {
    this.#base = base;
  }

  /** The sequence `before` with one more number; 0 is the empty one. */
  follow(before: number, number: number): number {
    const key = before * this.#base + number;
    const known = this.#next.get(key);
    if (known !== undefined) return known;
    this.#next.set(key, this.#next.size + 1);
    return this.#next.size;
  }
}

/** A step to a class of the next slot. */
interface Way {
  readonly to: number;
  readonly deed: number;
}

/** Stands for no step. */
const NO_WAY = -1;

class Merging {
  readonly moves = new Numbering<string, Float64Array>();
  readonly #deeds = new Numbering<string, Deed>();
  readonly #walk: Walk;
  readonly #counted: readonly Total[];

  constructor(walk: Walk, counted: readonly number[]) {
    this.#walk = walk;
    this.#counted = counted.map((k) => walk.totals[k] as Total);
  }

  #deedOf(slot: number, activity: number, step: Move): number {
    const sums = Float64Array.from(this.#counted, (total) => added(total, slot, activity, step));
    const move = this.moves.numberOf(sums.join(), () => sums);
    const wish = this.#walk.wishes[step.wish] as number;
    return this.#deeds.numberOf(`${step.cost},${wish},${move}`, () => ({ cost: step.cost, wish, move }));
  }

  /** A layer, and the class of each of its states: -1 where no way leads on. */
  layer({ states, open, moves, leads }: Stage, slot: number, classOf: Int32Array): { layer: Layer; classes: Int32Array } {
    const width = open.length;
    const known = new Map<number, number>();
    const ways = new Numbering<number, Way>();
    const wayOf = (step: Move, at: number): number => {
      const to = classOf[leads[at] as number] as number;
      if (to < 0) return NO_WAY;
      const key = step.kind * width + (at % width);
      const deed = known.get(key) ?? this.#deedOf(slot, open[at % width] as number, step);
      known.set(key, deed);
      return ways.numberOf(deed * classOf.length + to, () => ({ to, deed }));
    };
    const sequences = new Sequences(states * width + 1);
    const merged = new Numbering<number, Int32Array>();
    const classes = Int32Array.from({ length: states }, (_, state) => {
      const taken = new Int32Array(width);
      let sequence = 0;
      let isOpen = false;
      for (let k = 0; k < width; k++) {
        const step = moves[state * width + k];
        const way = step ? wayOf(step, state * width + k) : NO_WAY;
        taken[k] = way;
        isOpen ||= way !== NO_WAY;
        sequence = sequences.follow(sequence, way + 1);
      }
      return isOpen ? merged.numberOf(sequence, () => taken) : -1;
    });
    return { layer: this.#laid(open, merged.items, ways.items), classes };
  }

  /** Activities that do the same in every class make one group; those that nobody can do make none. */
  #laid(open: readonly number[], merged: readonly Int32Array[], ways: readonly Way[]): Layer {
    const sequences = new Sequences(ways.length + 1);
    const groups = new Map<number, number[]>();
    for (const k of open.keys()) {
      if (merged.every((taken) => taken[k] === NO_WAY)) continue;
      const sequence = merged.reduce((before, taken) => sequences.follow(before, (taken[k] as number) + 1), 0);
      const group = groups.get(sequence);
      if (group) group.push(k);
      else groups.set(sequence, [k]);
    }
    const firsts = [...groups.values()].map(([first = 0]) => first);
    const size = merged.length * firsts.length;
    const layer: Layer = {
      classes: merged.length, groups: [...groups.values()].map((group) => group.map((k) => open[k] as number)),
      to: new Int32Array(size).fill(-1), cost: new Float64Array(size), wish: new Int32Array(size), move: new Int32Array(size),
    };
    let at = 0;
    for (const taken of merged) {
      for (const k of firsts) {
        if (taken[k] !== NO_WAY) {
          const { to, deed } = ways[taken[k] as number] as Way;
          const { cost, wish, move } = this.#deeds.items[deed] as Deed;
          layer.to[at] = to;
          layer.cost[at] = cost;
          layer.wish[at] = wish;
          layer.move[at] = move;
        }
        at++;
      }
    }
    return layer;
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
