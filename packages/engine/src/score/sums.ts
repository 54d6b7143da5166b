import { costOfRange } from '../forms.ts';
import type { SumForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { effectsOf } from './effects.ts';
import type { Effects } from './effects.ts';

/** First and last window (in order of start, ends not falling) that holds each slot. */
export function windowsOfSlots(windows: readonly { from: number; to: number }[], slots: number): { first: Int32Array; last: Int32Array } {
  const first = new Int32Array(slots);
  const last = new Int32Array(slots).fill(-1);
  for (let slot = 0; slot < slots; slot++) {
    let seen = false;
    windows.forEach((window, w) => {
      if (slot < window.from || slot >= window.to) return;
      if (!seen) first[slot] = w;
      seen = true;
      last[slot] = w;
    });
  }
  return { first, last };
}

/** Windows must nest in a contiguous way for the first/last scheme; forms whose windows do not are split. */
function splitWindows(form: SumForm): SumForm[] {
  const chains: number[][] = [];
  form.windows.forEach((window, w) => {
    const chain = chains.find((list) => (form.windows[list.at(-1) as number]?.to as number) <= window.to && contiguous(form, list, window));
    if (chain) chain.push(w);
    else chains.push([w]);
  });
  if (chains.length === 1) return [form];
  return chains.map((list) => ({
    ...form,
    windows: list.map((w) => form.windows[w] as SumForm['windows'][number]),
    min: pick(form.min, list, form),
    max: pick(form.max, list, form),
  }));
}

const contiguous = (form: SumForm, list: readonly number[], window: { from: number }): boolean =>
  list.every((w) => (form.windows[w]?.from as number) <= window.from);

const pick = (values: Float64Array, list: readonly number[], form: SumForm): Float64Array =>
  Float64Array.from(form.people.flatMap((_, i) => list.map((w) => values[i * form.windows.length + w] as number)));

/** Numbers kept per window: how far the sum may rise, and how far it may fall, before it costs something. */
const STRIDE = 2;

/** Keeps, per person, the sums over windows of slots. */
export class Sums {
  readonly #slots: number;
  readonly #activities: number;
  readonly #forms: readonly SumForm[];
  readonly #effects: Effects;
  /** (form, slot): first and last window that holds the slot. */
  readonly #reach: Int32Array;
  /** Instances (form, person) of each person: positions [start, start of next). */
  readonly #start: Int32Array;
  readonly #form: Int32Array;
  /** Where the windows of an instance begin in #room. */
  readonly #base: Int32Array;
  readonly #room: Float64Array;
  /** Least and greatest sum of each window. */
  readonly #limits: Float64Array;
  readonly #under: Float64Array;
  readonly #over: Float64Array;
  readonly #per: Float64Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'sum').flatMap(splitWindows);
    this.#slots = slots;
    this.#activities = activities;
    this.#forms = forms;
    this.#reach = new Int32Array(forms.length * slots * 2);
    forms.forEach((form, f) => {
      const { first, last } = windowsOfSlots(form.windows, slots);
      for (let slot = 0; slot < slots; slot++) this.#reach.set([first[slot] as number, last[slot] as number], (f * slots + slot) * 2);
    });
    const instances = listInstances(forms, people);
    this.#start = instances.start;
    this.#form = instances.form;
    this.#base = instances.base;
    this.#room = new Float64Array(instances.limits.length);
    this.#limits = instances.limits;
    this.#effects = effectsOf(instances.ofPerson, activities, (f, from, to) => (forms[f]?.values[to] ?? 0) - (forms[f]?.values[from] ?? 0));
    this.#under = Float64Array.from(forms, (form) => form.under);
    this.#over = Float64Array.from(forms, (form) => form.over);
    this.#per = Float64Array.from(forms, (form) => form.per);
  }

  /** Sums afresh and adds what each person's windows cost to her place in `costs`. */
  reset(cells: Uint8Array, costs: Float64Array): void {
    for (let person = 0; person < costs.length; person++) {
      let cost = costs[person] as number;
      for (let k = this.#start[person] as number; k < (this.#start[person + 1] as number); k++) cost += this.#resetInstance(cells, person, k);
      costs[person] = cost;
    }
  }

  #resetInstance(cells: Uint8Array, person: number, k: number): number {
    const form = this.#forms[this.#form[k] as number] as SumForm;
    let at = this.#base[k] as number;
    let cost = 0;
    for (const window of form.windows) {
      let sum = 0;
      for (let slot = window.from; slot < window.to; slot++) sum += form.values[cells[person * this.#slots + slot] as number] as number;
      const [min, max] = [this.#limits[at] as number, this.#limits[at + 1] as number];
      this.#room[at] = max - sum;
      this.#room[at + 1] = sum - min;
      cost += costOfRange(sum, min, max, form);
      at += STRIDE;
    }
    return cost;
  }

  /** Moves a person from activity `a` to `b` in a slot; returns the change of cost. */
  move(person: number, slot: number, a: number, b: number): number {
    const { kind, start, local, form, change } = this.#effects;
    const list = ((kind[person] as number) * this.#activities + a) * this.#activities + b;
    const end = start[list + 1] as number;
    let delta = 0;
    for (let k = start[list] as number; k < end; k++) {
      const f = form[k] as number;
      const place = (f * this.#slots + slot) * 2;
      const base = this.#base[(this.#start[person] as number) + (local[k] as number)] as number;
      const last = base + STRIDE * (this.#reach[place + 1] as number);
      const amount = change[k] as number;
      for (let at = base + STRIDE * (this.#reach[place] as number); at <= last; at += STRIDE) {
        delta += this.#difference(at, f, amount);
        this.#room[at] = (this.#room[at] as number) - amount;
        this.#room[at + 1] = (this.#room[at + 1] as number) + amount;
      }
    }
    return delta;
  }

  /** What {@link move} would return, changing nothing. */
  peek(person: number, slot: number, a: number, b: number): number {
    const { kind, start, local, form, change } = this.#effects;
    const list = ((kind[person] as number) * this.#activities + a) * this.#activities + b;
    const end = start[list + 1] as number;
    let delta = 0;
    for (let k = start[list] as number; k < end; k++) {
      const f = form[k] as number;
      const place = (f * this.#slots + slot) * 2;
      const base = this.#base[(this.#start[person] as number) + (local[k] as number)] as number;
      const last = base + STRIDE * (this.#reach[place + 1] as number);
      const amount = change[k] as number;
      for (let at = base + STRIDE * (this.#reach[place] as number); at <= last; at += STRIDE) delta += this.#difference(at, f, amount);
    }
    return delta;
  }

  /** What adding `change` to one sum would cost. */
  #difference(at: number, f: number, change: number): number {
    const rise = this.#room[at] as number;
    const fall = this.#room[at + 1] as number;
    let delta = 0;
    if (rise < 0 || rise < change) delta += (this.#excess(change - rise, f) - this.#excess(-rise, f)) * (this.#over[f] as number);
    if (fall < 0 || fall < -change) delta += (this.#excess(-change - fall, f) - this.#excess(-fall, f)) * (this.#under[f] as number);
    return delta;
  }

  #excess(amount: number, f: number): number {
    return amount > 0 ? Math.ceil(amount / (this.#per[f] as number) - 1e-9) : 0;
  }
}

function listInstances(forms: readonly SumForm[], people: number) {
  const start = new Int32Array(people + 1);
  const form: number[] = [];
  const base: number[] = [];
  const limits: number[] = [];
  const rows = forms.map((candidate) => new Map(candidate.people.map((person, row) => [person, row])));
  const ofPerson = Array.from({ length: people }, (_, person) => forms.flatMap((_form, f) => (rows[f]?.has(person) === true ? [f] : [])));
  ofPerson.forEach((mine, person) => {
    for (const f of mine) {
      const { windows, min, max } = forms[f] as SumForm;
      const row = (rows[f]?.get(person) ?? 0) * windows.length;
      form.push(f);
      base.push(limits.length);
      windows.forEach((_, w) => limits.push(min[row + w] as number, max[row + w] as number));
    }
    start[person + 1] = form.length;
  });
  return { ofPerson, start, form: Int32Array.from(form), base: Int32Array.from(base), limits: Float64Array.from(limits) };
}
