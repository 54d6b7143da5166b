import type { Highs } from 'highs';
import { Master } from './columns/master.ts';
import { rulesOf } from './columns/machine.ts';
import type { PersonRules } from './columns/machine.ts';
import { Pricing } from './columns/pricing.ts';
import { solveLinear } from './exact.ts';
import type { Lowered } from './lower.ts';
import { Score, unpack } from './score.ts';

/** Budget of column generation. */
export interface ColumnLimits {
  readonly seconds: number;
  readonly shouldStop?: () => boolean;
  /** Schedules whose rows to begin with. */
  readonly starts?: readonly Uint8Array[];
}

/** What column generation found: the best schedule, and (when pricing was finished) a proved bound on the soft cost. */
export interface ColumnResult {
  readonly cells: Uint8Array;
  readonly hard: number;
  readonly soft: number;
  /** No schedule without hard violations costs less; null if pricing was cut short. */
  readonly bound: number | null;
  readonly rows: number;
}

/** The rules of all people if column generation can handle every one of them, else null. */
export function columnRules(lowered: Lowered): PersonRules[] | null {
  const rules = Array.from({ length: lowered.frame.people }, (_, person) => rulesOf(lowered, person));
  return rules.every((entry) => entry !== null) ? rules : null;
}

/** What each row of a schedule costs by itself, by comparing with the cover cost alone. */
class Rows {
  readonly #score: Score;
  readonly #lowered: Lowered;

  constructor(lowered: Lowered) {
    this.#lowered = { ...lowered, forms: lowered.forms.filter((form) => form.kind !== 'column') };
    this.#score = new Score(this.#lowered);
  }

  /** Rows without hard violations, with their costs. */
  of(cells: Uint8Array): { person: number; cells: Uint8Array; cost: number }[] {
    const { people, slots } = this.#lowered.frame;
    const base = this.#score.cells.slice();
    return Array.from({ length: people }, (_, person) => person).flatMap((person) => {
      const own = cells.slice(person * slots, (person + 1) * slots);
      const empty = base.slice();
      this.#score.load(empty);
      const without = this.#alone(person);
      empty.set(own, person * slots);
      this.#score.load(empty);
      const { hard, soft } = unpack(this.#score.total - without);
      this.#score.load(base);
      return hard > 0 ? [] : [{ person, cells: own, cost: soft }];
    });
  }

  readonly #baseline = new Map<number, number>();

  /** The cost of everybody else's empty rows: the total, less what this person's empty row costs. */
  #alone(person: number): number {
    const known = this.#baseline.get(person);
    if (known !== undefined) return known;
    const forms = this.#lowered.forms.filter((form) => form.kind === 'column' || form.people.includes(person));
    const own = new Score({ ...this.#lowered, forms: forms.map((form) => narrowed(form, person)), cells: this.#lowered.cells.filter((cell) => cell.person === person) });
    const without = this.#score.total - own.total;
    this.#baseline.set(person, without);
    return without;
  }
}

type Form = Lowered['forms'][number];

function narrowed(form: Form, person: number): Form {
  if (form.kind === 'column') return form;
  if (form.kind !== 'sum') return { ...form, people: [person] };
  const row = form.people.indexOf(person);
  const width = form.windows.length;
  return { ...form, people: [person], min: form.min.slice(row * width, (row + 1) * width), max: form.max.slice(row * width, (row + 1) * width) };
}

class Generation {
  readonly #highs: Highs;
  readonly #master: Master;
  readonly #pricing: readonly Pricing[];
  readonly #end: number;
  readonly #limits: ColumnLimits;
  bound: number | null = null;

  constructor(highs: Highs, lowered: Lowered, rules: readonly PersonRules[], limits: ColumnLimits) {
    this.#highs = highs;
    this.#master = new Master(lowered);
    this.#pricing = rules.map((rule) => new Pricing(lowered, rule));
    this.#limits = limits;
    this.#end = performance.now() + limits.seconds * 1000;
    const rows = new Rows(lowered);
    for (const start of limits.starts ?? []) for (const row of rows.of(start)) this.#master.add(row);
    const free = new Float64Array(lowered.frame.slots * lowered.frame.activities);
    for (const pricing of this.#pricing) {
      const found = pricing.cheapest(free);
      if (found) this.#master.add(found.row);
    }
  }

  get size(): number {
    return this.#master.rows.length;
  }

  get #left(): number {
    return (this.#end - performance.now()) / 1000;
  }

  #halted(share: number): boolean {
    return this.#left < this.#limits.seconds * share || this.#limits.shouldStop?.() === true;
  }

  /** Solves the relaxation and prices new rows until none helps; leaves part of the time for choosing whole rows. */
  generate(): void {
    for (;;) {
      const relaxed = solveLinear(this.#highs, this.#master.model(), { relaxed: true, seconds: Math.max(0.1, this.#left) });
      const duals = relaxed.rowDuals;
      if (duals === null) return;
      let added = 0;
      let slack = 0;
      for (let person = 0; person < this.#pricing.length; person++) {
        if (this.#halted(0.35)) return;
        const found = this.#pricing[person]?.cheapest(this.#master.prices(person, duals));
        if (!found) return;
        const reduced = found.priced - (duals[person] as number);
        slack += Math.min(0, reduced);
        if (reduced < -1e-6 && this.#master.add(found.row)) added++;
      }
      const bound = Math.ceil(relaxed.objective + slack - 1e-6);
      this.bound = Math.max(this.bound ?? -Infinity, bound);
      if (added === 0) return;
    }
  }

  choose(): Uint8Array | null {
    const model = this.#master.model();
    const stop = this.#limits.shouldStop;
    const result = solveLinear(this.#highs, model, { seconds: Math.max(0.2, this.#left), ...(stop ? { shouldStop: stop } : {}) });
    return result.values === null ? null : model.decode(result.values);
  }
}

/**
 * Column generation: rows of single people, priced exactly by dynamic programming, chosen by an integer programme. Strong
 * where each person's row is tightly bound and people meet only in the cover. Null if some rule is not of that kind.
 */
export function solveByColumns(highs: Highs, lowered: Lowered, limits: ColumnLimits): ColumnResult | null {
  const rules = columnRules(lowered);
  if (rules === null) return null;
  const generation = new Generation(highs, lowered, rules, limits);
  generation.generate();
  const cells = generation.choose();
  if (cells === null) return null;
  const score = new Score(lowered);
  score.load(cells);
  return { cells, ...unpack(score.total), bound: generation.bound, rows: generation.size };
}
