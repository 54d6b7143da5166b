import type { ColumnForm, Need } from '../forms.ts';
import { costOfNeed } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { apartOf, kindsOf, listed } from './loads.ts';

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

/** Entries of the tables of single steps beyond which they would cost more memory than they save time. */
const MOST_STEPS = 4_000_000;

/**
 * Keeps the weighted counts per slot. Costs come from tables, so that any cost curve is one look-up. What it would cost
 * if one person of a kind left or joined an activity is kept too: most changes are only looked at, and cost two look-ups.
 */
export class Columns {
  readonly #activities: number;
  readonly #forms: number;
  /** People whose loads are the same have the same number: they can take each other's place without a trace here. */
  readonly #kind: Uint16Array;
  /** Rows are (kind, activity). */
  readonly #rows: number;
  /** Forms with a load for a row: positions [start, start of next) in #form and #load. */
  readonly #start: Int32Array;
  readonly #form: Int32Array;
  readonly #load: Int32Array;
  /** (slot, form) to its count, kept as a position in #table; what nobody asks about has a table of zeros. */
  readonly #at: Int32Array;
  readonly #zero: Int32Array;
  readonly #table: Float64Array;
  /** Rows that a form counts: positions [start, start of next) in #row and #rowLoad. */
  readonly #rowStart: Int32Array;
  readonly #row: Int32Array;
  readonly #rowLoad: Int32Array;
  /** (slot, row) to what one leaving and one joining would cost; empty if that were too large. */
  readonly #leave: Float64Array;
  readonly #join: Float64Array;
  /** (row, activity): 1 if no form counts both, so that leaving one and joining the other simply add up. */
  readonly #apart: Uint8Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'column');
    this.#activities = activities;
    this.#forms = forms.length;
    const { kind, first } = kindsOf(forms, people, activities);
    this.#kind = kind;
    this.#rows = first.length * activities;
    const loads = first.flatMap((person) => Array.from({ length: activities }, (_, a) => forms.map((form) => form.load[person * activities + a] as number)));
    const byRow = listed(loads);
    [this.#start, this.#form, this.#load] = [byRow.start, byRow.place, byRow.load];
    const useful = slots * this.#rows <= MOST_STEPS;
    const byForm = listed(forms.map((_, f) => (useful ? loads.map((row) => row[f] as number) : [])));
    [this.#rowStart, this.#row, this.#rowLoad] = [byForm.start, byForm.place, byForm.load];
    this.#apart = useful ? apartOf(loads, activities) : new Uint8Array(this.#rows * activities);
    this.#leave = new Float64Array(useful ? slots * this.#rows : 0);
    this.#join = new Float64Array(this.#leave.length);
    this.#zero = new Int32Array(forms.length * slots);
    const margin = byRow.load.reduce((most, load) => Math.max(most, Math.abs(load)), 0);
    this.#table = this.#layOut(forms, lowered, margin);
    this.#at = new Int32Array(this.#zero.length);
  }

  /** Writes the cost tables, with a margin: what nobody can do is looked up too, and never used. */
  #layOut(forms: readonly ColumnForm[], { frame: { people, slots, activities } }: Lowered, margin: number): Float64Array {
    const empty = Array.from({ length: margin }, () => 0);
    const tables = [...empty];
    const known = new Map<string, number>();
    forms.forEach((form, f) => {
      const reach = reachOf(form, people, activities);
      const needs = groupBySlot(form.needs);
      for (let slot = 0; slot < slots; slot++) this.#zero[slot * forms.length + f] = tableFor(needs.get(slot) ?? [], reach, tables, known);
    });
    return Float64Array.from([...tables, ...empty]);
  }

  /** Whether two people count alike in every column. */
  alike(person: number, other: number): boolean {
    return this.#kind[person] === this.#kind[other];
  }

  /** Counts afresh and returns the whole cost. */
  reset(cells: Uint8Array): number {
    this.#at.set(this.#zero);
    const slots = cells.length / Math.max(1, this.#kind.length);
    for (let person = 0; person < this.#kind.length; person++) {
      const row = (this.#kind[person] as number) * this.#activities;
      for (let slot = 0; slot < slots; slot++) this.#count(row + (cells[person * slots + slot] as number), slot * this.#forms);
    }
    for (let at = 0; at < this.#leave.length; at++) {
      const slot = Math.floor(at / this.#rows);
      const row = at - slot * this.#rows;
      this.#leave[at] = this.#costOf(row, slot * this.#forms, -1);
      this.#join[at] = this.#costOf(row, slot * this.#forms, 1);
    }
    let cost = 0;
    for (const at of this.#at) cost += this.#table[at] as number;
    return cost;
  }

  #count(row: number, base: number): void {
    for (let k = this.#start[row] as number; k < (this.#start[row + 1] as number); k++) {
      const e = base + (this.#form[k] as number);
      this.#at[e] = (this.#at[e] as number) + (this.#load[k] as number);
    }
  }

  #costOf(row: number, base: number, sign: number): number {
    let cost = 0;
    for (let k = this.#start[row] as number; k < (this.#start[row + 1] as number); k++) cost += this.#step(k, base, sign * (this.#load[k] as number));
    return cost;
  }

  /** Moves a person from activity `a` to `b` in a slot; returns the change of cost. */
  move(person: number, slot: number, a: number, b: number): number {
    const row = (this.#kind[person] as number) * this.#activities;
    return this.#shift(row + a, slot, -1) + this.#shift(row + b, slot, 1);
  }

  #shift(row: number, slot: number, sign: number): number {
    let delta = 0;
    const base = slot * this.#forms;
    const end = this.#start[row + 1] as number;
    for (let k = this.#start[row] as number; k < end; k++) {
      const form = this.#form[k] as number;
      const before = this.#at[base + form] as number;
      const after = before + sign * (this.#load[k] as number);
      this.#at[base + form] = after;
      const change = (this.#table[after] as number) - (this.#table[before] as number);
      delta += change;
      this.#pass(form, slot * this.#rows, before, after, change);
    }
    return delta;
  }

  /** A count went from one place of its table to another: brings up to date what the next step would cost. */
  #pass(form: number, base: number, before: number, after: number, change: number): void {
    const table = this.#table;
    const end = this.#rowStart[form + 1] as number;
    for (let k = this.#rowStart[form] as number; k < end; k++) {
      const at = base + (this.#row[k] as number);
      const load = this.#rowLoad[k] as number;
      this.#leave[at] = (this.#leave[at] as number) + (table[after - load] as number) - (table[before - load] as number) - change;
      this.#join[at] = (this.#join[at] as number) + (table[after + load] as number) - (table[before + load] as number) - change;
    }
  }

  /** What {@link move} would return, changing nothing. */
  peek(person: number, slot: number, a: number, b: number): number {
    const row = (this.#kind[person] as number) * this.#activities;
    if (this.#apart[(row + a) * this.#activities + b] === 0) return this.#peekTogether(row, slot * this.#forms, a, b);
    const at = slot * this.#rows + row;
    return (this.#leave[at + a] as number) + (this.#join[at + b] as number);
  }

  #peekTogether(row: number, base: number, a: number, b: number): number {
    let delta = 0;
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
