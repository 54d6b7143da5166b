import type { PatternForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';

/** Adds a two-step sequence to a table over (first activity, second activity). */
function addToTable(table: Float64Array, form: PatternForm, activities: number): void {
  for (let a = 0; a < activities; a++) {
    for (let b = 0; b < activities; b++) {
      const hit = form.alternatives.some(([first, second]) => first?.[a] === 1 && second?.[b] === 1);
      if (hit) table[a * activities + b] = (table[a * activities + b] as number) + form.cost;
    }
  }
}

/**
 * Two-step sequences. All of a person's rules that start at one slot with one lag are merged into one table, so a
 * change costs two look-ups per lag however many rules there are.
 */
export class Pairs {
  readonly #slots: number;
  readonly #activities: number;
  readonly #lags: Int32Array;
  readonly #signature: Int32Array;
  /** (signature, slot, lag) to the places of the tables that begin and that end in the slot, -1 if none. */
  readonly #place: Int32Array;
  readonly #table: Float64Array;

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    this.#slots = slots;
    this.#activities = activities;
    const forms = lowered.forms.filter((form) => form.kind === 'pattern' && form.offsets.length === 2) as PatternForm[];
    const lagOf = (form: PatternForm): number => (form.offsets[1] as number) - (form.offsets[0] as number);
    this.#lags = Int32Array.from([...new Set(forms.map(lagOf))].sort((a, b) => a - b));
    const starts = forms.map((form) => {
      const mask = new Uint8Array(slots);
      for (const start of form.starts) mask[start + (form.offsets[0] as number)] = 1;
      return mask;
    });
    const members = forms.map((form) => new Set(form.people));
    const signatures = new Map<string, { id: number; forms: number[] }>();
    this.#signature = Int32Array.from({ length: people }, (_, person) => {
      const mine = forms.flatMap((_form, f) => (members[f]?.has(person) ? [f] : []));
      const key = mine.join();
      const known = signatures.get(key) ?? { id: signatures.size, forms: mine };
      signatures.set(key, known);
      return known.id;
    });
    this.#place = new Int32Array(signatures.size * this.#lags.length * slots * 2).fill(-1);
    const tables: Float64Array[] = [];
    const known = new Map<string, number>();
    for (const { id, forms: mine } of signatures.values()) {
      this.#lags.forEach((lag, l) => {
        const candidates = mine.filter((f) => lagOf(forms[f] as PatternForm) === lag);
        for (let slot = 0; slot + lag < slots; slot++) {
          const active = candidates.filter((f) => starts[f]?.[slot] === 1);
          if (active.length === 0) continue;
          const key = active.join();
          let place = known.get(key);
          if (place === undefined) {
            place = tables.length * activities * activities;
            const table = new Float64Array(activities * activities);
            for (const f of active) addToTable(table, forms[f] as PatternForm, activities);
            tables.push(table);
            known.set(key, place);
          }
          this.#place[this.#row(id, slot) + 2 * l] = place;
          this.#place[this.#row(id, slot + lag) + 2 * l + 1] = place;
        }
      });
    }
    this.#table = new Float64Array(tables.length * activities * activities);
    tables.forEach((table, t) => this.#table.set(table, t * activities * activities));
  }

  #row(signature: number, slot: number): number {
    return (signature * this.#slots + slot) * this.#lags.length * 2;
  }

  /** Adds what each person's sequences cost to her place in `costs`. */
  reset(cells: Uint8Array, costs: Float64Array): void {
    for (let person = 0; person < costs.length; person++) {
      let cost = costs[person] as number;
      for (let slot = 0; slot < this.#slots; slot++) {
        const row = this.#row(this.#signature[person] as number, slot);
        const at = person * this.#slots + slot;
        this.#lags.forEach((lag, l) => {
          const place = this.#place[row + 2 * l] as number;
          if (place >= 0) cost += this.#table[place + (cells[at] as number) * this.#activities + (cells[at + lag] as number)] as number;
        });
      }
      costs[person] = cost;
    }
  }

  /** What changes if a person takes over slots [from, to) of a row that begins at `offset` of `source`. */
  take(cells: Uint8Array, person: number, from: number, to: number, source: Uint8Array, offset: number): number {
    let delta = 0;
    const row = person * this.#slots;
    const signature = this.#signature[person] as number;
    for (let l = 0; l < this.#lags.length; l++) {
      const lag = this.#lags[l] as number;
      for (let slot = Math.max(0, from - lag); slot < to; slot++) {
        const end = slot + lag;
        const place = this.#place[this.#row(signature, slot) + 2 * l] as number;
        if (place < 0 || (slot < from && end >= to)) continue;
        const first = cells[row + slot] as number;
        const second = cells[row + end] as number;
        const newFirst = slot < from ? first : (source[offset + slot] as number);
        const newSecond = end < to ? (source[offset + end] as number) : second;
        delta += (this.#table[place + newFirst * this.#activities + newSecond] as number) - (this.#table[place + first * this.#activities + second] as number);
      }
    }
    return delta;
  }

  /** What putting `b` in the place of `a` changes. Nothing is kept here, so looking and doing are the same. */
  move(cells: Uint8Array, person: number, slot: number, a: number, b: number): number {
    let delta = 0;
    const lags = this.#lags;
    const activities = this.#activities;
    const at = person * this.#slots + slot;
    let row = this.#row(this.#signature[person] as number, slot);
    for (let l = 0; l < lags.length; l++, row += 2) {
      const lag = lags[l] as number;
      const here = this.#place[row] as number;
      if (here >= 0) {
        const next = here + (cells[at + lag] as number);
        delta += (this.#table[next + b * activities] as number) - (this.#table[next + a * activities] as number);
      }
      const back = this.#place[row + 1] as number;
      if (back >= 0) {
        const previous = back + (cells[at - lag] as number) * activities;
        delta += (this.#table[previous + b] as number) - (this.#table[previous + a] as number);
      }
    }
    return delta;
  }
}
