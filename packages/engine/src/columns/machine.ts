import type { ColumnForm, Form, PatternForm, Range, RunCheck, SumForm, UnitForm } from '../forms.ts';
import { costOfRange } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';

/** A person's rules that the machine walks through, slot by slot. */
export interface PersonRules {
  readonly person: number;
  readonly patterns: readonly PatternForm[];
  readonly units: readonly UnitForm[];
  readonly sums: readonly SumForm[];
}

const EDGE = 64;

/** True if the machine can walk this form: sums and counts over the whole horizon, patterns of three slots, runs, wishes. */
function canWalk(form: Exclude<Form, ColumnForm>, lowered: Lowered): boolean {
  if (form.kind === 'pattern') return Math.max(...form.offsets) <= 2;
  const [window, ...more] = form.kind === 'sum' ? form.windows : form.check.kind === 'window' ? form.check.windows : [];
  const { history, slots } = lowered.frame;
  if (form.kind === 'sum') return more.length === 0 && window?.from === history && window.to === slots;
  if (form.carry !== null) return false;
  return window === undefined || (more.length === 0 && window.from === 0 && window.to === form.units.length);
}

/** The rules of one person if every one of them can be walked, else null. */
export function rulesOf(lowered: Lowered, person: number): PersonRules | null {
  const mine = lowered.forms.filter((form) => form.kind !== 'column').filter((form) => form.people.includes(person));
  if (!mine.every((form) => canWalk(form, lowered))) return null;
  return {
    person,
    patterns: mine.filter((form) => form.kind === 'pattern'),
    units: mine.filter((form) => form.kind === 'unit'),
    sums: mine.filter((form) => form.kind === 'sum'),
  };
}

/** One step of the machine: where it leads, what it costs, and what it adds to each total. */
export interface Step {
  readonly to: number;
  readonly cost: number;
  /** Which of the totals' moves this is (see {@link Machine.moves}). */
  readonly move: number;
}

type State = readonly number[];

/**
 * Everything about a person's row that is not a total: the last two activities, the run each rule is in, whether the
 * current day or weekend is "on". States and steps are found as they are reached. Steps that break a hard rule are null.
 */
export class Machine {
  readonly #lowered: Lowered;
  readonly #rules: PersonRules;
  readonly #ids = new Map<string, number>();
  readonly #states: State[] = [];
  readonly #steps: (Step | null)[][] = [];
  readonly #moveIds = new Map<string, number>();
  readonly #unitOf: Int32Array[];
  readonly #starts: Uint8Array[];
  /** What each kind of step adds to the totals: sums first, then counts of units. */
  readonly moves: number[][] = [];

  constructor(lowered: Lowered, rules: PersonRules) {
    this.#lowered = lowered;
    this.#rules = rules;
    const { slots } = lowered.frame;
    this.#unitOf = rules.units.map((form) => {
      const unitOf = new Int32Array(slots).fill(-1);
      form.units.forEach((unit, u) => unitOf.fill(u, unit.from, unit.to));
      return unitOf;
    });
    this.#starts = rules.patterns.map((form) => {
      const starts = new Uint8Array(slots);
      for (const start of form.starts) starts[start] = 1;
      return starts;
    });
    this.#idOf([0, 0, ...rules.units.flatMap(() => [0, 0])]);
  }

  get size(): number {
    return this.#states.length;
  }

  #idOf(state: State): number {
    const key = state.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#states.length);
    this.#states.push(state);
    return this.#states.length - 1;
  }

  /** The step from a state by doing an activity in a slot; null if that breaks a hard rule. */
  step(from: number, slot: number, activity: number): Step | null {
    const { slots, activities } = this.#lowered.frame;
    const row = (this.#steps[from] ??= Array.from<Step | null>({ length: slots * activities }));
    const known = row[slot * activities + activity];
    if (known !== undefined) return known;
    const step = this.#compute(this.#states[from] as State, slot, activity);
    row[slot * activities + activity] = step;
    return step;
  }

  #compute(state: State, slot: number, activity: number): Step | null {
    const planned = slot >= this.#lowered.frame.history;
    let cost = this.#patternCost(state, slot, activity);
    const adds = this.#rules.sums.map((form) => (planned ? (form.values[activity] as number) : 0));
    const next = [activity, state[0] as number];
    this.#rules.units.forEach((form, f) => {
      const walked = this.#walkUnit(form, f, slot, activity, state[2 + 2 * f] as number, state[3 + 2 * f] as number);
      next.push(walked.run, walked.on);
      cost += walked.cost;
      if (form.check.kind === 'window') adds.push(walked.add);
    });
    if (planned && Math.round(cost / HARD) > 0) return null;
    return { to: this.#idOf(next), cost: planned ? cost : 0, move: this.#moveOf(adds) };
  }

  /** What a slot does to one form: within a unit it may turn on; at its end the run goes on or is broken. */
  #walkUnit(form: UnitForm, f: number, slot: number, activity: number, run: number, before: number): { run: number; on: number; cost: number; add: number } {
    const unit = this.#unitOf[f]?.[slot] as number;
    if (unit < 0) return { run, on: before, cost: 0, add: 0 };
    const on = Math.max(before, form.on[activity] as number);
    if (slot < (form.units[unit] as Range).to - 1) return { run, on, cost: 0, add: 0 };
    const isOn = (on === 1) !== form.none;
    const { check } = form;
    if (check.kind === 'run') return { run: isOn ? longer(run, unit, check) : 0, on: 0, cost: this.#runCost(check, form, unit, run, isOn), add: 0 };
    if (check.kind === 'window' || !isOn) return { run, on: 0, cost: 0, add: isOn ? 1 : 0 };
    const wished = check.items.filter((item) => item.person === this.#rules.person && item.unit === unit);
    return { run, on: 0, cost: wished.reduce((sum, item) => sum + item.cost, 0), add: 0 };
  }

  #moveOf(adds: number[]): number {
    const key = adds.join();
    const known = this.#moveIds.get(key);
    if (known !== undefined) return known;
    this.#moveIds.set(key, this.moves.length);
    this.moves.push(adds);
    return this.moves.length - 1;
  }

  #patternCost(state: State, slot: number, activity: number): number {
    let cost = 0;
    this.#rules.patterns.forEach((form, p) => {
      const last = Math.max(...form.offsets);
      if (slot < last || this.#starts[p]?.[slot - last] !== 1) return;
      const found = [activity, state[0] as number, state[1] as number];
      const hit = form.alternatives.some((masks) => masks.every((mask, step) => mask[found[last - (form.offsets[step] as number)] as number] === 1));
      if (hit) cost += form.cost;
    });
    return cost;
  }

  #runCost(check: RunCheck, form: UnitForm, unit: number, run: number, isOn: boolean): number {
    const length = run % EDGE;
    if (isOn) return length + 1 > check.max ? check.over : 0;
    const past = (form.units[unit - 1]?.to ?? 0) <= this.#lowered.frame.history;
    return length > 0 && run < EDGE && length < check.min && !past ? (check.min - length) * check.under : 0;
  }

  /** What runs cut off by the end of the horizon cost. */
  endCost(id: number): number {
    const state = this.#states[id] as State;
    return this.#rules.units.reduce((sum, { check }, f) => {
      if (check.kind !== 'run' || check.openEnd) return sum;
      const run = state[2 + 2 * f] as number;
      return run > 0 && run < EDGE && run < check.min ? sum + (check.min - run) * check.under : sum;
    }, 0);
  }

  /** What a combination of totals costs at the end. */
  totalsCost(totals: readonly number[]): number {
    const { sums, units, person } = this.#rules;
    let cost = 0;
    sums.forEach((form, s) => {
      const row = form.people.indexOf(person);
      cost += costOfRange(totals[s] as number, form.min[row] as number, form.max[row] as number, form);
    });
    units.filter((form) => form.check.kind === 'window').forEach(({ check }, w) => {
      const n = totals[sums.length + w] as number;
      if (check.kind === 'window') cost += Math.max(0, check.min - n) * check.under + Math.max(0, n - check.max) * check.over;
    });
    return cost;
  }

  /** Totals above these can never be mended: hard maxima. */
  limits(): number[] {
    const { sums, units, person } = this.#rules;
    return [
      ...sums.map((form) => (form.over >= HARD ? (form.max[form.people.indexOf(person)] as number) : Infinity)),
      ...units.flatMap(({ check }) => (check.kind === 'window' ? [check.over >= HARD ? check.max : Infinity] : [])),
    ];
  }
}

/** Runs longer than this need not be told apart. */
const capOf = (check: RunCheck): number => Math.min(EDGE - 1, Math.max(check.min, Number.isFinite(check.max) && check.max < EDGE - 1 && check.over > 0 ? check.max + 1 : check.min));

/** A run one unit longer; runs that touch an open start are marked, for no minimum applies to them. */
function longer(run: number, unit: number, check: RunCheck): number {
  const edge = run >= EDGE || (unit === 0 && check.openStart) ? EDGE : 0;
  return edge + Math.min((run % EDGE) + 1, capOf(check));
}
