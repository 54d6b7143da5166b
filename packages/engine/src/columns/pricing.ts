import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import { Machine } from './machine.ts';
import type { PersonRules } from './machine.ts';

/** A row for one person: activities by slot, and what it costs by itself (soft points). */
export interface Row {
  readonly person: number;
  readonly cells: Uint8Array;
  readonly cost: number;
}

interface Layer {
  readonly state: number[];
  readonly total: number[];
  readonly cost: number[];
  readonly parent: number[];
  readonly activity: number[];
  readonly place: Map<number, number>;
}

const emptyLayer = (): Layer => ({ state: [], total: [], cost: [], parent: [], activity: [], place: new Map() });

/**
 * Finds the cheapest row of one person for given prices of cells, by walking the machine through all slots and keeping
 * the cheapest way to each (state, totals). Exact: no row is cheaper than the one returned.
 */
export class Pricing {
  readonly #lowered: Lowered;
  readonly #machine: Machine;
  readonly #person: number;
  readonly #own: Float64Array;
  readonly #limits: readonly number[];
  readonly #totals: number[][] = [];
  readonly #totalIds = new Map<string, number>();
  readonly #sums: Int32Array[] = [];

  constructor(lowered: Lowered, rules: PersonRules) {
    this.#lowered = lowered;
    this.#person = rules.person;
    this.#machine = new Machine(lowered, rules);
    this.#limits = this.#machine.limits();
    this.#own = new Float64Array(lowered.frame.slots * lowered.frame.activities);
    for (const cell of lowered.cells) {
      const at = cell.slot * lowered.frame.activities + cell.activity;
      if (cell.person === rules.person) this.#own[at] = (this.#own[at] as number) + cell.cost;
    }
    this.#totalId(this.#limits.map(() => 0));
  }

  #totalId(totals: number[]): number {
    const key = totals.join();
    const known = this.#totalIds.get(key);
    if (known !== undefined) return known;
    this.#totalIds.set(key, this.#totals.length);
    this.#totals.push(totals);
    return this.#totals.length - 1;
  }

  /** The totals after a move, -1 if a hard maximum is passed. */
  #after(total: number, move: number): number {
    const table = (this.#sums[move] ??= new Int32Array(4096).fill(-2));
    const known = total < table.length ? (table[total] as number) : -2;
    if (known !== -2) return known;
    const adds = this.#machine.moves[move] as number[];
    const sums = (this.#totals[total] as number[]).map((value, k) => value + (adds[k] as number));
    const id = sums.some((value, k) => value > (this.#limits[k] as number)) ? -1 : this.#totalId(sums);
    if (total < table.length) table[total] = id;
    return id;
  }

  /** The cheapest row when cell (slot, activity) has an extra price, with its cost including prices. */
  cheapest(prices: Float64Array): { row: Row; priced: number } | null {
    const { slots } = this.#lowered.frame;
    const layers: Layer[] = [emptyLayer()];
    this.#put(layers[0] as Layer, 0, 0, 0, -1, 0);
    for (let slot = 0; slot < slots; slot++) layers.push(this.#advance(layers[slot] as Layer, slot, prices));
    const last = layers[slots] as Layer;
    let best = -1;
    let bestCost = Infinity;
    for (let k = 0; k < last.cost.length; k++) {
      const end = this.#machine.endCost(last.state[k] as number) + this.#machine.totalsCost(this.#totals[last.total[k] as number] as number[]);
      if (Math.round(end / HARD) > 0) continue;
      const cost = (last.cost[k] as number) + end;
      if (cost >= bestCost) continue;
      bestCost = cost;
      best = k;
    }
    return best < 0 ? null : this.#trace(layers, best, bestCost, prices);
  }

  #trace(layers: readonly Layer[], best: number, priced: number, prices: Float64Array): { row: Row; priced: number } {
    const { slots, activities } = this.#lowered.frame;
    const cells = new Uint8Array(slots);
    let extra = 0;
    for (let slot = slots, k = best; slot > 0; slot--) {
      const layer = layers[slot] as Layer;
      cells[slot - 1] = layer.activity[k] as number;
      extra += prices[(slot - 1) * activities + (cells[slot - 1] as number)] as number;
      k = layer.parent[k] as number;
    }
    return { row: { person: this.#person, cells, cost: Math.round(priced - extra) }, priced };
  }

  #advance(layer: Layer, slot: number, prices: Float64Array): Layer {
    const next = emptyLayer();
    const { slots, activities } = this.#lowered.frame;
    const allowed = this.#lowered.allowed.subarray((this.#person * slots + slot) * activities, (this.#person * slots + slot + 1) * activities);
    for (let activity = 0; activity < activities; activity++) {
      if (allowed[activity] !== 1) continue;
      const own = this.#own[slot * activities + activity] as number;
      if (Math.round(own / HARD) > 0) continue;
      const price = own + (prices[slot * activities + activity] as number);
      for (let k = 0; k < layer.cost.length; k++) {
        const step = this.#machine.step(layer.state[k] as number, slot, activity);
        if (step === null) continue;
        const total = this.#after(layer.total[k] as number, step.move);
        if (total >= 0) this.#put(next, step.to, total, (layer.cost[k] as number) + step.cost + price, k, activity);
      }
    }
    return next;
  }

  #put(layer: Layer, state: number, total: number, cost: number, parent: number, activity: number): void {
    const key = state * 65_536 + total;
    const known = layer.place.get(key);
    if (known === undefined) {
      layer.place.set(key, layer.cost.length);
      layer.state.push(state);
      layer.total.push(total);
      layer.cost.push(cost);
      layer.parent.push(parent);
      layer.activity.push(activity);
    } else if (cost < (layer.cost[known] as number)) {
      layer.cost[known] = cost;
      layer.parent[known] = parent;
      layer.activity[known] = activity;
    }
  }
}
