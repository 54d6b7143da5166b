import type { Lowered } from './lower.ts';
import { HARD } from './frame.ts';
import { Columns } from './score/columns.ts';
import { gainsOf } from './score/gains.ts';
import { Pairs } from './score/pairs.ts';
import { Patterns } from './score/patterns.ts';
import { Sums } from './score/sums.ts';
import { Units } from './score/units.ts';

export { HARD, unpack } from './frame.ts';

/** What looking at a change returns instead of its cost once it is clear that the change will be refused. */
export const REFUSED = 2 ** 60;

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
  /** Cost of each person's own rules, so that a change can be refused before all of it has been looked at. */
  readonly #rowCost: Float64Array;
  /** (kind of person, from activity, to activity) to what a change can gain at most beyond cells and pairs. */
  readonly #gain: Float64Array;
  readonly #gainRow: Int32Array;
  readonly #activities: number;
  /** Soft points a hard violation counts when changes are refused early. */
  hardWeight = 1;
  #total = 0;

  constructor(lowered: Lowered) {
    this.lowered = lowered;
    const { people, slots, activities } = lowered.frame;
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
    this.#rowCost = new Float64Array(people);
    const gains = gainsOf(lowered);
    this.#gain = gains.most;
    this.#activities = activities;
    this.#gainRow = Int32Array.from(gains.kind, (kind) => kind * activities * activities);
    this.load(emptyCells(lowered));
  }

  /** The packed cost of the schedule. */
  get total(): number {
    return this.#total;
  }

  /** Takes over a whole schedule. */
  load(cells: Uint8Array): void {
    this.cells.set(cells);
    const rows = this.#rowCost.fill(0);
    for (let at = 0; at < this.cells.length; at++) {
      const person = Math.floor(at / this.#slots);
      const row = this.#cellRow[at] as number;
      if (row >= 0) rows[person] = (rows[person] as number) + (this.#cellCost[row + (this.cells[at] as number)] as number);
    }
    this.#total = this.#columns.reset(this.cells);
    for (const part of [this.#sums, this.#units, this.#pairs, this.#patterns]) part.reset(this.cells, rows);
    for (const cost of rows) this.#total += cost;
  }

  /** Puts an activity into a cell and returns the change of the packed cost. */
  set(person: number, slot: number, activity: number): number {
    const before = this.cells[person * this.#slots + slot] as number;
    if (before === activity) return 0;
    const delta = this.#columns.move(person, slot, before, activity) + this.#moveRow(person, slot, before, activity);
    this.#total += delta;
    return delta;
  }

  /**
   * `prior` and what {@link set} would return, leaving everything as it was; {@link REFUSED} if that is bound to weigh more
   * than `limit` soft points.
   */
  peek(person: number, slot: number, activity: number, prior = 0, limit = Infinity): number {
    const before = this.cells[person * this.#slots + slot] as number;
    if (before === activity) return prior;
    const known = prior + this.#columns.peek(person, slot, before, activity) + this.#peekCell(person, slot, before, activity);
    if (known > limit && this.#isHopeless(known, person, this.#gainOf(person, before, activity), limit)) return REFUSED;
    return known + this.#peekRow(person, slot, before, activity);
  }

  /** Two people trade a slot; returns the change of the packed cost. Trading again takes it back. */
  exchange(person: number, other: number, slot: number): number {
    const mine = this.cells[person * this.#slots + slot] as number;
    const theirs = this.cells[other * this.#slots + slot] as number;
    if (mine === theirs) return 0;
    let delta = this.#moveRow(person, slot, mine, theirs) + this.#moveRow(other, slot, theirs, mine);
    if (!this.#columns.alike(person, other)) delta += this.#columns.move(person, slot, mine, theirs) + this.#columns.move(other, slot, theirs, mine);
    this.#total += delta;
    return delta;
  }

  /** Like {@link peek}, for {@link exchange}. */
  peekExchange(person: number, other: number, slot: number, prior = 0, limit = Infinity): number {
    const mine = this.cells[person * this.#slots + slot] as number;
    const theirs = this.cells[other * this.#slots + slot] as number;
    if (mine === theirs) return prior;
    let known = prior + this.#peekCell(person, slot, mine, theirs) + this.#peekCell(other, slot, theirs, mine);
    if (!this.#columns.alike(person, other)) {
      known += this.#columns.move(person, slot, mine, theirs) + this.#columns.peek(other, slot, theirs, mine);
      this.#columns.move(person, slot, theirs, mine);
    }
    const back = this.#gainOf(other, theirs, mine);
    if (known > limit && this.#isHopeless(known, person, this.#gainOf(person, mine, theirs) + back, limit) && this.#isSound(other)) return REFUSED;
    known += this.#peekRow(person, slot, mine, theirs);
    if (known > limit && this.#isHopeless(known, other, back, limit)) return REFUSED;
    return known + this.#peekRow(other, slot, theirs, mine);
  }

  /**
   * Whether it is clear at a glance that two people trading slots [from, to) weighs more than `limit`: by the rules that look at no
   * more than two cells, whatever those over longer times may gain. Trading slot by slot has to do and undo them all.
   */
  isTradeHopeless(person: number, other: number, from: number, to: number, limit: number): boolean {
    if (!this.#columns.alike(person, other) || !this.#isSound(person) || !this.#isSound(other)) return false;
    const known = this.#takeCells(person, from, to, this.cells, other * this.#slots) + this.#takeCells(other, from, to, this.cells, person * this.#slots);
    return known > limit && this.energyOf(known) - this.#gainOfTaking(person, from, to, this.cells, other * this.#slots) - this.#gainOfTaking(other, from, to, this.cells, person * this.#slots) > limit;
  }

  /** The same of one person who takes over slots [from, to) of `source`, which begins with slot 0. */
  isTakingHopeless(person: number, from: number, to: number, source: Uint8Array, limit: number): boolean {
    if (!this.#isSound(person)) return false;
    let known = this.#takeCells(person, from, to, source, 0);
    for (let slot = from; slot < to; slot++) {
      const before = this.cells[person * this.#slots + slot] as number;
      if (before !== source[slot]) known += this.#columns.peek(person, slot, before, source[slot] as number);
    }
    return known > limit && this.energyOf(known) - this.#gainOfTaking(person, from, to, source, 0) > limit;
  }

  /** What a person's rules about one or two cells say of taking over slots [from, to) of another row. */
  #takeCells(person: number, from: number, to: number, source: Uint8Array, offset: number): number {
    let delta = this.#pairs.take(this.cells, person, from, to, source, offset);
    const row = person * this.#slots;
    for (let slot = from; slot < to; slot++) delta += this.#cellChange(row + slot, this.cells[row + slot] as number, source[offset + slot] as number);
    return delta;
  }

  #gainOfTaking(person: number, from: number, to: number, source: Uint8Array, offset: number): number {
    const row = person * this.#slots;
    let gain = 0;
    for (let slot = from; slot < to; slot++) gain += this.#gainOf(person, this.cells[row + slot] as number, source[offset + slot] as number);
    return gain;
  }

  /** Soft points that the rules over longer times may gain at most. */
  #gainOf(person: number, before: number, activity: number): number {
    return this.#gain[(this.#gainRow[person] as number) + before * this.#activities + activity] as number;
  }

  /** Whether nothing that the rules of `person` may still say brings the cost below the limit. */
  #isHopeless(known: number, person: number, gain: number, limit: number): boolean {
    return this.#isSound(person) && this.energyOf(known) - gain > limit;
  }

  /** Whether a person breaks no hard rule of her own, so that a change can gain soft points only. */
  #isSound(person: number): boolean {
    return (this.#rowCost[person] as number) < HARD / 2;
  }

  /** A packed cost in points, a hard violation being worth {@link hardWeight}. */
  energyOf(cost: number): number {
    if (cost < HARD / 2 && cost > -HARD / 2) return cost;
    const hard = Math.round(cost / HARD);
    return hard * this.hardWeight + (cost - hard * HARD);
  }

  /** Changes a cell as far as the person's own rules go. */
  #moveRow(person: number, slot: number, before: number, activity: number): number {
    const at = person * this.#slots + slot;
    const delta =
      this.#cellChange(at, before, activity) +
      this.#sums.move(person, slot, before, activity) +
      this.#units.move(person, slot, before, activity) +
      this.#pairs.move(this.cells, person, slot, before, activity) +
      this.#patterns.move(this.cells, person, slot, before, activity);
    this.cells[at] = activity;
    this.#rowCost[person] = (this.#rowCost[person] as number) + delta;
    return delta;
  }

  /** What the rules that look at no more than two cells say. */
  #peekCell(person: number, slot: number, before: number, activity: number): number {
    return this.#cellChange(person * this.#slots + slot, before, activity) + this.#pairs.move(this.cells, person, slot, before, activity);
  }

  #peekRow(person: number, slot: number, before: number, activity: number): number {
    return (
      this.#sums.peek(person, slot, before, activity) +
      this.#units.peek(person, slot, before, activity) +
      this.#patterns.move(this.cells, person, slot, before, activity)
    );
  }

  #cellChange(at: number, before: number, activity: number): number {
    if (this.#cellCost.length === 0) return 0;
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
