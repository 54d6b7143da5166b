import { Expansion } from './expansion.ts';
import { layersOf } from './layers.ts';
import type { Total } from './rules.ts';
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

/** The graph of nobody's row: its only node leads nowhere. */
const withoutRows = (counted: readonly number[]): Graph => ({
  nodes: 1, firstEnd: 1, counted, start: new Int32Array(2), to: new Int32Array(0), cell: new Int32Array(0), cost: new Float64Array(0),
  wish: new Int32Array(0), endCost: new Float64Array(0), groups: [], firstGroup: new Int32Array(1),
});

/** The graph of a walk with some of its totals counted; null if it would need more arcs. */
export function graphOf(walk: Walk, counted: readonly number[], most: number): Graph | null {
  const layers = layersOf(walk, counted);
  if (layers.start < 0) return withoutRows(counted);
  const totals = counted.map((k) => walk.totals[k] as Total);
  const expansion = new Expansion(layers, totals, walk.first, counted.map((k) => walk.values[k] as number), Math.min(most, MOST_ARCS));
  const firstGroup = [0];
  let firstEnd = 0;
  for (const [depth, layer] of layers.layers.entries()) {
    firstEnd = expansion.nodes;
    if (!expansion.advance(depth, firstGroup[depth] as number)) return null;
    firstGroup.push((firstGroup[depth] as number) + layer.groups.length);
  }
  const { arcs, ends } = expansion;
  if (ends.length === 0) return withoutRows(counted);
  const start = new Int32Array(expansion.start.length + ends.length).fill(arcs);
  start.set(expansion.start);
  return {
    nodes: expansion.nodes, firstEnd, counted, start,
    to: expansion.to.slice(0, arcs), cell: expansion.cell.slice(0, arcs), cost: expansion.cost.slice(0, arcs), wish: expansion.wish.slice(0, arcs),
    endCost: Float64Array.from(ends, (end) => layers.endCost[end] as number),
    groups: layers.layers.flatMap((layer) => layer.groups), firstGroup: Int32Array.from(firstGroup),
  };
}
