import { HARD } from '../frame.ts';
import type { Layer, Layers } from './layers.ts';
import { layersOf } from './layers.ts';
import type { Total } from './rules.ts';
import { costOfTotal } from './rules.ts';
import type { Walk } from './walk.ts';

/** Arcs of one graph; rows that need more are too loosely bound to be priced exactly. */
const MOST_ARCS = 4_000_000;

/**
 * All rows that the rules of a person allow, as paths through slots. Nodes are numbered in order of slot, so that one pass
 * backwards finds the cheapest completion of each. Totals that are not counted are left to whoever reads the paths.
 */
export interface Graph {
  readonly nodes: number;
  /** Arcs of a node: positions [start, start of next). */
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Place of an arc's group among the groups of all slots. */
  readonly cell: Int32Array;
  readonly cost: Float64Array;
  /** Which wishes of the machine an arc makes true. */
  readonly wish: Int32Array;
  /** What each of the last nodes costs by itself; they are numbered from `firstEnd`. */
  readonly endCost: Float64Array;
  readonly firstEnd: number;
  /** Activities of each group, slot by slot. */
  readonly groups: readonly (readonly number[])[];
  /** Where the groups of a planned slot begin. */
  readonly firstGroup: Int32Array;
  readonly counted: readonly number[];
}

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

/** What a total in this state comes to in the end, as far as it matters: NaN if it can only break a hard limit. */
function canonical(total: Total, value: number, least: number, most: number): number {
  if (total.over >= HARD && value + least > total.max + HAIR) return Number.NaN;
  if (total.under >= HARD && value + most < total.min - HAIR) return Number.NaN;
  const low = total.min - least;
  const high = total.max - most;
  if (value >= low && value <= high) return high < Infinity ? high : low > -Infinity ? low : 0;
  return value;
}

class Expansion {
  readonly #layers: Layers;
  readonly #totals: readonly Total[];
  readonly #first: number;
  readonly #rests: readonly Rest[][];
  readonly #bits: number;
  readonly #most: number;
  readonly #codes: readonly Map<number, number>[];
  readonly start: number[] = [0];
  readonly to: number[] = [];
  readonly cell: number[] = [];
  readonly cost: number[] = [];
  readonly wish: number[] = [];
  /** Class and values of the nodes of the current slot. */
  #classes: number[];
  #values: number[];
  nodes = 1;

  constructor(layers: Layers, totals: readonly Total[], first: number, values: readonly number[], most: number) {
    this.#layers = layers;
    this.#totals = totals;
    this.#first = first;
    this.#most = most;
    this.#rests = totals.map((_, k) => restOf(layers, k));
    this.#bits = Math.min(11, Math.floor(36 / Math.max(1, totals.length)));
    this.#codes = totals.map(() => new Map());
    this.#classes = [layers.start];
    this.#values = [...values];
  }

  /** The classes of the nodes reached after the last slot. */
  get ends(): readonly number[] {
    return this.#classes;
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

  /** Goes through one slot; false if the graph grows too large. */
  advance(depth: number, firstGroup: number): boolean {
    for (const codes of this.#codes) codes.clear();
    const layer = this.#layers.layers[depth] as Layer;
    const width = layer.groups.length;
    const known = new Map<number, number>();
    const classes: number[] = [];
    const values: number[] = [];
    const count = this.#totals.length;
    const after = Array.from<number>({ length: count });
    const firstNext = this.nodes;
    for (let node = 0; node < this.#classes.length; node++) {
      const from = (this.#classes[node] as number) * width;
      for (let group = 0; group < width; group++) {
        const target = layer.to[from + group] as number;
        if (target < 0) continue;
        const due = this.#add(node * count, layer.move[from + group] as number, depth, target, after);
        if (Number.isNaN(due)) continue;
        let key = target;
        for (let k = 0; k < count; k++) key = key * 2 ** this.#bits + this.#codeOf(k, after[k] as number);
        let next = known.get(key);
        if (next === undefined) {
          next = classes.length;
          known.set(key, next);
          classes.push(target);
          for (let k = 0; k < count; k++) values.push(after[k] as number);
        }
        this.to.push(firstNext + next);
        this.cell.push(firstGroup + group);
        this.cost.push((layer.cost[from + group] as number) + due);
        this.wish.push(layer.wish[from + group] as number);
      }
      this.start.push(this.to.length);
      if (this.to.length > this.#most || this.#codes.some((codes) => codes.size > 2 ** this.#bits)) return false;
    }
    this.#classes = classes;
    this.#values = values;
    this.nodes += classes.length;
    return true;
  }

  /** Writes the totals after a move into `after` and returns what falls due by it; NaN if the move leads nowhere. */
  #add(at: number, move: number, depth: number, target: number, after: number[]): number {
    const adds = this.#layers.moves[move] as readonly number[];
    const slot = this.#first + depth;
    let due = 0;
    for (let k = 0; k < adds.length; k++) {
      const total = this.#totals[k] as Total;
      const value = (this.#values[at + k] as number) + (adds[k] as number);
      if (slot >= total.to - 1) {
        if (slot === total.to - 1) due += costOfTotal(total, value);
        after[k] = 0;
        if (due >= HARD) return Number.NaN;
        continue;
      }
      const rest = this.#rests[k]?.[depth + 1] as Rest;
      after[k] = canonical(total, value, rest.least[target] as number, rest.most[target] as number);
      if (Number.isNaN(after[k])) return Number.NaN;
    }
    return due;
  }
}

/** The graph of nobody's row: its only node leads nowhere. */
const withoutRows = (counted: readonly number[]): Graph => ({
  nodes: 1, firstEnd: 1, counted, start: new Int32Array(2), to: new Int32Array(0), cell: new Int32Array(0), cost: new Float64Array(0),
  wish: new Int32Array(0), endCost: new Float64Array(0), groups: [], firstGroup: new Int32Array(1),
});

/** The graph of a walk with some of its totals counted; null if it would need more arcs. */
export function graphOf(walk: Walk, counted: readonly number[], arcs: number): Graph | null {
  const layers = layersOf(walk, counted);
  if (layers.start < 0) return withoutRows(counted);
  const totals = counted.map((k) => walk.totals[k] as Total);
  const expansion = new Expansion(layers, totals, walk.first, counted.map((k) => walk.values[k] as number), Math.min(arcs, MOST_ARCS));
  const firstGroup = [0];
  let firstEnd = 0;
  for (const [depth, layer] of layers.layers.entries()) {
    firstEnd = expansion.nodes;
    if (!expansion.advance(depth, firstGroup[depth] as number)) return null;
    firstGroup.push((firstGroup[depth] as number) + layer.groups.length);
  }
  const ends = expansion.ends;
  if (ends.length === 0) return withoutRows(counted);
  return {
    nodes: expansion.nodes, firstEnd, counted,
    start: Int32Array.from([...expansion.start, ...ends.map(() => expansion.to.length)]),
    to: Int32Array.from(expansion.to), cell: Int32Array.from(expansion.cell), cost: Float64Array.from(expansion.cost),
    wish: Int32Array.from(expansion.wish),
    endCost: Float64Array.from(ends, (end) => layers.endCost[end] as number),
    groups: layers.layers.flatMap((layer) => layer.groups), firstGroup: Int32Array.from(firstGroup),
  };
}
