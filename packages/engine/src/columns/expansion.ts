import { HARD } from '../frame.ts';
import type { Layer, Layers } from './layers.ts';
import type { Total } from './rules.ts';
import { costOfTotal } from './rules.ts';

/** Least and most that can still be added to a total from each class on. */
interface Rest {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

function restOf({ layers, moves, endCost }: Layers, k: number): Rest[] {
  let next: Rest = { least: new Float64Array(endCost.length), most: new Float64Array(endCost.length) };
  const rests = [next];
  for (const { classes, groups, to, move } of layers.toReversed()) {
    const rest: Rest = { least: new Float64Array(classes).fill(Infinity), most: new Float64Array(classes).fill(-Infinity) };
    to.forEach((target, at) => {
      if (target < 0) return;
      const from = Math.floor(at / groups.length);
      const add = moves[move[at] as number]?.[k] as number;
      rest.least[from] = Math.min(rest.least[from] as number, add + (next.least[target] as number));
      rest.most[from] = Math.max(rest.most[from] as number, add + (next.most[target] as number));
    });
    rests.push(rest);
    next = rest;
  }
  return rests.toReversed();
}

/** Values that differ by less than a part of this are the same: sums of thirds come out a little differently in each order. */
const GRAIN = 1e9;
/** Rounding error forgiven before a limit counts as broken for good; what is not is costed at the end. */
const HAIR = 1e-6;

/** Arcs, and nodes of a slot, there is room for at first. */
const ROOM = 1024;

const roomForInts = (list: Int32Array, size: number): Int32Array => {
  if (size <= list.length) return list;
  const larger = new Int32Array(Math.max(size, 2 * list.length));
  larger.set(list);
  return larger;
};
const roomForNumbers = (list: Float64Array, size: number): Float64Array => {
  if (size <= list.length) return list;
  const larger = new Float64Array(Math.max(size, 2 * list.length));
  larger.set(list);
  return larger;
};

/**
 * Goes through the layers slot by slot and multiplies the counted totals in. What is long is in typed arrays: plain ones of whole
 * and broken numbers in turn make the runtime compile the same code again and again.
 */
export class Expansion {
  readonly #layers: Layers;
  readonly #totals: readonly Total[];
  /** Limits of the totals, where they end, and whether it is a hard rule to keep them. */
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #ends: Int32Array;
  readonly #isCapped: Uint8Array;
  readonly #isNeeded: Uint8Array;
  readonly #first: number;
  readonly #rests: readonly Rest[][];
  /** Values of one total that can be told apart. */
  readonly #codeBase: number;
  readonly #most: number;
  readonly #codes: readonly Map<number, number>[];
  /** Where the arcs of each node begin that has been gone through. */
  readonly start: number[] = [0];
  to: Int32Array = new Int32Array(ROOM);
  cell: Int32Array = new Int32Array(ROOM);
  cost: Float64Array = new Float64Array(ROOM);
  wish: Int32Array = new Int32Array(ROOM);
  arcs = 0;
  nodes = 1;
  /** Class and values of the nodes of the current slot, and of the next one. */
  #open = 1;
  #classes: Int32Array;
  #values: Float64Array;
  #nextClasses: Int32Array = new Int32Array(ROOM);
  #nextValues: Float64Array = new Float64Array(ROOM);
  /** The totals after a move. */
  readonly #after: Float64Array;

  constructor(layers: Layers, totals: readonly Total[], first: number, values: readonly number[], most: number) {
    this.#layers = layers;
    this.#totals = totals;
    this.#min = Float64Array.from(totals, ({ min }) => min);
    this.#max = Float64Array.from(totals, ({ max }) => max);
    this.#ends = Int32Array.from(totals, ({ to }) => to);
    this.#isCapped = Uint8Array.from(totals, ({ over }) => (over >= HARD ? 1 : 0));
    this.#isNeeded = Uint8Array.from(totals, ({ under }) => (under >= HARD ? 1 : 0));
    this.#first = first;
    this.#most = most;
    this.#rests = totals.map((_, k) => restOf(layers, k));
    this.#codeBase = 2 ** Math.min(11, Math.floor(36 / Math.max(1, totals.length)));
    this.#codes = totals.map(() => new Map());
    this.#classes = Int32Array.of(layers.start);
    this.#values = Float64Array.from(values);
    this.#after = new Float64Array(totals.length);
  }

  /** The classes of the nodes reached after the last slot. */
  get ends(): Int32Array {
    return this.#classes.subarray(0, this.#open);
  }

  /** A number for a value, told apart from the others of this slot. Most values are whole, and found faster as such. */
  #codeOf(k: number, value: number): number {
    const codes = this.#codes[k] as Map<number, number>;
    const whole = Math.round(value);
    const grains = Math.round((value - whole) * GRAIN);
    const key = grains === 0 ? whole : whole + grains / GRAIN;
    const known = codes.get(key);
    if (known !== undefined) return known;
    codes.set(key, codes.size);
    return codes.size - 1;
  }

  /** Room for the steps of one more node, where so many nodes of the next slot have been reached. */
  #makeRoom(steps: number, reached: number): void {
    const arcs = this.arcs + steps;
    this.to = roomForInts(this.to, arcs);
    this.cell = roomForInts(this.cell, arcs);
    this.cost = roomForNumbers(this.cost, arcs);
    this.wish = roomForInts(this.wish, arcs);
    this.#nextClasses = roomForInts(this.#nextClasses, reached + steps);
    this.#nextValues = roomForNumbers(this.#nextValues, (reached + steps) * this.#totals.length);
  }

  /** Goes through one slot; false if the graph grows too large. */
  advance(depth: number, firstGroup: number): boolean {
    for (const codes of this.#codes) codes.clear();
    const layer = this.#layers.layers[depth] as Layer;
    const width = layer.groups.length;
    const known = new Map<number, number>();
    let reached = 0;
    for (let node = 0; node < this.#open; node++) {
      this.#makeRoom(width, reached);
      const from = (this.#classes[node] as number) * width;
      for (let group = 0; group < width; group++) {
        const target = layer.to[from + group] as number;
        if (target < 0) continue;
        const due = this.#add(node, layer.move[from + group] as number, depth, target);
        if (Number.isNaN(due)) continue;
        const key = this.#keyOf(target);
        let next = known.get(key);
        if (next === undefined) {
          next = reached++;
          known.set(key, next);
          this.#nextClasses[next] = target;
          this.#nextValues.set(this.#after, next * this.#after.length);
        }
        this.to[this.arcs] = this.nodes + next;
        this.cell[this.arcs] = firstGroup + group;
        this.cost[this.arcs] = (layer.cost[from + group] as number) + due;
        this.wish[this.arcs] = layer.wish[from + group] as number;
        this.arcs++;
      }
      this.start.push(this.arcs);
      if (this.arcs > this.#most || this.#codes.some((codes) => codes.size > this.#codeBase)) return false;
    }
    [this.#classes, this.#nextClasses] = [this.#nextClasses, this.#classes];
    [this.#values, this.#nextValues] = [this.#nextValues, this.#values];
    this.#open = reached;
    this.nodes += reached;
    return true;
  }

  /** A number for a class with the totals after the move. */
  #keyOf(target: number): number {
    let key = target;
    for (let k = 0; k < this.#after.length; k++) key = key * this.#codeBase + this.#codeOf(k, this.#after[k] as number);
    return key;
  }

  /** Works out the totals after a move from a node and returns what falls due by it; NaN if the move leads nowhere. */
  #add(node: number, move: number, depth: number, target: number): number {
    const adds = this.#layers.moves[move] as Float64Array;
    const slot = this.#first + depth;
    let due = 0;
    for (let k = 0; k < adds.length; k++) {
      const value = (this.#values[node * adds.length + k] as number) + (adds[k] as number);
      const last = (this.#ends[k] as number) - 1;
      if (slot >= last) {
        if (slot === last) due += costOfTotal(this.#totals[k] as Total, value);
        this.#after[k] = 0;
        if (due >= HARD) return Number.NaN;
        continue;
      }
      const rest = this.#rests[k]?.[depth + 1] as Rest;
      const kept = this.#canonical(k, value, rest.least[target] as number, rest.most[target] as number);
      if (Number.isNaN(kept)) return Number.NaN;
      this.#after[k] = kept;
    }
    return due;
  }

  /** What a total in this state comes to in the end, as far as it matters: NaN if it can only break a hard limit. */
  #canonical(k: number, value: number, least: number, most: number): number {
    const min = this.#min[k] as number;
    const max = this.#max[k] as number;
    if (this.#isCapped[k] === 1 && value + least > max + HAIR) return Number.NaN;
    if (this.#isNeeded[k] === 1 && value + most < min - HAIR) return Number.NaN;
    const low = min - least;
    const high = max - most;
    if (value >= low && value <= high) return high < Infinity ? high : low > -Infinity ? low : 0;
    return value;
  }
}
