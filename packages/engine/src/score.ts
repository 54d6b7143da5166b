import type { Lowered } from './lower.ts';
import { Columns } from './score/columns.ts';
import { Pairs } from './score/pairs.ts';
import { Patterns } from './score/patterns.ts';
import { Sums } from './score/sums.ts';
import { Units } from './score/units.ts';

export { HARD, unpack } from './frame.ts';

/**
 * A schedule and its cost, kept up to date change by change. Cells are people x slots (history first), each an
 * activity number; the cost is packed (see {@link unpack}) and exact.
 */
export class Score {
  readonly lowered: Lowered;
  readonly cells: Uint8Array;
  readonly #slots: number;
  readonly #activities: number;
  readonly #cellCost: Float64Array;
  readonly #columns: Columns;
  readonly #sums: Sums;
  readonly #units: Units;
  readonly #pairs: Pairs;
  readonly #patterns: Patterns;
  #total = 0;

  constructor(lowered: Lowered) {
    this.lowered = lowered;
    const { people, slots, activities } = lowered.frame;
    this.#slots = slots;
    this.#activities = activities;
    this.cells = new Uint8Array(people * slots);
    this.#cellCost = cellCosts(lowered);
    this.#columns = new Columns(lowered);
    this.#sums = new Sums(lowered);
    this.#units = new Units(lowered);
    this.#pairs = new Pairs(lowered);
    this.#patterns = new Patterns(lowered);
    this.load(emptyCells(lowered));
  }

  /** The packed cost of the schedule. */
  get total(): number {
    return this.#total;
  }

  /** Takes over a whole schedule. */
  load(cells: Uint8Array): void {
    this.cells.set(cells);
    let cost = 0;
    for (let at = 0; at < this.cells.length; at++) cost += this.#cellCost[at * this.#activities + (this.cells[at] as number)] as number;
    this.#total =
      cost + this.#columns.reset(this.cells) + this.#sums.reset(this.cells) + this.#units.reset(this.cells) + this.#pairs.reset(this.cells) + this.#patterns.reset(this.cells);
  }

  /** Puts an activity into a cell and returns the change of the packed cost. */
  set(person: number, slot: number, activity: number): number {
    const at = person * this.#slots + slot;
    const before = this.cells[at] as number;
    if (before === activity) return 0;
    const cost = at * this.#activities;
    const delta =
      (this.#cellCost[cost + activity] as number) -
      (this.#cellCost[cost + before] as number) +
      this.#columns.move(person, slot, before, activity) +
      this.#sums.move(person, slot, before, activity) +
      this.#units.move(person, slot, before, activity) +
      this.#pairs.move(this.cells, person, slot, before, activity) +
      this.#patterns.move(this.cells, person, slot, before, activity);
    this.cells[at] = activity;
    this.#total += delta;
    return delta;
  }
}

/** Costs of single cells, with one-step sequences counted in. */
function cellCosts(lowered: Lowered): Float64Array {
  const { people, slots, activities } = lowered.frame;
  const costs = new Float64Array(people * slots * activities);
  const add = (person: number, slot: number, activity: number, cost: number): void => {
    const at = (person * slots + slot) * activities + activity;
    costs[at] = (costs[at] as number) + cost;
  };
  for (const cell of lowered.cells) add(cell.person, cell.slot, cell.activity, cell.cost);
  for (const form of lowered.forms) {
    if (form.kind !== 'pattern' || form.offsets.length !== 1) continue;
    for (const person of form.people) {
      for (const start of form.starts) {
        for (let a = 0; a < activities; a++) {
          if (form.alternatives.some(([mask]) => mask?.[a] === 1)) add(person, start + (form.offsets[0] as number), a, form.cost);
        }
      }
    }
  }
  return costs;
}

/** A schedule of rest, pinned cells as pinned, other cells at the first activity they may take. */
export function emptyCells(lowered: Lowered): Uint8Array {
  const { activities } = lowered.frame;
  return Uint8Array.from(lowered.pinned, (pinned, at) => {
    if (pinned >= 0) return pinned;
    const first = lowered.allowed.subarray(at * activities, (at + 1) * activities).indexOf(1);
    return Math.max(0, first);
  });
}
