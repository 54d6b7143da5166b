import type { UnitForm } from '../forms.ts';
import { costOfRun } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { effectsOf } from './effects.ts';
import type { Effects } from './effects.ts';
import { NO_RUN, unitTables } from './unit-tables.ts';
import type { UnitTables } from './unit-tables.ts';

/** How a change is written: slots that make their own unit on, and (times four) the unit after. Both are -1, 0 or 1. */
const SPILL = 4;

/** The part of such a change that concerns the unit after. */
const spillOf = (amount: number): number => (amount > 1 ? 1 : amount < -1 ? -1 : 0);

/** Keeps, per person, which units (days, weekends) are on, and the windows, runs and wishes that hang on that. */
export class Units {
  readonly #slots: number;
  readonly #activities: number;
  readonly #tables: UnitTables;
  readonly #effects: Effects;
  /** Instances (form, person) of each person: positions [start, start of next). */
  readonly #start: Int32Array;
  readonly #form: Int32Array;
  readonly #base: Int32Array;
  readonly #extra: Int32Array;
  /** Slots of the unit that make it on. */
  readonly #count: Int16Array;
  /** Window check: units on per window. */
  readonly #value: Int16Array;
  /** Each check: cost per unit. */
  readonly #price: Float64Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'unit');
    this.#slots = slots;
    this.#activities = activities;
    this.#tables = unitTables(forms, lowered);
    const members = forms.map((form) => new Set(form.people));
    const ofPerson = Array.from({ length: people }, (_, person) => forms.flatMap((_form, f) => (members[f]?.has(person) === true ? [f] : [])));
    this.#effects = effectsOf(ofPerson, activities, (f, from, to) => {
      const { on, carry } = forms[f] as UnitForm;
      return (on[to] as number) - (on[from] as number) + SPILL * ((carry?.[to] ?? 0) - (carry?.[from] ?? 0));
    });
    this.#start = new Int32Array(people + 1);
    ofPerson.forEach((mine, person) => (this.#start[person + 1] = (this.#start[person] as number) + mine.length));
    this.#form = Int32Array.from(ofPerson.flat());
    this.#base = new Int32Array(this.#form.length);
    this.#extra = new Int32Array(this.#form.length);
    const size = this.#layOut(forms);
    this.#count = new Int16Array(size.units);
    this.#value = new Int16Array(size.windows);
    this.#price = new Float64Array(size.prices);
    ofPerson.forEach((_, person) => this.#readPrices(person));
  }

  #layOut(forms: readonly UnitForm[]): { units: number; windows: number; prices: number } {
    const size = { units: 0, windows: 0, prices: 0 };
    this.#form.forEach((f, k) => {
      const { check, units } = forms[f] as UnitForm;
      this.#base[k] = size.units;
      this.#extra[k] = check.kind === 'each' ? size.prices : size.windows;
      size.units += units.length;
      if (check.kind === 'window') size.windows += check.windows.length;
      if (check.kind === 'each') size.prices += units.length;
    });
    return size;
  }

  #readPrices(person: number): void {
    for (let k = this.#start[person] as number; k < (this.#start[person + 1] as number); k++) {
      const check = this.#tables.forms[this.#form[k] as number]?.check;
      if (check?.kind !== 'each') continue;
      for (const item of check.items) {
        if (item.person !== person) continue;
        const at = (this.#extra[k] as number) + item.unit;
        this.#price[at] = (this.#price[at] as number) + item.cost;
      }
    }
  }

  /** Counts afresh and adds what each person's units cost to her place in `costs`. */
  reset(cells: Uint8Array, costs: Float64Array): void {
    this.#count.fill(0);
    this.#value.fill(0);
    for (let person = 0; person < costs.length; person++) {
      let cost = costs[person] as number;
      for (let k = this.#start[person] as number; k < (this.#start[person + 1] as number); k++) cost += this.#resetInstance(cells, person, k);
      costs[person] = cost;
    }
  }

  #resetInstance(cells: Uint8Array, person: number, k: number): number {
    const f = this.#form[k] as number;
    const form = this.#tables.forms[f] as UnitForm;
    const base = this.#base[k] as number;
    for (let slot = 0; slot < this.#slots; slot++) {
      const activity = cells[person * this.#slots + slot] as number;
      const unit = this.#tables.unitOf[f * this.#slots + slot] as number;
      if (unit < 0) continue;
      this.#count[base + unit] = (this.#count[base + unit] as number) + (form.on[activity] as number);
      if (unit + 1 < form.units.length) this.#count[base + unit + 1] = (this.#count[base + unit + 1] as number) + (form.carry?.[activity] ?? 0);
    }
    let cost = form.check.kind === 'window' ? form.check.windows.length * (this.#tables.costOfNone[f] as number) : 0;
    for (let unit = 0; unit < form.units.length; unit++) if (this.#isOn(f, base, unit)) cost += this.#turnOn(k, f, unit);
    return cost;
  }

  #isOn(f: number, base: number, unit: number): boolean {
    return (this.#count[base + unit] as number) > 0 !== (this.#tables.none[f] === 1);
  }

  /** During a reset units turn on from left to right, so a run is charged when its last unit is reached. */
  #turnOn(k: number, f: number, unit: number): number {
    const base = this.#base[k] as number;
    if (this.#tables.kind[f] !== 1) return this.#flip(k, f, unit, true);
    if (unit + 1 < (this.#tables.units[f] as number) && this.#isOn(f, base, unit + 1)) return 0;
    return this.#runCost(f, this.#runStart(f, base, unit), unit);
  }

  /** Moves a person from activity `a` to `b` in a slot; returns the change of cost. */
  move(person: number, slot: number, a: number, b: number): number {
    const { kind, start, local, form, change } = this.#effects;
    const list = ((kind[person] as number) * this.#activities + a) * this.#activities + b;
    const end = start[list + 1] as number;
    let delta = 0;
    for (let k = start[list] as number; k < end; k++) {
      const f = form[k] as number;
      const unit = this.#tables.unitOf[f * this.#slots + slot] as number;
      if (unit >= 0) delta += this.#change((this.#start[person] as number) + (local[k] as number), f, unit, change[k] as number);
    }
    return delta;
  }

  #change(k: number, f: number, unit: number, amount: number): number {
    const spill = spillOf(amount);
    const own = amount - SPILL * spill;
    const delta = own === 0 ? 0 : this.#shift(k, f, unit, own);
    return spill !== 0 && unit + 1 < (this.#tables.units[f] as number) ? delta + this.#shift(k, f, unit + 1, spill) : delta;
  }

  #shift(k: number, f: number, unit: number, change: number): number {
    const at = (this.#base[k] as number) + unit;
    const before = this.#count[at] as number;
    const after = before + change;
    this.#count[at] = after;
    return before > 0 === after > 0 ? 0 : this.#flip(k, f, unit, after > 0 !== (this.#tables.none[f] === 1));
  }

  /** A unit turned on or off: moves its windows on and returns the change of cost. */
  #flip(k: number, f: number, unit: number, on: boolean): number {
    const { kind, reach, step } = this.#tables;
    const extra = this.#extra[k] as number;
    if (kind[f] === 2) return on ? (this.#price[extra + unit] as number) : -(this.#price[extra + unit] as number);
    if (kind[f] === 1) return this.#flipRun(f, this.#base[k] as number, unit, on);
    const place = (this.#tables.firstUnit[f] as number) + unit;
    const table = this.#tables.table[f] as number;
    const last = extra + (reach[2 * place + 1] as number);
    const sign = on ? 1 : -1;
    const from = on ? table : table - 1;
    let delta = 0;
    for (let at = extra + (reach[2 * place] as number); at <= last; at++) {
      const before = this.#value[at] as number;
      this.#value[at] = before + sign;
      delta += step[from + before] as number;
    }
    return on ? delta : -delta;
  }

  /** What {@link move} would return, leaving everything as it was. */
  peek(person: number, slot: number, a: number, b: number): number {
    const { kind, start, local, form, change } = this.#effects;
    const list = ((kind[person] as number) * this.#activities + a) * this.#activities + b;
    const end = start[list + 1] as number;
    let delta = 0;
    for (let k = start[list] as number; k < end; k++) {
      const f = form[k] as number;
      const unit = this.#tables.unitOf[f * this.#slots + slot] as number;
      if (unit >= 0) delta += this.#look((this.#start[person] as number) + (local[k] as number), f, unit, change[k] as number);
    }
    return delta;
  }

  #look(k: number, f: number, unit: number, amount: number): number {
    if (amount > 1 || amount < -1) return this.#lookAtBoth(k, f, unit, amount);
    const before = this.#count[(this.#base[k] as number) + unit] as number;
    const after = before + amount;
    if (before > 0 === after > 0) return 0;
    const on = after > 0 !== (this.#tables.none[f] === 1);
    const extra = this.#extra[k] as number;
    const kind = this.#tables.kind[f];
    if (kind === 2) return on ? (this.#price[extra + unit] as number) : -(this.#price[extra + unit] as number);
    return kind === 1 ? this.#flipRun(f, this.#base[k] as number, unit, on) : this.#lookAtWindows(extra, f, unit, on);
  }

  /** A change that reaches into the next unit: the first part is done and taken back, for they share windows. */
  #lookAtBoth(k: number, f: number, unit: number, amount: number): number {
    const spill = spillOf(amount);
    const own = amount - SPILL * spill;
    const hasNext = unit + 1 < (this.#tables.units[f] as number);
    if (!hasNext) return own === 0 ? 0 : this.#look(k, f, unit, own);
    if (own === 0) return this.#look(k, f, unit + 1, spill);
    const delta = this.#shift(k, f, unit, own) + this.#look(k, f, unit + 1, spill);
    this.#shift(k, f, unit, -own);
    return delta;
  }

  #lookAtWindows(extra: number, f: number, unit: number, on: boolean): number {
    const { reach, step } = this.#tables;
    const place = (this.#tables.firstUnit[f] as number) + unit;
    const table = this.#tables.table[f] as number;
    const from = on ? table : table - 1;
    const last = extra + (reach[2 * place + 1] as number);
    let delta = 0;
    for (let at = extra + (reach[2 * place] as number); at <= last; at++) delta += step[from + (this.#value[at] as number)] as number;
    return on ? delta : -delta;
  }

  #flipRun(f: number, base: number, unit: number, on: boolean): number {
    const left = unit > 0 && this.#isOn(f, base, unit - 1) ? this.#runStart(f, base, unit - 1) : unit;
    const units = this.#tables.units[f] as number;
    let right = unit;
    while (right + 1 < units && this.#isOn(f, base, right + 1)) right++;
    const whole = this.#runCost(f, left, right);
    const parts = (left < unit ? this.#runCost(f, left, unit - 1) : 0) + (right > unit ? this.#runCost(f, unit + 1, right) : 0);
    return on ? whole - parts : parts - whole;
  }

  #runStart(f: number, base: number, unit: number): number {
    let start = unit;
    while (start > 0 && this.#isOn(f, base, start - 1)) start--;
    return start;
  }

  #runCost(f: number, from: number, to: number): number {
    if (to < (this.#tables.firstPlanned[f] as number)) return 0;
    const run = this.#tables.runs[f] ?? NO_RUN;
    const closed = !((from === 0 && run.openStart) || (to === (this.#tables.units[f] as number) - 1 && run.openEnd));
    return costOfRun(to - from + 1, closed, run);
  }
}
