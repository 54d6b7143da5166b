import type { RunCheck, UnitForm } from '../forms.ts';
import { costOfRun } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { windowsOfSlots } from './sums.ts';

const OUT_OF_RUN: RunCheck = { kind: 'run', min: 0, max: Infinity, under: 0, over: 0, openStart: true, openEnd: true };

/** What one form looks like to the scorer; shared by all its people. */
class UnitTable {
  readonly kind: 0 | 1 | 2;
  readonly none: number;
  readonly units: number;
  readonly on: Uint8Array;
  readonly carry: Uint8Array;
  readonly unitOf: Int32Array;
  /** First unit that reaches into the planned part: runs that end before it cost nothing any more. */
  readonly firstPlanned: number;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly windows: number;
  /** Window check: cost by number of units on. */
  readonly table: Float64Array;
  readonly run: RunCheck;
  readonly form: UnitForm;

  constructor(form: UnitForm, slots: number, history: number, activities: number) {
    const { check } = form;
    this.form = form;
    this.kind = check.kind === 'window' ? 0 : check.kind === 'run' ? 1 : 2;
    this.none = form.none ? 1 : 0;
    this.units = form.units.length;
    this.on = form.on;
    this.carry = form.carry ?? new Uint8Array(activities);
    this.unitOf = new Int32Array(slots).fill(-1);
    form.units.forEach((unit, u) => this.unitOf.fill(u, unit.from, unit.to));
    this.firstPlanned = Math.max(0, form.units.findIndex((unit) => unit.to > history));
    const windows = check.kind === 'window' ? check.windows : [];
    const { first, last } = windowsOfSlots(windows, this.units);
    this.first = first;
    this.last = last;
    this.windows = windows.length;
    this.run = check.kind === 'run' ? check : OUT_OF_RUN;
    this.table =
      check.kind !== 'window'
        ? new Float64Array(0)
        : Float64Array.from({ length: this.units + 1 }, (_, n) => Math.max(0, check.min - n) * check.under + Math.max(0, n - check.max) * check.over);
  }
}

/** Keeps, per person, which units (days, weekends) are on, and the windows, runs and wishes that hang on that. */
export class Units {
  readonly #slots: number;
  readonly #tables: readonly UnitTable[];
  readonly #start: Int32Array;
  readonly #form: Int32Array;
  readonly #activities: number;
  /** (form, activity): 1 if the activity makes a unit on, 2 if it carries over into the next. */
  readonly #class: Uint8Array;
  readonly #base: Int32Array;
  readonly #extra: Int32Array;
  /** Slots of the unit that make it on. */
  readonly #count: Int16Array;
  /** Window check: units on per window. Each check: cost per unit. */
  readonly #value: Float64Array;

  constructor(lowered: Lowered) {
    const { people, slots, history, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'unit');
    this.#slots = slots;
    this.#activities = activities;
    this.#class = new Uint8Array(forms.length * activities);
    forms.forEach((form, f) => {
      for (let a = 0; a < activities; a++) this.#class[f * activities + a] = (form.on[a] as number) + 2 * (form.carry?.[a] ?? 0);
    });
    this.#tables = forms.map((form) => new UnitTable(form, slots, history, activities));
    const members = forms.map((form) => new Set(form.people));
    this.#start = new Int32Array(people + 1);
    const form: number[] = [];
    const base: number[] = [];
    const extra: number[] = [];
    let counts = 0;
    let values = 0;
    for (let person = 0; person < people; person++) {
      this.#tables.forEach((table, f) => {
        if (!members[f]?.has(person)) return;
        form.push(f);
        base.push(counts);
        extra.push(values);
        counts += table.units;
        values += table.kind === 0 ? table.windows : table.kind === 2 ? table.units : 0;
      });
      this.#start[person + 1] = form.length;
    }
    this.#form = Int32Array.from(form);
    this.#base = Int32Array.from(base);
    this.#extra = Int32Array.from(extra);
    this.#count = new Int16Array(counts);
    this.#value = new Float64Array(values);
  }

  reset(cells: Uint8Array): number {
    this.#count.fill(0);
    this.#value.fill(0);
    let cost = 0;
    for (let person = 0; person + 1 < this.#start.length; person++) {
      for (let k = this.#start[person] as number; k < (this.#start[person + 1] as number); k++) cost += this.#resetInstance(cells, person, k);
    }
    return cost;
  }

  #resetInstance(cells: Uint8Array, person: number, k: number): number {
    const table = this.#tables[this.#form[k] as number] as UnitTable;
    const base = this.#base[k] as number;
    const extra = this.#extra[k] as number;
    for (let slot = 0; slot < this.#slots; slot++) {
      const activity = cells[person * this.#slots + slot] as number;
      const unit = table.unitOf[slot] as number;
      if (unit < 0) continue;
      this.#count[base + unit] = (this.#count[base + unit] as number) + (table.on[activity] as number);
      if (unit + 1 < table.units) this.#count[base + unit + 1] = (this.#count[base + unit + 1] as number) + (table.carry[activity] as number);
    }
    if (table.form.check.kind === 'each') {
      for (const item of table.form.check.items) {
        if (item.person === person) this.#value[extra + item.unit] = (this.#value[extra + item.unit] as number) + item.cost;
      }
    }
    let cost = 0;
    for (let unit = 0; unit < table.units; unit++) {
      if (this.#isOn(table, base, unit)) cost += this.#turnOn(table, base, extra, unit);
    }
    if (table.kind === 0) cost += table.windows * (table.table[0] as number);
    return cost;
  }

  #isOn(table: UnitTable, base: number, unit: number): boolean {
    return (this.#count[base + unit] as number) > 0 !== (table.none === 1);
  }

  /** During a reset units turn on from left to right, so a run is charged when its last unit is reached. */
  #turnOn(table: UnitTable, base: number, extra: number, unit: number): number {
    if (table.kind === 0) return this.#shiftWindows(table, extra, unit, 1);
    if (table.kind === 2) return this.#value[extra + unit] as number;
    if (unit + 1 < table.units && this.#isOn(table, base, unit + 1)) return 0;
    return this.#runCost(table, this.#runStart(table, base, unit), unit);
  }

  move(person: number, slot: number, a: number, b: number): number {
    let delta = 0;
    const end = this.#start[person + 1] as number;
    for (let k = this.#start[person] as number; k < end; k++) {
      const f = this.#form[k] as number;
      const was = this.#class[f * this.#activities + a] as number;
      const will = this.#class[f * this.#activities + b] as number;
      if (was !== will) delta += this.#moveIn(k, f, slot, (will & 1) - (was & 1), (will >> 1) - (was >> 1));
    }
    return delta;
  }

  #moveIn(k: number, f: number, slot: number, change: number, spill: number): number {
    const table = this.#tables[f] as UnitTable;
    const unit = table.unitOf[slot] as number;
    if (unit < 0) return 0;
    const base = this.#base[k] as number;
    const extra = this.#extra[k] as number;
    let delta = change === 0 ? 0 : this.#shift(table, base, extra, unit, change);
    if (spill !== 0 && unit + 1 < table.units) delta += this.#shift(table, base, extra, unit + 1, spill);
    return delta;
  }

  /** What {@link move} would return, leaving everything as it was. */
  peek(person: number, slot: number, a: number, b: number): number {
    let delta = 0;
    const end = this.#start[person + 1] as number;
    for (let k = this.#start[person] as number; k < end; k++) {
      const f = this.#form[k] as number;
      const was = this.#class[f * this.#activities + a] as number;
      const will = this.#class[f * this.#activities + b] as number;
      if (was !== will) delta += this.#peekIn(k, f, slot, (will & 1) - (was & 1), (will >> 1) - (was >> 1));
    }
    return delta;
  }

  #peekIn(k: number, f: number, slot: number, change: number, spill: number): number {
    const table = this.#tables[f] as UnitTable;
    const unit = table.unitOf[slot] as number;
    if (unit < 0) return 0;
    if (spill !== 0 && unit + 1 < table.units) {
      const delta = this.#moveIn(k, f, slot, change, spill);
      this.#moveIn(k, f, slot, -change, -spill);
      return delta;
    }
    const base = this.#base[k] as number;
    const before = this.#count[base + unit] as number;
    if (change === 0 || before > 0 === before + change > 0) return 0;
    const on = before + change > 0 !== (table.none === 1);
    const extra = this.#extra[k] as number;
    if (table.kind === 0) return this.#peekWindows(table, extra, unit, on ? 1 : -1);
    if (table.kind === 2) return on ? (this.#value[extra + unit] as number) : -(this.#value[extra + unit] as number);
    return this.#shiftRun(table, base, unit, on);
  }

  #peekWindows(table: UnitTable, extra: number, unit: number, sign: number): number {
    let delta = 0;
    const last = extra + (table.last[unit] as number);
    for (let at = extra + (table.first[unit] as number); at <= last; at++) {
      const before = this.#value[at] as number;
      delta += (table.table[before + sign] as number) - (table.table[before] as number);
    }
    return delta;
  }

  #shift(table: UnitTable, base: number, extra: number, unit: number, change: number): number {
    const before = this.#count[base + unit] as number;
    const after = before + change;
    this.#count[base + unit] = after;
    if (before > 0 === after > 0) return 0;
    const on = after > 0 !== (table.none === 1);
    if (table.kind === 0) return this.#shiftWindows(table, extra, unit, on ? 1 : -1);
    if (table.kind === 2) return on ? (this.#value[extra + unit] as number) : -(this.#value[extra + unit] as number);
    return this.#shiftRun(table, base, unit, on);
  }

  #shiftWindows(table: UnitTable, extra: number, unit: number, sign: number): number {
    let delta = 0;
    const last = extra + (table.last[unit] as number);
    for (let at = extra + (table.first[unit] as number); at <= last; at++) {
      const before = this.#value[at] as number;
      this.#value[at] = before + sign;
      delta += (table.table[before + sign] as number) - (table.table[before] as number);
    }
    return delta;
  }

  #shiftRun(table: UnitTable, base: number, unit: number, on: boolean): number {
    const left = unit > 0 && this.#isOn(table, base, unit - 1) ? this.#runStart(table, base, unit - 1) : unit;
    let right = unit;
    while (right + 1 < table.units && this.#isOn(table, base, right + 1)) right++;
    const whole = this.#runCost(table, left, right);
    const parts = (left < unit ? this.#runCost(table, left, unit - 1) : 0) + (right > unit ? this.#runCost(table, unit + 1, right) : 0);
    return on ? whole - parts : parts - whole;
  }

  #runStart(table: UnitTable, base: number, unit: number): number {
    let start = unit;
    while (start > 0 && this.#isOn(table, base, start - 1)) start--;
    return start;
  }

  #runCost(table: UnitTable, from: number, to: number): number {
    if (to < table.firstPlanned) return 0;
    const { run } = table;
    const closed = !((from === 0 && run.openStart) || (to === table.units - 1 && run.openEnd));
    return costOfRun(to - from + 1, closed, run);
  }
}
