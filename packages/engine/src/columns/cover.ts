import type { ColumnForm, Form, Need } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { Row } from './pricing.ts';

/** A column of the master problem that pays for a count which is not as it should be. */
interface Slack {
  readonly cost: number;
  /** How many hard violations one unit stands for. */
  readonly hard: number;
  readonly most: number;
  readonly rows: readonly number[];
  readonly factors: readonly number[];
}

/** A hard shortage costs so many times what soft rules usually do, at first. */
const FIRST_PENALTY = 4;

/** Activities that add something to a count for somebody. */
function addingOf(load: Int16Array, activities: number): number[] {
  const adding = new Set<number>();
  load.forEach((value, at) => {
    if (value !== 0) adding.add(at % activities);
  });
  return [...adding];
}

/** The median of what the soft rules ask for one unit. */
function usualCost({ forms, cells }: Lowered): number {
  const ofForm = (form: Form): number[] => {
    if (form.kind === 'pattern') return [form.cost];
    if (form.kind === 'sum') return [form.under, form.over];
    if (form.kind === 'column') return [];
    return form.check.kind === 'each' ? form.check.items.map((item) => item.cost) : [form.check.under, form.check.over];
  };
  const costs = [...forms.flatMap(ofForm), ...cells.map((cell) => cell.cost)].filter((cost) => cost > 0 && cost < HARD / 2).sort((a, b) => a - b);
  return costs[costs.length >> 1] ?? 1;
}

/**
 * The dearest soft shortages of all slots (or excesses, or missed targets, whichever are dearest), counted together: a schedule has whole
 * numbers of them, its relaxation need not.
 */
export interface Tally {
  /** The row that counts them; it has no limits to begin with. */
  readonly row: number;
  /** Points of one of them. */
  readonly cost: number;
}

/** A count beyond its maximum costs so many times what a shortage does: enough to be avoided, and every bound stays true. */
const BEYOND = 4;

/** What a person's activity in a slot adds to a row of the master problem. */
interface Load {
  readonly row: number;
  readonly load: Int16Array;
  /** Activities that add something for somebody. */
  readonly adding: readonly number[];
}

/**
 * Where people meet: each need of a slot is a row of the master problem, with columns that pay for shortage and excess. A hard
 * shortage costs `penalty` points here: less than it is worth, so that prices stay moderate, and bounds stay true.
 */
export class Cover {
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly slacks: Slack[] = [];
  readonly #lowered: Lowered;
  readonly #loads: Load[][];
  /** Points of a hard shortage; masters opened after a change go by the new price. */
  penalty: number;
  /** Null if they are not counted, or there are not several of them. */
  readonly tally: Tally | null;

  constructor(lowered: Lowered, counts = false) {
    this.#lowered = lowered;
    this.penalty = FIRST_PENALTY * usualCost(lowered);
    this.#loads = Array.from({ length: lowered.frame.slots }, () => []);
    for (const form of lowered.forms) {
      if (form.kind !== 'column') continue;
      const adding = addingOf(form.load, lowered.frame.activities);
      for (const need of form.needs) this.#addNeed(form, need, adding);
    }
    this.tally = counts ? this.#addTally() : null;
  }

  get rows(): number {
    return this.lower.length;
  }

  /** A need with its slacks; one row does for minimum, target and maximum, which pay one after the other. */
  #addNeed({ load }: ColumnForm, need: Need, adding: readonly number[]): void {
    const { least, most } = this.#reach(load, need.slot);
    const short = Math.ceil((need.min - least) / need.per);
    const over = Math.ceil((most - need.max) / need.per);
    const targeted = need.target > need.min && need.targetCost > 0;
    const low = short > 0 ? need.min : -Infinity;
    const high = over > 0 ? need.max : Infinity;
    const isOne = targeted && need.target <= high;
    const row = this.#addRow({ load, adding }, need.slot, isOne ? need.target : low, high);
    const second = targeted && !isOne ? this.#addRow({ load, adding }, need.slot, need.target, Infinity) : row;
    const rows = second === row ? [row] : [row, second];
    if (short > 0) this.#addSlack(need.under, short, rows, rows.map(() => need.per));
    if (over > 0) this.#addSlack(need.over, over, [row], [-need.per]);
    if (targeted) this.#addSlack(need.targetCost, need.target - Math.max(need.min, Math.min(least, need.target)), [second], [1]);
  }

  #addTally(): Tally | null {
    const soft = this.slacks.filter(({ hard }) => hard === 0);
    const cost = soft.reduce((most, slack) => Math.max(most, slack.cost), 0);
    // A unit that makes up for several people might reach beyond the other limit of its row, and would not be whole then.
    const alike = new Set(soft.filter((slack) => slack.cost === cost && slack.factors.every((factor) => Math.abs(factor) === 1)));
    if (alike.size < 2) return null;
    const row = this.lower.push(-Infinity) - 1;
    this.upper.push(Infinity);
    const counted = this.slacks.map((slack) => (alike.has(slack) ? { ...slack, rows: [...slack.rows, row], factors: [...slack.factors, 1] } : slack));
    const most = [...alike].reduce((sum, slack) => sum + slack.most, 0);
    this.slacks.splice(0, counted.length, ...counted, { cost: BEYOND * cost, hard: 0, most, rows: [row], factors: [-1] });
    return { row, cost };
  }

  /** What the tally may come to, in all that is solved from now on. */
  limitTally(least: number, most: number): void {
    if (this.tally === null) return;
    this.lower[this.tally.row] = least;
    this.upper[this.tally.row] = most;
  }

  /** The least and the greatest count that people could come to in a slot. */
  #reach(load: Int16Array, slot: number): { least: number; most: number } {
    const { people, slots, activities } = this.#lowered.frame;
    let least = 0;
    let most = 0;
    for (let person = 0; person < people; person++) {
      const at = (person * slots + slot) * activities;
      let low = Infinity;
      let high = -Infinity;
      for (let activity = 0; activity < activities; activity++) {
        if (this.#lowered.allowed[at + activity] !== 1) continue;
        low = Math.min(low, load[person * activities + activity] as number);
        high = Math.max(high, load[person * activities + activity] as number);
      }
      least += low;
      most += high;
    }
    return { least, most };
  }

  #addRow(counted: Omit<Load, 'row'>, slot: number, lower: number, upper: number): number {
    this.lower.push(lower);
    this.upper.push(upper);
    this.#loads[slot]?.push({ row: this.lower.length - 1, ...counted });
    return this.lower.length - 1;
  }

  #addSlack(price: number, most: number, rows: number[], factors: number[]): void {
    const hard = Math.round(price / HARD);
    this.slacks.push({ cost: price - hard * HARD, hard, most, rows, factors });
  }

  /** Calls back with what a person's cells add to each row. */
  eachLoad(person: number, cells: Uint8Array, tell: (row: number, load: number) => void): void {
    const { activities } = this.#lowered.frame;
    this.#loads.forEach((loads, slot) => {
      const at = person * activities + (cells[slot] as number);
      for (const { row, load } of loads) if (load[at] !== 0) tell(row, load[at] as number);
    });
  }

  /** Calls back with what an activity in a slot adds to each row. */
  eachLoadAt(person: number, slot: number, activity: number, tell: (row: number, load: number) => void): void {
    const at = person * this.#lowered.frame.activities + activity;
    for (const { row, load } of this.#loads[slot] ?? []) if (load[at] !== 0) tell(row, load[at] as number);
  }

  /** What a row costs less what it is worth by the duals of the cover. */
  reduced(row: Row, duals: ArrayLike<number>): number {
    let cost = row.cost;
    this.eachLoad(row.person, row.cells, (at, load) => (cost -= load * (duals[at] as number)));
    return cost;
  }

  /** What each cell of a person is worth by the duals of the rows: prices for pricing, written into `prices`. */
  price(person: number, duals: ArrayLike<number>, prices: Float64Array): void {
    const { activities } = this.#lowered.frame;
    prices.fill(0);
    this.#loads.forEach((loads, slot) => {
      for (const { row, load, adding } of loads) {
        const dual = duals[row] as number;
        if (dual === 0) continue;
        for (const activity of adding) {
          const place = slot * activities + activity;
          prices[place] = (prices[place] as number) - dual * (load[person * activities + activity] as number);
        }
      }
    });
  }

  /** Duals that no slack contradicts by more than its upper bound can pay for: infinite sides of rows get the right sign. */
  clamp(duals: ArrayLike<number>): Float64Array {
    return Float64Array.from({ length: this.rows }, (_, row) => {
      const dual = duals[row] as number;
      if (this.lower[row] === -Infinity && dual > 0) return 0;
      return this.upper[row] === Infinity && dual < 0 ? 0 : dual;
    });
  }

  /** What a unit of a slack costs. */
  costOf(slack: Slack): number {
    return slack.cost + slack.hard * this.penalty;
  }

  /** The part of the Lagrangian bound that does not depend on rows of people; `base` is what fixed people add already. */
  constant(duals: Float64Array, base: Float64Array): number {
    let sum = 0;
    for (let row = 0; row < this.rows; row++) {
      const dual = duals[row] as number;
      if (dual !== 0) sum += dual * ((dual > 0 ? (this.lower[row] as number) : (this.upper[row] as number)) - (base[row] as number));
    }
    for (const slack of this.slacks) {
      const reduced = slack.rows.reduce((rest, row, k) => rest - (duals[row] as number) * (slack.factors[k] as number), this.costOf(slack));
      sum += Math.min(0, reduced) * slack.most;
    }
    return sum;
  }
}
