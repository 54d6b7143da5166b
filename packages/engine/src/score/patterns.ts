import type { PatternForm } from '../forms.ts';
import type { Lowered } from '../lower.ts';

/** True if, with `activity` standing in `slot`, the sequence occurs from `start`. */
export function occurs(form: PatternForm, cells: Uint8Array, row: number, start: number, slot: number, activity: number): boolean {
  for (const masks of form.alternatives) {
    let all = true;
    for (let step = 0; step < form.offsets.length; step++) {
      const at = start + (form.offsets[step] as number);
      const found = at === slot ? activity : (cells[row + at] as number);
      if ((masks[step] as Uint8Array)[found] === 0) {
        all = false;
        break;
      }
    }
    if (all) return true;
  }
  return false;
}

interface Watched {
  readonly form: PatternForm;
  readonly starts: Uint8Array;
  readonly matters: Uint8Array;
}

/** Sequences of three and more steps: looked at only where a cell changes. */
export class Patterns {
  readonly #slots: number;
  readonly #ofPerson: readonly (readonly Watched[])[];

  constructor(lowered: Lowered) {
    const { people, slots, activities } = lowered.frame;
    this.#slots = slots;
    const lists: Watched[][] = Array.from({ length: people }, () => []);
    for (const form of lowered.forms) {
      if (form.kind !== 'pattern' || form.offsets.length < 3) continue;
      const starts = new Uint8Array(slots);
      for (const start of form.starts) starts[start] = 1;
      const entry = { form, starts, matters: distinguishing(form, activities) };
      for (const person of form.people) lists[person]?.push(entry);
    }
    this.#ofPerson = lists;
  }

  /** Adds what each person's sequences cost to her place in `costs`. */
  reset(cells: Uint8Array, costs: Float64Array): void {
    this.#ofPerson.forEach((list, person) => {
      let cost = costs[person] as number;
      for (const { form } of list) {
        for (const start of form.starts) if (occurs(form, cells, person * this.#slots, start, -1, 0)) cost += form.cost;
      }
      costs[person] = cost;
    });
  }

  move(cells: Uint8Array, person: number, slot: number, a: number, b: number): number {
    const list = this.#ofPerson[person] as readonly Watched[];
    let delta = 0;
    for (let k = 0; k < list.length; k++) {
      const { form, starts, matters } = list[k] as Watched;
      if (matters[a] === matters[b]) continue;
      for (let step = 0; step < form.offsets.length; step++) {
        const start = slot - (form.offsets[step] as number);
        if (start < 0 || starts[start] !== 1) continue;
        const before = occurs(form, cells, person * this.#slots, start, slot, a);
        const after = occurs(form, cells, person * this.#slots, start, slot, b);
        if (before !== after) delta += after ? form.cost : -form.cost;
      }
    }
    return delta;
  }
}

/** Gives two activities the same number if no step of the sequence tells them apart. */
function distinguishing(form: PatternForm, activities: number): Uint8Array {
  const seen = new Map<string, number>();
  return Uint8Array.from({ length: activities }, (_, activity) => {
    const key = form.alternatives.map((masks) => masks.map((mask) => mask[activity]).join('')).join('/');
    const known = seen.get(key) ?? seen.size;
    seen.set(key, known);
    return known;
  });
}
