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
  /** Place of a cell's costs in #cellCost, -1 for the many cells that have none. */
  readonly #cellRow: Int32Array;
  readonly #cellCost: Float64Array;
  readonly #columns: Columns;
  readonly #sums: Sums;
  readonly #units: Units;
  readonly #pairs: Pairs;
  readonly #patterns: Patterns;
  #total = 0;

  constructor(lowered: Lowered) {
    this.lowered = lowered;
    const { people, slots } = lowered.frame;
    this.#slots = slots;
    this.cells = new Uint8Array(people * slots);
    const { row, costs } = cellCosts(lowered);
    this.#cellRow = row;
    this.#cellCost = costs;
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
    for (let at = 0; at < this.cells.length; at++) {
      const row = this.#cellRow[at] as number;
      if (row >= 0) cost += this.#cellCost[row + (this.cells[at] as number)] as number;
    }
    this.#total =
      cost + this.#columns.reset(this.cells) + this.#sums.reset(this.cells) + this.#units.reset(this.cells) + this.#pairs.reset(this.cells) + this.#patterns.reset(this.cells);
  }

  /** Puts an activity into a cell and returns the change of the packed cost. */
  set(person: number, slot: number, activity: number): number {
    const at = person * this.#slots + slot;
    const before = this.cells[at] as number;
    if (before === activity) return 0;
    const delta =
      this.#cellChange(at, before, activity) +
      this.#columns.move(person, slot, before, activity) +
      this.#sums.move(person, slot, before, activity) +
      this.#units.move(person, slot, before, activity) +
      this.#pairs.move(this.cells, person, slot, before, activity) +
      this.#patterns.move(this.cells, person, slot, before, activity);
    this.cells[at] = activity;
    this.#total += delta;
    return delta;
  }

  /** What {@link set} would return, leaving everything as it was. */
  peek(person: number, slot: number, activity: number): number {
    const at = person * this.#slots + slot;
    const before = this.cells[at] as number;
    if (before === activity) return 0;
    return (
      this.#cellChange(at, before, activity) +
      this.#columns.peek(person, slot, before, activity) +
      this.#sums.peek(person, slot, before, activity) +
      this.#units.peek(person, slot, before, activity) +
      this.#pairs.move(this.cells, person, slot, before, activity) +
      this.#patterns.move(this.cells, person, slot, before, activity)
    );
  }

  #cellChange(at: number, before: number, activity: number): number {
    const row = this.#cellRow[at] as number;
    return row < 0 ? 0 : (this.#cellCost[row + activity] as number) - (this.#cellCost[row + before] as number);
  }
}

/** Costs of single cells, with one-step sequences counted in. */
function cellCosts(lowered: Lowered): { row: Int32Array; costs: Float64Array } {
  const { people, slots, activities } = lowered.frame;
  const row = new Int32Array(people * slots).fill(-1);
  const costs: number[] = [];
  const add = (person: number, slot: number, activity: number, cost: number): void => {
    const at = person * slots + slot;
    if (row[at] === -1) {
      row[at] = costs.length;
      for (let a = 0; a < activities; a++) costs.push(0);
    }
    const place = (row[at] as number) + activity;
    costs[place] = (costs[place] as number) + cost;
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
  return { row, costs: Float64Array.from(costs) };
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
