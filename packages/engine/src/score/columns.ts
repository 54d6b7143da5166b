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
  readonly #activities: number;
  readonly #forms: number;
  /** Forms with a load for (person, activity): positions [start, start of next) in #form and #load. */
  readonly #start: Int32Array;
  readonly #form: Int32Array;
  readonly #load: Int32Array;
  /** (slot, form) to its count, kept as a position in #table; what nobody asks about has a table of zeros. */
  readonly #at: Int32Array;
  readonly #zero: Int32Array;
  readonly #table: Float64Array;
  /** People whose loads are the same have the same number: they can take each other's place without a trace here. */
  readonly #kind: Int32Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'column');
    this.#activities = activities;
    this.#forms = forms.length;
    const list: number[] = [];
    const loads: number[] = [];
    this.#start = new Int32Array(people * activities + 1);
    for (let at = 0; at < people * activities; at++) {
      forms.forEach((form, f) => {
        if (form.load[at] === 0) return;
        list.push(f);
        loads.push(form.load[at] as number);
      });
      this.#start[at + 1] = list.length;
    }
    this.#form = Int32Array.from(list);
    this.#load = Int32Array.from(loads);
    this.#kind = kindsOf(forms, people, activities);
    this.#zero = new Int32Array(forms.length * slots);
    const tables: number[] = [];
    const known = new Map<string, number>();
    forms.forEach((form, f) => {
      const reach = reachOf(form, people, activities);
      const needs = groupBySlot(form.needs);
      for (let slot = 0; slot < slots; slot++) this.#zero[slot * forms.length + f] = tableFor(needs.get(slot) ?? [], reach, tables, known);
    });
    this.#table = Float64Array.from(tables);
    this.#at = new Int32Array(this.#zero.length);
  }

  /** Whether two people count alike in every column. */
  alike(person: number, other: number): boolean {
    return this.#kind[person] === this.#kind[other];
  }

  /** Counts afresh and returns the whole cost. */
  reset(cells: Uint8Array): number {
    this.#at.set(this.#zero);
    const slots = this.#at.length / Math.max(1, this.#forms);
    for (let at = 0; at < cells.length; at++) {
      const person = Math.floor(at / slots);
      this.#shift(person * this.#activities + (cells[at] as number), (at - person * slots) * this.#forms, 1);
    }
    let cost = 0;
    for (const at of this.#at) cost += this.#table[at] as number;
    return cost;
  }

  /** Moves a person from activity `a` to `b` in a slot; returns the change of cost. */
  move(person: number, slot: number, a: number, b: number): number {
    const row = person * this.#activities;
    const base = slot * this.#forms;
    return this.#shift(row + a, base, -1) + this.#shift(row + b, base, 1);
  }

  #shift(row: number, base: number, sign: number): number {
    let delta = 0;
    const end = this.#start[row + 1] as number;
    for (let k = this.#start[row] as number; k < end; k++) {
      const e = base + (this.#form[k] as number);
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
    const base = slot * this.#forms;
    const endB = this.#start[row + b + 1] as number;
    let kb = this.#start[row + b] as number;
    const endA = this.#start[row + a + 1] as number;
    for (let k = this.#start[row + a] as number; k < endA; k++) {
      const form = this.#form[k] as number;
      for (; kb < endB && (this.#form[kb] as number) < form; kb++) delta += this.#step(kb, base, this.#load[kb] as number);
      const both = kb < endB && this.#form[kb] === form;
      delta += this.#step(k, base, both ? (this.#load[kb++] as number) - (this.#load[k] as number) : -(this.#load[k] as number));
    }
    for (; kb < endB; kb++) delta += this.#step(kb, base, this.#load[kb] as number);
    return delta;
  }

  #step(k: number, base: number, load: number): number {
    const before = this.#at[base + (this.#form[k] as number)] as number;
    return (this.#table[before + load] as number) - (this.#table[before] as number);
  }
}

/** Numbers people by their loads. */
function kindsOf(forms: readonly ColumnForm[], people: number, activities: number): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from({ length: people }, (_, person) => {
    const key = forms.map((form) => form.load.subarray(person * activities, (person + 1) * activities).join()).join(';');
    const kind = known.get(key) ?? known.size;
    known.set(key, kind);
    return kind;
  });
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
