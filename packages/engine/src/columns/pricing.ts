import type { UnitForm } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { Family } from './family.ts';
import type { PersonRules, Total } from './rules.ts';
import { costOfTotal } from './rules.ts';

/** A row for one person: activities by slot, and what it costs by itself (soft points). */
export interface Row {
  readonly person: number;
  readonly cells: Uint8Array;
  readonly cost: number;
}

/** What pricing one person found: no row is cheaper than `least`, and these are among the cheapest, best first. */
export interface Priced {
  readonly least: number;
  readonly rows: readonly { readonly row: Row; readonly priced: number }[];
}

/** Prices the rows of one person exactly. */
export class Pricing {
  readonly person: number;
  readonly #family: Family;
  readonly #slots: number;
  readonly #activities: number;
  readonly #first: number;
  /** The person's own cost of each (slot, activity), infinite where it may not stand. */
  readonly #own: Float64Array;
  readonly #history: Uint8Array;
  /** What each of the machine's sets of wishes costs the person. */
  readonly #wishes: Float64Array;

  constructor(lowered: Lowered, { person, units }: PersonRules, family: Family) {
    const { slots, activities, history } = lowered.frame;
    this.person = person;
    this.#family = family;
    this.#slots = slots;
    this.#activities = activities;
    this.#first = history;
    const at = person * slots * activities;
    this.#own = Float64Array.from({ length: slots * activities }, (_, k) => (lowered.allowed[at + k] === 1 ? 0 : Infinity));
    for (const cell of lowered.cells) {
      if (cell.person !== person) continue;
      const k = cell.slot * activities + cell.activity;
      this.#own[k] = (this.#own[k] as number) + cell.cost;
    }
    this.#own.forEach((cost, k) => {
      if (Math.round(cost / HARD) > 0) this.#own[k] = Infinity;
    });
    const wished = units.map((form) => wishesOf(form, person));
    this.#wishes = Float64Array.from(family.walk.automaton.wishes, (set) => set.reduce((sum, { form, unit }) => sum + (wished[form]?.[unit] as number), 0));
    this.#history = Uint8Array.from(lowered.pinned.subarray(person * slots, person * slots + history));
  }

  /** What a row costs by itself; null if it breaks a hard rule. */
  costOf(cells: Uint8Array): number | null {
    const { graph, walk } = this.#family;
    let node = 0;
    let cost = 0;
    for (let depth = 0; depth < walk.stages.length; depth++) {
      const activity = cells[this.#first + depth] as number;
      const arc = this.#arcBy(node, activity);
      cost += this.#own[(this.#first + depth) * this.#activities + activity] as number;
      if (arc < 0 || cost === Infinity) return null;
      cost += (graph.cost[arc] as number) + (this.#wishes[graph.wish[arc] as number] as number);
      if (cost === Infinity) return null;
      node = graph.to[arc] as number;
    }
    const uncounted = this.#uncounted(cells);
    return uncounted >= HARD ? null : cost + (graph.endCost[node - graph.firstEnd] as number) + uncounted;
  }

  #arcBy(node: number, activity: number): number {
    const { graph } = this.#family;
    for (let arc = graph.start[node] as number; arc < (graph.start[node + 1] as number); arc++) {
      if (graph.groups[graph.cell[arc] as number]?.includes(activity) === true) return arc;
    }
    return -1;
  }

  /** What the totals that the graph does not count cost a row. */
  #uncounted(cells: Uint8Array): number {
    const { graph, walk } = this.#family;
    return walk.totals.reduce((sum, total, k) => (graph.counted.includes(k) ? sum : sum + costOfTotal(total, this.#valueOf(total, k, cells))), 0);
  }

  #valueOf(total: Total, k: number, cells: Uint8Array): number {
    if (total.counts.kind === 'units') throw new Error('Totals of units are counted from the beginning.');
    let value = this.#family.walk.values[k] as number;
    for (let slot = Math.max(total.from, this.#first); slot < total.to; slot++) value += total.counts.values[cells[slot] as number] as number;
    return value;
  }

  /**
   * The cheapest rows when cell (slot, activity) has an extra price: the best one and its best deviations, up to `most`.
   * Null if the person has no row without hard violations.
   */
  cheapest(prices: Float64Array, most = 1): Priced | null {
    for (;;) {
      const { best, least } = this.#complete(prices);
      if (least === Infinity) return null;
      const rows = this.#rows(prices, best, least, most);
      if (rows.length > 0 || !this.#countMore(prices, best)) return { least, rows };
    }
  }

  /** Like {@link cheapest} for the very cheapest row: totals are counted until it keeps them all. */
  exact(prices: Float64Array): { row: Row; priced: number } | null {
    for (;;) {
      const { best, least } = this.#complete(prices);
      if (least === Infinity) return null;
      const [found] = this.#rows(prices, best, least, 1);
      if (found && found.priced <= least + 1e-6) return found;
      if (!this.#countMore(prices, best)) return found ?? null;
    }
  }

  /** The cheapest activity of each group and its price; fills the cheapest completion of each node. */
  #complete(prices: Float64Array): { best: Uint8Array; least: number } {
    const { graph, values } = this.#family;
    const { start, to, cell, cost, wish, endCost, firstEnd, nodes } = graph;
    const wishes = this.#wishes;
    const best = new Uint8Array(graph.groups.length);
    const price = this.#groupPrices(prices, best);
    for (let end = firstEnd; end < nodes; end++) values[end] = endCost[end - firstEnd] as number;
    const reached = prices.includes(Infinity) ? this.#reached(price) : null;
    let stop = start[firstEnd] as number;
    for (let node = firstEnd - 1; node >= 0; node--) {
      const begin = start[node] as number;
      let cheapest = Infinity;
      if (reached?.[node] !== 0) {
        for (let arc = begin; arc < stop; arc++) {
          const sum = (price[cell[arc] as number] as number) + (cost[arc] as number) + (wishes[wish[arc] as number] as number) + (values[to[arc] as number] as number);
          if (sum < cheapest) cheapest = sum;
        }
      }
      values[node] = cheapest;
      stop = begin;
    }
    return { best, least: values[0] as number };
  }

  /** Marks the nodes that open cells lead to: few, where much is closed. */
  #reached(price: Float64Array): Uint8Array {
    const { start, to, cell, firstEnd, nodes } = this.#family.graph;
    const marks = new Uint8Array(nodes);
    marks[0] = 1;
    for (let node = 0; node < firstEnd; node++) {
      if (marks[node] === 0) continue;
      for (let arc = start[node] as number; arc < (start[node + 1] as number); arc++) {
        if ((price[cell[arc] as number] as number) < Infinity) marks[to[arc] as number] = 1;
      }
    }
    return marks;
  }

  #groupPrices(prices: Float64Array, best: Uint8Array): Float64Array {
    const { graph } = this.#family;
    const price = new Float64Array(graph.groups.length).fill(Infinity);
    for (let depth = 0; depth + 1 < graph.firstGroup.length; depth++) {
      const at = (this.#first + depth) * this.#activities;
      for (let group = graph.firstGroup[depth] as number; group < (graph.firstGroup[depth + 1] as number); group++) {
        const activities = graph.groups[group] as readonly number[];
        best[group] = activities[0] as number;
        for (const activity of activities) {
          const sum = (this.#own[at + activity] as number) + (prices[at + activity] as number);
          if (sum >= (price[group] as number)) continue;
          price[group] = sum;
          best[group] = activity;
        }
      }
    }
    return price;
  }

  #arcPrice(arc: number, depth: number, best: Uint8Array, prices: Float64Array): number {
    const { graph } = this.#family;
    const k = (this.#first + depth) * this.#activities + (best[graph.cell[arc] as number] as number);
    return (this.#own[k] as number) + (prices[k] as number) + (graph.cost[arc] as number) + (this.#wishes[graph.wish[arc] as number] as number);
  }

  /** The arc of a node with the cheapest completion. */
  #bestArc(node: number, depth: number, best: Uint8Array, prices: Float64Array): number {
    const { graph, values } = this.#family;
    let found = -1;
    let least = Infinity;
    for (let arc = graph.start[node] as number; arc < (graph.start[node + 1] as number); arc++) {
      const sum = this.#arcPrice(arc, depth, best, prices) + (values[graph.to[arc] as number] as number);
      if (sum >= least) continue;
      least = sum;
      found = arc;
    }
    return found;
  }

  /** Follows the cheapest completions from a node, writing activities; returns the nodes passed. */
  #follow(node: number, depth: number, best: Uint8Array, prices: Float64Array, cells: Uint8Array): number[] {
    const { graph } = this.#family;
    const path = [node];
    for (let at = node, d = depth; d + 1 < graph.firstGroup.length; d++) {
      const arc = this.#bestArc(at, d, best, prices);
      cells[this.#first + d] = best[graph.cell[arc] as number] as number;
      at = graph.to[arc] as number;
      path.push(at);
    }
    return path;
  }

  #rows(prices: Float64Array, best: Uint8Array, least: number, most: number): { row: Row; priced: number }[] {
    const { graph, values } = this.#family;
    const cells = new Uint8Array(this.#slots);
    cells.set(this.#history);
    const path = this.#follow(0, 0, best, prices, cells);
    const others: { depth: number; arc: number; priced: number }[] = [];
    let sofar = 0;
    for (let depth = 0; depth + 1 < path.length && most > 1; depth++) {
      const node = path[depth] as number;
      const taken = this.#bestArc(node, depth, best, prices);
      for (let arc = graph.start[node] as number; arc < (graph.start[node + 1] as number); arc++) {
        const priced = sofar + this.#arcPrice(arc, depth, best, prices) + (values[graph.to[arc] as number] as number);
        if (arc !== taken && priced < Infinity) others.push({ depth, arc, priced });
      }
      sofar += this.#arcPrice(taken, depth, best, prices);
    }
    others.sort((a, b) => a.priced - b.priced);
    const found = [this.#finish(cells, least, prices)];
    for (const { depth, arc, priced } of others.slice(0, most - 1)) {
      const deviating = cells.slice();
      deviating[this.#first + depth] = best[graph.cell[arc] as number] as number;
      this.#follow(graph.to[arc] as number, depth + 1, best, prices, deviating);
      found.push(this.#finish(deviating, priced, prices));
    }
    return found.filter((entry) => entry !== null);
  }

  /** A priced path as a row, unless it breaks a total that is not counted. */
  #finish(cells: Uint8Array, priced: number, prices: Float64Array): { row: Row; priced: number } | null {
    const uncounted = this.#uncounted(cells);
    if (uncounted >= HARD) return null;
    let extra = 0;
    for (let slot = this.#first; slot < this.#slots; slot++) extra += prices[slot * this.#activities + (cells[slot] as number)] as number;
    return { row: { person: this.person, cells, cost: Math.round(priced - extra + uncounted) }, priced: priced + uncounted };
  }

  /** Counts the total that the cheapest row breaks worst. */
  #countMore(prices: Float64Array, best: Uint8Array): boolean {
    const { graph, walk } = this.#family;
    const cells = new Uint8Array(this.#slots);
    this.#follow(0, 0, best, prices, cells);
    const broken = walk.totals
      .map((total, k) => ({ k, cost: graph.counted.includes(k) ? 0 : costOfTotal(total, this.#valueOf(total, k, cells)) }))
      .filter(({ cost }) => cost > 0)
      .sort((a, b) => b.cost - a.cost);
    return broken[0] !== undefined && this.#family.count(broken[0].k);
  }
}

/** What each unit costs a person when it is on; infinite where a hard rule forbids it. */
function wishesOf({ units, check }: UnitForm, person: number): Float64Array {
  const costs = new Float64Array(units.length);
  if (check.kind !== 'each') return costs;
  for (const item of check.items) {
    if (item.person === person) costs[item.unit] = (costs[item.unit] as number) + item.cost;
  }
  return costs.map((cost) => (Math.round(cost / HARD) > 0 ? Infinity : cost));
}
