import type { CellForm, PatternForm } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import { occurs } from '../score/patterns.ts';

/** What part of a problem to model, and how. */
export interface ModelChoice {
  /** The schedule the constants come from (people x slots, history first). */
  readonly cells: Uint8Array;
  /** 1 for cells that may change; all choosable cells when absent. */
  readonly free?: Uint8Array;
  /** Points a hard violation costs; `strict` forbids it. */
  readonly hard: number | 'strict';
  /** Rules to leave out have 0 here. */
  readonly rules?: Uint8Array;
}

/** An integer linear model: minimise offset + cost.x, rows lo <= A.x <= hi, all columns whole numbers. */
export interface LinearModel {
  readonly lower: number[];
  readonly upper: number[];
  readonly cost: number[];
  readonly offset: number;
  readonly rowStart: number[];
  readonly index: number[];
  readonly value: number[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
  /** The rule each row states, -1 for "one activity per cell". */
  readonly rowRule: number[];
  /** Column values that say what these cells say, with every auxiliary column at its cheapest. */
  encode(cells: Uint8Array): Float64Array;
  /** Cells that say what these column values say. */
  decode(values: ArrayLike<number>): Uint8Array;
  objective(values: ArrayLike<number>): number;
}

/** A linear expression: columns, coefficients, and a constant. */
export interface Expression {
  readonly columns: number[];
  readonly factors: number[];
  constant: number;
}

/** What an expression should be, and what falling short or going beyond costs per `per` begun. */
interface Limits {
  readonly min: number;
  readonly max: number;
  readonly under: number;
  readonly over: number;
  readonly per: number;
}

interface Definition {
  readonly column: number;
  readonly parts: readonly Expression[];
  readonly per: number;
  readonly most: number;
}

/** Collects columns and rows while the forms of a problem are written out. */
export class Builder {
  readonly lowered: Lowered;
  readonly #choice: ModelChoice;
  readonly #column: Int32Array;
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #cost: number[] = [];
  readonly #cellColumns: { column: number; at: number; activity: number }[] = [];
  readonly #definitions: Definition[] = [];
  readonly #rowStart: number[] = [0];
  readonly #index: number[] = [];
  /** Where each column was entered last. */
  readonly #place: number[] = [];
  readonly #value: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #rowRule: number[] = [];
  #offset = 0;

  constructor(lowered: Lowered, choice: ModelChoice) {
    this.lowered = lowered;
    this.#choice = choice;
    const { people, slots, activities } = lowered.frame;
    this.#column = new Int32Array(people * slots * activities).fill(-1);
    for (let at = 0; at < people * slots; at++) {
      if (choice.free?.[at] === 0 || (lowered.pinned[at] as number) >= 0) continue;
      const options = lowered.allowed.subarray(at * activities, (at + 1) * activities);
      if (options.reduce((sum, bit) => sum + bit, 0) < 2) continue;
      const one = this.expression();
      for (let activity = 0; activity < activities; activity++) {
        if (options[activity] !== 1) continue;
        const column = this.#addColumn(0, 1, 0);
        this.#column[at * activities + activity] = column;
        this.#cellColumns.push({ column, at, activity });
        this.addTerm(one, column, 1);
      }
      this.row(-1, one, 1, 1);
    }
  }

  #addColumn(lower: number, upper: number, cost: number): number {
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#cost.push(cost);
    return this.#lower.length - 1;
  }

  expression(constant = 0): Expression {
    return { columns: [], factors: [], constant };
  }

  addTerm(to: Expression, column: number, factor: number): void {
    to.columns.push(column);
    to.factors.push(factor);
  }

  combine(constant: number, from: Expression, factor: number): Expression {
    return { columns: from.columns.slice(), factors: from.factors.map((f) => f * factor), constant: constant + from.constant * factor };
  }

  isFree(person: number, slot: number): boolean {
    const { slots, activities } = this.lowered.frame;
    const at = (person * slots + slot) * activities;
    for (let activity = 0; activity < activities; activity++) if ((this.#column[at + activity] as number) >= 0) return true;
    return false;
  }

  /** Adds the weight of whatever stands in a cell. */
  addCell(to: Expression, person: number, slot: number, weight: (activity: number) => number): void {
    const { slots, activities } = this.lowered.frame;
    const at = person * slots + slot;
    let free = false;
    for (let activity = 0; activity < activities; activity++) {
      const column = this.#column[at * activities + activity] as number;
      if (column < 0) continue;
      free = true;
      const factor = weight(activity);
      if (factor !== 0) this.addTerm(to, column, factor);
    }
    if (!free) to.constant += weight(this.#choice.cells[at] as number);
  }

  addCellCost(cell: CellForm): void {
    if (this.#choice.rules?.[cell.rule] === 0) return;
    const { slots, activities } = this.lowered.frame;
    const at = cell.person * slots + cell.slot;
    const column = this.#column[at * activities + cell.activity] as number;
    const hard = Math.round(cell.cost / HARD);
    if (column >= 0 && hard > 0 && this.#choice.hard === 'strict') this.#upper[column] = 0;
    else if (column >= 0) this.#cost[column] = (this.#cost[column] as number) + this.#price(cell.cost);
    else if (!this.isFree(cell.person, cell.slot) && this.#choice.cells[at] === cell.activity) this.#offset += this.#price(cell.cost);
  }

  addConstantPattern(form: PatternForm, person: number, start: number): void {
    if (occurs(form, this.#choice.cells, person * this.lowered.frame.slots, start, -1, 0)) this.#offset += this.#price(form.cost);
  }

  /** Packed costs in points; with `strict`, hard parts of constants are nobody's business here. */
  #price(cost: number): number {
    const hard = Math.round(cost / HARD);
    const { hard: weight } = this.#choice;
    return weight === 'strict' ? cost - hard * HARD : hard * weight + (cost - hard * HARD);
  }

  /** Adds a row. A night may count for its own day and the next one: a column that comes up twice is entered once. */
  row(rule: number, expression: Expression, lower: number, upper: number): void {
    const begin = this.#index.length;
    expression.columns.forEach((column, k) => {
      const factor = expression.factors[k] as number;
      const place = this.#place[column] ?? -1;
      if (place >= begin) {
        this.#value[place] = (this.#value[place] as number) + factor;
        return;
      }
      this.#place[column] = this.#index.push(column) - 1;
      this.#value.push(factor);
    });
    this.#rowStart.push(this.#index.length);
    this.#rowLower.push(lower - expression.constant);
    this.#rowUpper.push(upper - expression.constant);
    this.#rowRule.push(rule);
  }

  /**
   * Charges `cost` for every `per` begun by which the largest of the expressions exceeds 0. Returns the column that
   * counts them, or -1 if none was needed.
   */
  excess(rule: number, parts: readonly Expression[], cost: number, per: number, { most = Infinity, alwaysSoft = false } = {}): number {
    const live = parts.filter((part) => this.#highest(part) > 1e-9);
    if (cost === 0 || live.length === 0) return -1;
    if (live.every((part) => part.columns.length === 0)) {
      const units = Math.min(most, Math.max(...live.map((part) => Math.ceil(part.constant / per - 1e-9))));
      this.#offset += units * this.#price(cost);
      return -1;
    }
    if (this.#choice.hard === 'strict' && cost >= HARD / 2 && !alwaysSoft) {
      for (const part of live) this.row(rule, part, -Infinity, 0);
      return -1;
    }
    const highest = Math.max(...live.map((part) => Math.ceil(this.#highest(part) / per - 1e-9)));
    const column = this.#addColumn(0, Math.min(most, highest), this.#price(cost));
    for (const part of live) {
      const row = this.combine(0, part, 1);
      this.addTerm(row, column, -per);
      this.row(rule, row, -Infinity, 0);
    }
    this.#definitions.push({ column, parts: live, per, most });
    return column;
  }

  /**
   * Keeps an expression within limits, or charges what it misses them by. Limits that both have to hold make one row: two
   * rows over the same columns cost the solver a third of its time. Returns the column that counts a shortage, or -1.
   */
  within(rule: number, sum: Expression, { min, max, under, over, per }: Limits): number {
    const low = this.combine(min, sum, -1);
    const high = this.combine(-max, sum, 1);
    const isStrict = this.#choice.hard === 'strict' && Math.min(under, over) >= HARD / 2;
    if (isStrict && sum.columns.length > 0 && this.#highest(low) > 1e-9 && this.#highest(high) > 1e-9) {
      this.row(rule, sum, min, max);
      return -1;
    }
    const short = min > -Infinity ? this.excess(rule, [low], under, per) : -1;
    if (max < Infinity) this.excess(rule, [high], over, per);
    return short;
  }

  /** A yes/no column that is 1 exactly if one of the parts (each 0 or 1) is. */
  anyOf(rule: number, parts: readonly Expression[]): Expression {
    const live = parts.filter((part) => part.columns.length > 0);
    const fixed = parts.some((part) => part.columns.length === 0 && part.constant > 0);
    if (fixed || live.length === 0) return this.expression(fixed ? 1 : 0);
    if (live.length === 1) return this.combine(0, live[0] as Expression, 1);
    const column = this.#addColumn(0, 1, 0);
    const sum = this.expression();
    for (const part of live) {
      const row = this.combine(0, part, 1);
      this.addTerm(row, column, -1);
      this.row(rule, row, -Infinity, 0);
      part.columns.forEach((other, k) => this.addTerm(sum, other, part.factors[k] as number));
      sum.constant += part.constant;
    }
    this.addTerm(sum, column, -1);
    this.row(rule, sum, 0, Infinity);
    this.#definitions.push({ column, parts: live, per: 1, most: 1 });
    const result = this.expression();
    this.addTerm(result, column, 1);
    return result;
  }

  /** Charges a cost (or reward) for a yes/no expression. */
  charge(expression: Expression, cost: number): void {
    const price = this.#price(cost);
    this.#offset += expression.constant * price;
    expression.columns.forEach((column, k) => {
      this.#cost[column] = (this.#cost[column] as number) + price * (expression.factors[k] as number);
    });
  }

  /** The largest value an expression can take, from its columns' bounds. */
  #highest(expression: Expression): number {
    return expression.columns.reduce((sum, column, k) => {
      const factor = expression.factors[k] as number;
      return sum + factor * ((factor > 0 ? this.#upper[column] : this.#lower[column]) as number);
    }, expression.constant);
  }

  model(): LinearModel {
    const cost = this.#cost;
    const offset = this.#offset;
    const objective = (values: ArrayLike<number>): number => cost.reduce((sum, c, k) => sum + c * (values[k] as number), offset);
    const valueOf = (part: Expression, values: Float64Array): number =>
      part.columns.reduce((sum, column, k) => sum + (part.factors[k] as number) * (values[column] as number), part.constant);
    return {
      lower: this.#lower, upper: this.#upper, cost, offset, rowStart: this.#rowStart, index: this.#index, value: this.#value,
      rowLower: this.#rowLower, rowUpper: this.#rowUpper, rowRule: this.#rowRule, objective,
      encode: (cells) => {
        const values = new Float64Array(cost.length);
        for (const { column, at, activity } of this.#cellColumns) values[column] = cells[at] === activity ? 1 : 0;
        for (const { column, parts, per, most } of this.#definitions) {
          const needed = Math.max(0, ...parts.map((part) => Math.ceil(valueOf(part, values) / per - 1e-6)));
          values[column] = Math.min(most, needed);
        }
        return values;
      },
      decode: (values) => {
        const cells = this.#choice.cells.slice();
        const best = new Map<number, number>();
        for (const { column, at, activity } of this.#cellColumns) {
          const value = values[column] as number;
          if (value <= (best.get(at) ?? 0)) continue;
          best.set(at, value);
          cells[at] = activity;
        }
        return cells;
      },
    };
  }
}
