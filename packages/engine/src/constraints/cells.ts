import * as z from 'zod';
import { activityNames, peopleSelector, slotSelector } from '../problem/selectors.ts';
import { addForm, declare, unitCost } from './declare.ts';
import type { Lowering } from './declare.ts';

const eligible = z.strictObject({ people: peopleSelector.optional(), when: slotSelector.optional(), activities: activityNames });

const cellBase = (to: Lowering, person: number, slot: number): number => (person * to.frame.slots + slot) * to.frame.activities;

/** Cells that a rule names, and what each may hold (cell x activities): one array each, for a year has very many cells. */
class Marks {
  readonly named: Uint8Array;
  readonly masks: Uint8Array;

  constructor({ frame: { people, slots, activities } }: Lowering) {
    this.named = new Uint8Array(people * slots);
    this.masks = new Uint8Array(people * slots * activities);
  }

  /** Lets a cell hold the activities of the mask too. */
  add(cell: number, mask: Uint8Array): void {
    this.named[cell] = 1;
    const base = cell * mask.length;
    for (let a = 0; a < mask.length; a++) if (mask[a] === 1) this.masks[base + a] = 1;
  }

  /** Lets a cell hold the activities of the mask only. */
  put(cell: number, mask: Uint8Array): void {
    this.named[cell] = 1;
    this.masks.set(mask, cell * mask.length);
  }
}

/** Narrows cells to the marked activities (hard), or charges the others (soft). */
function restrict(to: Lowering, rule: { index: number; level: 'hard' | 'soft'; weight: number; params: unknown }, { named, masks }: Marks): void {
  const { activities, slots } = to.frame;
  for (let cell = 0; cell < named.length; cell++) {
    if (named[cell] === 0) continue;
    for (let activity = 0; activity < activities; activity++) {
      if (masks[cell * activities + activity] === 1) continue;
      if (rule.level === 'hard') to.out.allowed[cell * activities + activity] = 0;
      else {
        const person = Math.floor(cell / slots);
        to.out.cells.push({ rule: rule.index, person, slot: cell - person * slots, activity, cost: unitCost(rule) });
      }
    }
  }
}

/**
 * Who may do what: a cell named by some entry may take the activities of all entries that name it; cells that no
 * entry names stay as they are.
 */
export const eligibility = declare('eligibility', z.strictObject({ allow: z.array(eligible).min(1) }), (rule, to) => {
  const marks = new Marks(to);
  for (const entry of rule.params.allow) {
    const mask = to.frame.mask(entry.activities);
    const slots = to.frame.selectSlots(entry.when);
    for (const person of to.frame.selectPeople(entry.people)) {
      for (const slot of slots) marks.add(person * to.frame.slots + slot, mask);
    }
  }
  restrict(to, rule, marks);
});

const away = z.strictObject({ person: z.string(), fromSlot: z.int(), toSlot: z.int(), activities: activityNames });

/** Absences, by slots [fromSlot, toSlot): only the listed activities are possible, whatever eligibility says. */
export const absence = declare('absence', z.strictObject({ items: z.array(away) }), (rule, to) => {
  const marks = new Marks(to);
  for (const item of rule.params.items) {
    const person = to.frame.selectPeople({ ids: [item.person] })[0] as number;
    const mask = to.frame.mask(item.activities);
    for (let slot = Math.max(0, item.fromSlot); slot < item.toSlot && slot + to.frame.history < to.frame.slots; slot++) {
      const internal = slot + to.frame.history;
      marks.put(person * to.frame.slots + internal, mask);
      const base = cellBase(to, person, internal);
      mask.forEach((bit, activity) => {
        if (bit === 1) to.out.allowed[base + activity] = 1;
      });
    }
  }
  restrict(to, rule, marks);
});

const wish = z.strictObject({
  person: z.string(),
  fromSlot: z.int(),
  toSlot: z.int().optional(),
  activities: activityNames,
  cost: z.int().min(-1000).max(1000).default(1),
});

interface WishRange {
  readonly person: number;
  readonly from: number;
  readonly to: number;
  readonly cost: number;
}

/** Puts wishes into as few layers as possible, so that within a layer ranges are equal or apart. */
function layersOf(wishes: readonly WishRange[]): WishRange[][] {
  const layers: { taken: Map<number, WishRange>; items: WishRange[] }[] = [];
  for (const wishRange of wishes) {
    const slots = Array.from({ length: wishRange.to - wishRange.from }, (_, i) => wishRange.from + i);
    const fits = (layer: (typeof layers)[number]): boolean =>
      slots.every((slot) => {
        const other = layer.taken.get(slot);
        return other === undefined || (other.from === wishRange.from && other.to === wishRange.to);
      });
    let layer = layers.find(fits);
    if (!layer) layers.push((layer = { taken: new Map(), items: [] }));
    for (const slot of slots) layer.taken.set(slot, wishRange);
    layer.items.push(wishRange);
  }
  return layers.map((layer) => layer.items);
}

function addWishes(to: Lowering, rule: number, on: Uint8Array, wishes: readonly WishRange[]): void {
  for (const layer of layersOf(wishes)) {
    const starts = [...new Map(layer.map((item) => [item.from, { from: item.from, to: item.to }])).values()].sort((a, b) => a.from - b.from);
    const unitAt = new Map(starts.map((range, unit) => [range.from, unit]));
    addForm(to, {
      kind: 'unit', rule, people: [...new Set(layer.map((item) => item.person))].sort((a, b) => a - b), units: starts, on, carry: null, none: false,
      check: { kind: 'each', items: layer.map((item) => ({ person: item.person, unit: unitAt.get(item.from) ?? 0, cost: item.cost })) }, measure: 'wish',
    });
  }
}

/**
 * Wishes: a cost (or, negative, a reward) once if any slot of [fromSlot, toSlot) holds one of the activities.
 * A wish for something is written as a cost on the other activities, or as a negative cost.
 */
export const preference = declare('preference', z.strictObject({ items: z.array(wish) }), (rule, to) => {
  const { history, slots } = to.frame;
  const long = new Map<string, { on: Uint8Array; wishes: WishRange[] }>();
  for (const item of rule.params.items) {
    const person = to.frame.selectPeople({ ids: [item.person] })[0] as number;
    const on = to.frame.mask(item.activities);
    const cost = item.cost * unitCost(rule);
    const from = item.fromSlot + history;
    const end = Math.min(slots, (item.toSlot ?? item.fromSlot + 1) + history);
    if (from < history || from >= end) continue;
    if (end - from === 1) {
      on.forEach((bit, activity) => {
        if (bit === 1) to.out.cells.push({ rule: rule.index, person, slot: from, activity, cost });
      });
      continue;
    }
    const group = long.get(on.join('')) ?? { on, wishes: [] };
    group.wishes.push({ person, from, to: end, cost });
    long.set(on.join(''), group);
  }
  for (const { on, wishes } of long.values()) addWishes(to, rule.index, on, wishes);
});

const planned = z.strictObject({ person: z.string(), slot: z.int(), activity: z.string() });

/** Distance to a published plan: each planned cell that comes out differently costs one unit. */
export const planDistance = declare('planDistance', z.strictObject({ plan: z.array(planned) }), (rule, to) => {
  for (const cell of rule.params.plan) {
    const person = to.frame.selectPeople({ ids: [cell.person] })[0] as number;
    const keep = to.frame.activityIndex.get(cell.activity);
    const slot = cell.slot + to.frame.history;
    if (slot < to.frame.history || slot >= to.frame.slots) continue;
    for (let activity = 0; activity < to.frame.activities; activity++) {
      if (activity !== keep) to.out.cells.push({ rule: rule.index, person, slot, activity, cost: unitCost(rule) });
    }
  }
});
