import type { ColumnForm, Need } from '../forms.ts';
import { costOfNeed } from '../forms.ts';
import type { Lowered } from '../lower.ts';

interface Reach {
  readonly low: number;
  readonly high: number;
}

/** The smallest and largest weighted count a column can reach. */
function reachOf(form: ColumnForm, people: number, activities: number): Reach {
  let low = 0;
  let high = 0;
  for (let person = 0; person < people; person++) {
    const row = form.load.subarray(person * activities, (person + 1) * activities);
    low += Math.min(0, ...row);
    high += Math.max(0, ...row);
  }
  return { low, high };
}

/** Keeps the weighted counts per slot. Costs come from tables, so that any cost curve is one look-up. */
export class Columns {
  readonly #slots: number;
  readonly #activities: number;
  /** Forms with a load for (person, activity): positions [start, start of next) in #form and #load. */
  readonly #start: Int32Array;
  /** Where the form's row in #entry begins. */
  readonly #form: Int32Array;
  readonly #load: Int32Array;
  /** (form, slot) to the place of its count, -1 where nothing is asked. */
  readonly #entry: Int32Array;
  /** Each count, kept as its position in #table. */
  readonly #at: Int32Array;
  readonly #zero: Int32Array;
  readonly #table: Float64Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'column');
    this.#slots = slots;
    this.#activities = activities;
    const list: number[] = [];
    const loads: number[] = [];
    this.#start = new Int32Array(people * activities + 1);
    for (let at = 0; at < people * activities; at++) {
      forms.forEach((form, f) => {
        if (form.load[at] !== 0) {
          list.push(f * slots);
          loads.push(form.load[at] as number);
        }
      });
      this.#start[at + 1] = list.length;
    }
    this.#form = Int32Array.from(list);
    this.#load = Int32Array.from(loads);
    this.#entry = new Int32Array(forms.length * slots).fill(-1);
    const zeros: number[] = [];
    const tables: number[] = [];
    const known = new Map<string, number>();
    forms.forEach((form, f) => {
      const reach = reachOf(form, people, activities);
      for (const [slot, needs] of groupBySlot(form.needs)) {
        this.#entry[f * slots + slot] = zeros.length;
        zeros.push(tableFor(needs, reach, tables, known));
      }
    });
    this.#zero = Int32Array.from(zeros);
    this.#table = Float64Array.from(tables);
    this.#at = new Int32Array(zeros.length);
  }

  /** Counts afresh and returns the whole cost. */
  reset(cells: Uint8Array): number {
    this.#at.set(this.#zero);
    const slots = this.#slots;
    for (let at = 0; at < cells.length; at++) {
      const person = Math.floor(at / slots);
      this.#shift(person * this.#activities + (cells[at] as number), at - person * slots, 1);
    }
    let cost = 0;
    for (let e = 0; e < this.#at.length; e++) cost += this.#table[this.#at[e] as number] as number;
    return cost;
  }

  /** Moves a person from activity `a` to `b` in a slot; returns the change of cost. */
  move(person: number, slot: number, a: number, b: number): number {
    const row = person * this.#activities;
    return this.#shift(row + a, slot, -1) + this.#shift(row + b, slot, 1);
  }

  #shift(row: number, slot: number, sign: number): number {
    let delta = 0;
    const end = this.#start[row + 1] as number;
    for (let k = this.#start[row] as number; k < end; k++) {
      const e = this.#entry[(this.#form[k] as number) + slot] as number;
      if (e < 0) continue;
      const before = this.#at[e] as number;
      const after = before + sign * (this.#load[k] as number);
      this.#at[e] = after;
      delta += (this.#table[after] as number) - (this.#table[before] as number);
    }
    return delta;
  }

  /** What {@link move} would return, changing nothing. */
  peek(person: number, slot: number, a: number, b: number): number {
    let delta = 0;
    const row = person * this.#activities;
    const endB = this.#start[row + b + 1] as number;
    let kb = this.#start[row + b] as number;
    const endA = this.#start[row + a + 1] as number;
    for (let k = this.#start[row + a] as number; k < endA; k++) {
      const form = this.#form[k] as number;
      for (; kb < endB && (this.#form[kb] as number) < form; kb++) delta += this.#step(kb, slot, this.#load[kb] as number);
      const both = kb < endB && this.#form[kb] === form;
      delta += this.#step(k, slot, both ? (this.#load[kb++] as number) - (this.#load[k] as number) : -(this.#load[k] as number));
    }
    for (; kb < endB; kb++) delta += this.#step(kb, slot, this.#load[kb] as number);
    return delta;
  }

  #step(k: number, slot: number, load: number): number {
    const e = this.#entry[(this.#form[k] as number) + slot] as number;
    if (e < 0) return 0;
    const before = this.#at[e] as number;
    return (this.#table[before + load] as number) - (this.#table[before] as number);
  }
}

function groupBySlot(needs: readonly Need[]): Map<number, Need[]> {
  const bySlot = new Map<number, Need[]>();
  for (const need of needs) bySlot.set(need.slot, [...(bySlot.get(need.slot) ?? []), need]);
  return bySlot;
}

/** Writes (or finds) the cost table of these needs and returns where count 0 stands in it. */
function tableFor(needs: readonly Need[], reach: Reach, tables: number[], known: Map<string, number>): number {
  const key = JSON.stringify([needs.map((need) => ({ ...need, slot: 0 })), reach]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const zero = tables.length - reach.low;
  for (let value = reach.low; value <= reach.high; value++) tables.push(needs.reduce((sum, need) => sum + costOfNeed(need, value), 0));
  known.set(key, zero);
  return zero;
}
