import { costOfRange } from '../forms.ts';
import type { SumForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';

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

/** Keeps, per person, the sums over windows of slots. */
export class Sums {
  readonly #slots: number;
  readonly #activities: number;
  readonly #forms: readonly SumForm[];
  readonly #value: Float64Array;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  /** Instances (form, person) of each person: positions [start, start of next). */
  readonly #start: Int32Array;
  readonly #form: Int32Array;
  readonly #base: Int32Array;
  readonly #sum: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #under: Float64Array;
  readonly #over: Float64Array;
  readonly #per: Float64Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    const forms = lowered.forms.filter((form) => form.kind === 'sum').flatMap(splitWindows);
    this.#slots = slots;
    this.#activities = activities;
    this.#forms = forms;
    this.#value = new Float64Array(forms.length * activities);
    this.#first = new Int32Array(forms.length * slots);
    this.#last = new Int32Array(forms.length * slots);
    forms.forEach((form, f) => {
      this.#value.set(form.values, f * activities);
      const { first, last } = windowsOfSlots(form.windows, slots);
      this.#first.set(first, f * slots);
      this.#last.set(last, f * slots);
    });
    const instances = listInstances(forms, people);
    this.#start = instances.start;
    this.#form = instances.form;
    this.#base = instances.base;
    this.#sum = new Float64Array(instances.size);
    this.#min = instances.min;
    this.#max = instances.max;
    this.#under = Float64Array.from(forms, (form) => form.under);
    this.#over = Float64Array.from(forms, (form) => form.over);
    this.#per = Float64Array.from(forms, (form) => form.per);
  }

  reset(cells: Uint8Array): number {
    this.#sum.fill(0);
    let cost = 0;
    for (let person = 0; person + 1 < this.#start.length; person++) {
      for (let k = this.#start[person] as number; k < (this.#start[person + 1] as number); k++) cost += this.#resetInstance(cells, person, k);
    }
    return cost;
  }

  #resetInstance(cells: Uint8Array, person: number, k: number): number {
    const f = this.#form[k] as number;
    const form = this.#forms[f] as SumForm;
    const base = this.#base[k] as number;
    let cost = 0;
    form.windows.forEach((window, w) => {
      let sum = 0;
      for (let slot = window.from; slot < window.to; slot++) sum += form.values[cells[person * this.#slots + slot] as number] as number;
      this.#sum[base + w] = sum;
      cost += costOfRange(sum, this.#min[base + w] as number, this.#max[base + w] as number, form);
    });
    return cost;
  }

  move(person: number, slot: number, a: number, b: number): number {
    let delta = 0;
    const end = this.#start[person + 1] as number;
    for (let k = this.#start[person] as number; k < end; k++) {
      const f = this.#form[k] as number;
      const row = f * this.#activities;
      const change = (this.#value[row + b] as number) - (this.#value[row + a] as number);
      if (change !== 0) delta += this.#shift(f, this.#base[k] as number, f * this.#slots + slot, change);
    }
    return delta;
  }

  #shift(f: number, base: number, place: number, change: number): number {
    let delta = 0;
    const last = base + (this.#last[place] as number);
    for (let at = base + (this.#first[place] as number); at <= last; at++) {
      delta += this.#difference(at, f, change);
      this.#sum[at] = (this.#sum[at] as number) + change;
    }
    return delta;
  }

  /** What {@link move} would return, changing nothing. */
  peek(person: number, slot: number, a: number, b: number): number {
    let delta = 0;
    const end = this.#start[person + 1] as number;
    for (let k = this.#start[person] as number; k < end; k++) {
      const f = this.#form[k] as number;
      const row = f * this.#activities;
      const change = (this.#value[row + b] as number) - (this.#value[row + a] as number);
      if (change === 0) continue;
      const place = f * this.#slots + slot;
      const base = this.#base[k] as number;
      const last = base + (this.#last[place] as number);
      for (let at = base + (this.#first[place] as number); at <= last; at++) delta += this.#difference(at, f, change);
    }
    return delta;
  }

  /** What adding `change` to one sum would cost. */
  #difference(at: number, f: number, change: number): number {
    const before = this.#sum[at] as number;
    const after = before + change;
    const min = this.#min[at] as number;
    const max = this.#max[at] as number;
    let delta = 0;
    if (before > max || after > max) delta += (this.#excess(after - max, f) - this.#excess(before - max, f)) * (this.#over[f] as number);
    if (before < min || after < min) delta += (this.#excess(min - after, f) - this.#excess(min - before, f)) * (this.#under[f] as number);
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
  const min: number[] = [];
  const max: number[] = [];
  for (let person = 0; person < people; person++) {
    forms.forEach((candidate, f) => {
      const row = candidate.people.indexOf(person);
      if (row < 0) return;
      form.push(f);
      base.push(min.length);
      const width = candidate.windows.length;
      for (let w = 0; w < width; w++) {
        min.push(candidate.min[row * width + w] as number);
        max.push(candidate.max[row * width + w] as number);
      }
    });
    start[person + 1] = form.length;
  }
  return { start, form: Int32Array.from(form), base: Int32Array.from(base), size: min.length, min: Float64Array.from(min), max: Float64Array.from(max) };
}
