import type { Highs } from 'highs';
import { solveLinear } from '../exact/programme.ts';
import type { ExactLimits } from '../exact/programme.ts';
import { simplexOf } from '../simplex.ts';
import type { Basis, Relaxed } from '../simplex.ts';
import type { Cover } from './cover.ts';
import type { Row } from './pricing.ts';
import type { Support } from './support.ts';

/** A relaxed choice of rows: how much of each is taken, and the duals. */
export interface Choice {
  readonly objective: number;
  /** Duals of the cover. */
  readonly duals: Float64Array;
  /** Duals of the people, by their place in the master. */
  readonly own: Float64Array;
  readonly shares: readonly { readonly row: Row; readonly share: number }[];
  /** Hard violations it pays for. */
  readonly hard: number;
  /** What it pays for of the shortages that are counted together. */
  readonly tally: number;
}

/** Columns beyond this are thinned out. */
const MOST_ROWS = 4_000;
/** With more rows than this to choose from, an exact choice takes too long. */
const MOST_CHOICES = 500;
const BASIC = 1;

/** For some people, what they may not do: by slot x activities + activity. */
export type Bars = ReadonlyMap<number, Uint8Array>;

/** Schedules cost whole points: half of one leaves room for rounding. */
const HALF = 0.5;

/** Chooses one row for each of some people, beside others whose rows are given, so that rows and cover cost least. */
export class Master {
  readonly people: readonly number[];
  /** What the people whose rows are given add to the cover. */
  readonly base: Float64Array;
  readonly #highs: Highs;
  readonly #cover: Cover;
  readonly #support: Support;
  readonly #place: Map<number, number>;
  rows: Row[] = [];
  #known = new Set<Row>();
  #cost: number[] = [];
  #lower: number[] = [];
  #upper: number[] = [];
  #starts: number[] = [];
  #index: number[] = [];
  #value: number[] = [];
  #basis: Basis | null = null;
  /** Stands for the model as long as it only grows. */
  #token = {};
  /** Whether the limits of rows have moved since the basis was found. */
  #moved = false;
  readonly #given = new Map<number, Row>();
  /** What is closed to people whose rows are still to be chosen. */
  readonly bars: Bars;

  constructor(highs: Highs, cover: Cover, support: Support, people: readonly number[], base: Float64Array, bars: Bars = new Map()) {
    this.#highs = highs;
    this.#cover = cover;
    this.#support = support;
    this.people = people;
    this.base = base;
    this.bars = bars;
    this.#place = new Map(people.map((person, at) => [person, at]));
    this.#begin();
  }

  #begin(): void {
    this.#token = {};
    this.rows = [];
    this.#known = new Set();
    this.#cost = [];
    this.#lower = [];
    this.#upper = [];
    this.#starts = [0];
    this.#index = [];
    this.#value = [];
    for (const slack of this.#cover.slacks) {
      this.#cost.push(this.#cover.costOf(slack));
      this.#lower.push(0);
      this.#upper.push(slack.most);
      this.#index.push(...slack.rows);
      this.#value.push(...slack.factors);
      this.#starts.push(this.#index.length);
    }
    const first = this.#cover.rows + this.people.length;
    for (const { person, slot, activity, most, rows, factors } of this.#support.seats) {
      this.#cost.push(0);
      this.#lower.push(0);
      this.#upper.push(most);
      this.#cover.eachLoadAt(person, slot, activity, (row, load) => {
        this.#index.push(row);
        this.#value.push(load);
      });
      this.#index.push(...rows.map((row) => first + row));
      this.#value.push(...factors);
      this.#starts.push(this.#index.length);
    }
  }

  /** Columns before those of rows. */
  get #others(): number {
    return this.#cover.slacks.length + this.#support.seats.length;
  }

  /** Adds a row unless it is there already. */
  add(row: Row): boolean {
    if (this.#known.has(row)) return false;
    this.#known.add(row);
    this.rows.push(row);
    const given = this.#given.get(row.person);
    this.#cost.push(row.cost);
    this.#lower.push(given === row ? 1 : 0);
    this.#upper.push(this.mayHave(row) ? 1 : 0);
    this.#cover.eachLoad(row.person, row.cells, (at, load) => {
      this.#index.push(at);
      this.#value.push(load);
    });
    this.#index.push(this.#cover.rows + (this.#place.get(row.person) as number));
    this.#value.push(1);
    this.#starts.push(this.#index.length);
    return true;
  }

  /** Whether a row is the one that its person was given, or open to somebody who was given none. */
  mayHave({ person, cells }: Row): boolean {
    const given = this.#given.get(person);
    if (given !== undefined) return given.cells === cells;
    const bar = this.bars.get(person);
    return bar === undefined || cells.every((activity, slot) => bar[(slot * bar.length) / cells.length + activity] === 0);
  }

  /** Makes what is closed to a person too dear to be priced. */
  close(person: number, prices: Float64Array): void {
    this.bars.get(person)?.forEach((bar, cell) => {
      if (bar === 1) prices[cell] = Infinity;
    });
  }

  /** The people whose rows are still to be chosen. */
  get open(): number[] {
    return this.people.filter((person) => !this.#given.has(person));
  }

  /** The rows given so far. */
  get given(): Row[] {
    return [...this.#given.values()];
  }

  /** A copy in which some more people have these rows. Their other rows stay only where the basis needs them. `moved` says that limits of the cover are others than before. */
  giving(given: readonly Row[], moved = given.length > 0): Master {
    return this.#copy(given, this.bars, moved);
  }

  /** A copy in which some more is closed to people. */
  barring(bars: Bars): Master {
    return this.#copy([], bars, true);
  }

  #copy(given: readonly Row[], bars: Bars, moved: boolean): Master {
    const rest = new Master(this.#highs, this.#cover, this.#support, this.people, this.base, bars);
    for (const row of [...this.given, ...given]) rest.#given.set(row.person, row);
    const others = this.#others;
    const old = this.#basis?.colStatus ?? new Int32Array(others);
    const status = [...old.subarray(0, others)];
    this.rows.forEach((row, k) => {
      const state = old[others + k] ?? 0;
      if (state !== BASIC && !rest.mayHave(row)) return;
      rest.add(row);
      status.push(state);
    });
    rest.#basis = this.#basis && { rowStatus: this.#basis.rowStatus, colStatus: Int32Array.from(status) };
    rest.#moved = moved;
    return rest;
  }

  #model() {
    const people = this.people.map(() => 1);
    const shifted = (limits: readonly number[]): number[] => [...limits.map((limit, row) => limit - (this.base[row] as number)), ...people];
    return {
      cost: this.#cost, upper: this.#upper, lower: this.#lower, starts: this.#starts, index: this.#index, value: this.#value,
      rowLower: [...shifted(this.#cover.lower), ...this.#support.lower], rowUpper: [...shifted(this.#cover.upper), ...this.#support.upper],
    };
  }

  /** Solves the relaxation, from the last basis on; null if that cannot be done or was stopped. */
  relax(shouldStop?: () => boolean): Choice | null {
    const relaxed = this.#solve(shouldStop);
    if (relaxed === null) return null;
    this.#moved = false;
    this.#basis = relaxed.basis;
    const { rowDuals, values, objective } = relaxed;
    const others = this.#others;
    const choice: Choice = {
      objective,
      duals: rowDuals.slice(0, this.#cover.rows),
      own: rowDuals.slice(this.#cover.rows, this.#cover.rows + this.people.length),
      shares: this.rows.flatMap((row, k) => ((values[others + k] as number) > 1e-7 ? [{ row, share: values[others + k] as number }] : [])),
      hard: this.#cover.slacks.reduce((sum, slack, k) => sum + slack.hard * (values[k] as number), 0),
      tally: this.#tally(values),
    };
    if (this.rows.length > MOST_ROWS) this.#thin(choice, relaxed.basis);
    return choice;
  }

  #tally(values: ArrayLike<number>): number {
    const { tally, slacks } = this.#cover;
    return tally === null ? 0 : slacks.reduce((sum, { rows, factors }, k) => sum + (values[k] as number) * (factors[rows.indexOf(tally.row)] ?? 0), 0);
  }

  /** From the last basis on; from scratch if that leads nowhere. */
  #solve(shouldStop?: () => boolean): Relaxed | null {
    const model = this.#model();
    const simplex = simplexOf(this.#highs);
    if (this.#basis !== null) {
      const { rowStatus, colStatus } = this.#basis;
      const grown = new Int32Array(this.#cost.length);
      grown.set(colStatus);
      const found = simplex.solve(this.#token, model, { basis: { rowStatus, colStatus: grown }, primal: !this.#moved, shouldStop });
      if (found !== null || shouldStop?.() === true) return found;
    }
    return simplex.solve(this.#token, model, { basis: null, primal: false, shouldStop });
  }

  /** Keeps the rows in use and the cheaper half of the others. */
  #thin(choice: Choice, basis: Basis): void {
    const others = this.#others;
    const reduced = this.rows.map((row) => this.#reduced(row, choice));
    const limit = reduced.toSorted((a, b) => a - b)[Math.floor(reduced.length / 2)] as number;
    const status = [...basis.colStatus.subarray(0, others)];
    const kept = this.rows.filter((row, k) => {
      const stays = basis.colStatus[others + k] !== 0 || (reduced[k] as number) <= limit || this.#given.get(row.person) === row;
      if (stays) status.push(basis.colStatus[others + k] as number);
      return stays;
    });
    this.#begin();
    for (const row of kept) this.add(row);
    this.#basis = { rowStatus: basis.rowStatus, colStatus: Int32Array.from(status) };
  }

  /**
   * Whole rows for everybody that cost at most `gap` more than the relaxation, the best of the rows at hand that the limits allow; null if
   * none were found in time or there are too many to choose from, no rows if there are none. Rows whose reduced cost is beyond the gap
   * are left aside: nobody who wants to gain needs them.
   */
  choose(choice: Choice, gap: number, limits: ExactLimits): { rows: Row[] | null; finished: boolean } | null {
    const small = new Master(this.#highs, this.#cover, this.#support, this.people, this.base, this.bars);
    for (const row of this.given) small.#given.set(row.person, row);
    for (const row of this.given) small.add(row);
    const useful = this.rows.map((row) => ({ row, cost: this.#reduced(row, choice) })).filter(({ cost }) => cost <= gap + 1e-6);
    if (useful.length > MOST_CHOICES) return null;
    for (const { row } of useful) small.add(row);
    const { status, values } = solveLinear(this.#highs, small.#model(), { ...limits, most: choice.objective + gap + HALF });
    if (values === null) return status === 'infeasible' ? { rows: null, finished: true } : null;
    const others = this.#others;
    return { rows: small.rows.filter((_, k) => (values[others + k] as number) > 0.5), finished: status === 'optimal' };
  }

  #reduced(row: Row, choice: Choice): number {
    return this.#cover.reduced(row, choice.duals) - (choice.own[this.#place.get(row.person) as number] as number);
  }
}
