import type { Need } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { LinearModel } from '../linear.ts';
import type { Lowered } from '../lower.ts';
import type { Row } from './pricing.ts';

/** Points a hard shortage costs in the master problem. */
const HARD_POINTS = 5_000;

interface Cover {
  readonly load: Int16Array;
  readonly need: Need;
}

/** Chooses one row per person so that rows and cover together cost least. */
export class Master {
  readonly rows: Row[] = [];
  readonly #lowered: Lowered;
  readonly #covers: readonly Cover[];
  readonly #known = new Set<string>();

  constructor(lowered: Lowered) {
    this.#lowered = lowered;
    this.#covers = lowered.forms.flatMap((form) => (form.kind === 'column' ? form.needs.map((need) => ({ load: form.load, need })) : []));
  }

  /** Adds a row unless it is there already. */
  add(row: Row): boolean {
    const key = `${row.person}:${row.cells.join()}`;
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.rows.push(row);
    return true;
  }

  #load({ load, need }: Cover, row: Row): number {
    return load[row.person * this.#lowered.frame.activities + (row.cells[need.slot] as number)] as number;
  }

  /** Rows of the model: one per person ("exactly one"), then up to two per cover need (at least, at most). */
  model(): LinearModel {
    const { people } = this.#lowered.frame;
    const cost = this.rows.map((row) => row.cost);
    const upper = this.rows.map(() => 1);
    const entries: [number[], number[], number, number][] = Array.from({ length: people }, () => [[], [], 1, 1]);
    this.rows.forEach((row, column) => {
      entries[row.person]?.[0].push(column);
      entries[row.person]?.[1].push(1);
    });
    const slack = (price: number, most: number): number => {
      cost.push(pointsOf(price));
      upper.push(most);
      return cost.length - 1;
    };
    for (const cover of this.#covers) {
      const columns: number[] = [];
      const values: number[] = [];
      this.rows.forEach((row, column) => {
        const load = this.#load(cover, row);
        if (load === 0) return;
        columns.push(column);
        values.push(load);
      });
      const { need } = cover;
      const short = slack(need.under, 1e6);
      entries.push([[...columns, short], [...values, need.per], need.min, Infinity]);
      entries.push([[...columns, slack(need.over, 1e6)], [...values, -need.per], -Infinity, need.max]);
      if (need.target > need.min) entries.push([[...columns, short, slack(need.targetCost, need.target - need.min)], [...values, 1, 1], need.target, Infinity]);
    }
    return this.#assemble(cost, upper, entries);
  }

  #assemble(cost: number[], upper: number[], entries: readonly [number[], number[], number, number][]): LinearModel {
    const rowStart = [0];
    const index: number[] = [];
    const value: number[] = [];
    for (const [columns, values] of entries) {
      index.push(...columns);
      value.push(...values);
      rowStart.push(index.length);
    }
    return {
      lower: cost.map(() => 0), upper, cost, offset: 0, rowStart, index, value,
      rowLower: entries.map((entry) => entry[2]), rowUpper: entries.map((entry) => entry[3]), rowRule: entries.map(() => -1),
      objective: (values) => cost.reduce((sum, c, k) => sum + c * (values[k] as number), 0),
      encode: () => new Float64Array(cost.length),
      decode: (values) => this.#decode(values),
    };
  }

  #decode(values: ArrayLike<number>): Uint8Array {
    const { people, slots } = this.#lowered.frame;
    const cells = new Uint8Array(people * slots);
    const best = new Float64Array(people);
    this.rows.forEach((row, column) => {
      if ((values[column] as number) <= (best[row.person] as number)) return;
      best[row.person] = values[column] as number;
      cells.set(row.cells, row.person * slots);
    });
    return cells;
  }

  /** What each cell of a person is worth by the duals of the cover rows: prices for {@link Pricing}. */
  prices(person: number, duals: Float64Array): Float64Array {
    const { people, slots, activities } = this.#lowered.frame;
    const prices = new Float64Array(slots * activities);
    let at = people;
    for (const { load, need } of this.#covers) {
      const rows = need.target > need.min ? 3 : 2;
      let dual = 0;
      for (let k = 0; k < rows; k++) dual += duals[at + k] as number;
      at += rows;
      for (let activity = 0; activity < activities; activity++) {
        const place = need.slot * activities + activity;
        prices[place] = (prices[place] as number) - dual * (load[person * activities + activity] as number);
      }
    }
    return prices;
  }
}

function pointsOf(price: number): number {
  const hard = Math.round(price / HARD);
  return hard * HARD_POINTS + (price - hard * HARD);
}
