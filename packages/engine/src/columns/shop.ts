import type { Highs } from 'highs';
import { solveLinear } from '../exact/programme.ts';
import type { ExactLimits } from '../exact/programme.ts';
import { HARD_POINTS, linearModel } from '../linear.ts';
import { narrow } from '../linear/narrow.ts';
import type { Lowered } from '../lower.ts';
import { Dice } from '../random.ts';
import { Score } from '../score.ts';
import { Cover } from './cover.ts';
import { Master } from './master.ts';
import { Pool } from './pool.ts';
import type { Pricing, Row } from './pricing.ts';
import { Relaxation } from './relaxation.ts';
import type { PersonRules } from './rules.ts';
import { Support } from './support.ts';

/** Nodes that seating those who only support others may take. */
const SEATING_NODES = 100;

/** Limits of one step; nodes make it reproducible, seconds keep it answering. */
export type StepLimits = Pick<ExactLimits, 'nodes' | 'seconds' | 'shouldStop'>;
/** Work that gives way after each step, with `true` when something was brought to an end. */
export type Work<Result> = Generator<boolean, Result, StepLimits>;

/** What the parts of column generation share: the rows found, the means to find more, and the best schedule known. */
export class Shop {
  readonly lowered: Lowered;
  readonly pool: Pool;
  readonly pricing: Pricing[] = [];
  readonly dice: Dice;
  readonly #highs: Highs;
  readonly #score: Score;
  readonly cover: Cover;
  readonly support: Support;
  /** Limits of the step that is under way. */
  limits: StepLimits = {};
  /** The best schedule known, and its packed cost. */
  cells: Uint8Array;
  total: number;

  /** Whether those who only support others are seated exactly, and the dearest shortages are counted: not in stretches, of which there are many. */
  readonly #isCareful: boolean;

  constructor(highs: Highs, lowered: Lowered, rules: readonly PersonRules[], seed: number, isCareful: boolean) {
    this.#highs = highs;
    this.#isCareful = isCareful;
    this.lowered = lowered;
    this.pool = new Pool(lowered.frame.people);
    this.dice = new Dice(seed + 104_729);
    this.#score = new Score(lowered);
    this.cells = this.#score.cells.slice();
    this.total = this.#score.total;
    this.cover = new Cover(lowered, isCareful);
    this.support = new Support(lowered, rules);
  }

  /** Keeps a schedule that is no worse than the best; true if it is better. */
  consider(cells: Uint8Array): boolean {
    this.#score.load(cells);
    const { total } = this.#score;
    if (total > this.total) return false;
    const better = total < this.total;
    this.total = total;
    this.cells = cells.slice();
    return better;
  }

  /** The relaxation for some people beside given loads of the others. */
  relaxation(master: Master, centre: Float64Array | null = null): Relaxation {
    const { slots, activities } = this.lowered.frame;
    return new Relaxation(master, this, slots * activities, centre);
  }

  /** A master problem without rows for some people; everybody else keeps the best schedule's rows. */
  master(people: readonly number[]): Master {
    const base = new Float64Array(this.cover.rows);
    const inside = new Set(people);
    for (let person = 0; person < this.lowered.frame.people; person++) {
      if (!inside.has(person) && !this.support.has(person)) this.cover.eachLoad(person, this.#own(person), (row, load) => (base[row] = (base[row] as number) + load));
    }
    return new Master(this.#highs, this.cover, this.support, people, base);
  }

  #own(person: number): Uint8Array {
    const { slots } = this.lowered.frame;
    return this.cells.slice(person * slots, (person + 1) * slots);
  }

  /** The person's row in the best schedule; null if it breaks a hard rule. */
  rowOf(person: number): Row | null {
    const cells = this.#own(person);
    const cost = this.pricing[person]?.costOf(cells) ?? null;
    return cost === null ? null : this.pool.add({ person, cells, cost });
  }

  /** The best schedule with these rows put in, and whoever only supports others seated afresh if that is wanted. */
  seated(rows: readonly Row[]): Uint8Array {
    const { slots, history } = this.lowered.frame;
    const cells = this.cells.slice();
    for (const row of rows) cells.set(row.cells, row.person * slots);
    if (this.support.people.length === 0 || !this.#isCareful) return cells;
    const free = Uint8Array.from(cells, (_, at) => (this.support.has(Math.floor(at / slots)) && at % slots >= history ? 1 : 0));
    const model = linearModel(narrow(this.lowered, free), { cells, free, hard: HARD_POINTS });
    const { values } = solveLinear(this.#highs, model, { ...this.limits, nodes: SEATING_NODES, start: model.encode(cells) });
    return values === null ? cells : model.decode(values);
  }

  /** The rows of a person that are cheapest by some duals, among those that she may have. */
  cheapest(person: number, duals: ArrayLike<number>, most: number, mayHave: (row: Row) => boolean): Row[] {
    const priced = this.pool.of(person).filter(mayHave).map((row) => ({ row, cost: this.cover.reduced(row, duals) }));
    return priced.sort((a, b) => a.cost - b.cost).slice(0, most).map(({ row }) => row);
  }
}
