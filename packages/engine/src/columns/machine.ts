import type { PatternForm, Range, RunCheck, UnitForm } from '../forms.ts';
import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { PersonRules } from './rules.ts';
import { closingOf, costOfWindows, memoryOf, remembered } from './windows.ts';

/**
 * Where a row stands between two slots: for each sequence the beginnings that are still alive, for each rule of units the
 * run it is in (or which of the last units a window must remember), whether the current unit is "on" already, and whether it turns
 * the next one on.
 */
export type State = readonly number[];

/** What doing an activity does: the state it leads to, its cost, which units it turns on, and which it is priced by. */
export interface Step {
  readonly next: State;
  readonly cost: number;
  /** For each rule of units how many it adds to what the rule counts; null for none. */
  readonly adds: readonly number[] | null;
  /** Which of {@link Machine.wishes} come true by it. */
  readonly wish: number;
}

/** A unit of one of the rules that price single units of single people. */
export interface Wished {
  readonly form: number;
  readonly unit: number;
}

/** Added to a run that began at an open start of the grid; more than any grid has units. */
const EDGE = 2 ** 20;

/** Marks in the state of a unit that it turns the next one on. */
const CARRIED = 2;

/** One alternative of a pattern, as the machine follows it. */
interface Follower {
  readonly pattern: number;
  readonly cost: number;
  readonly last: number;
  /** The mask at each distance from the start; undefined where anything may stand. */
  readonly maskAt: readonly (Uint8Array | undefined)[];
  readonly starts: Uint8Array;
}

function followersOf(form: PatternForm, pattern: number, slots: number): Follower[] {
  const starts = new Uint8Array(slots);
  for (const start of form.starts) starts[start] = 1;
  const last = Math.max(...form.offsets);
  return form.alternatives.map((masks) => {
    const maskAt = Array.from<Uint8Array | undefined>({ length: last + 1 });
    masks.forEach((mask, step) => {
      const at = form.offsets[step] as number;
      maskAt[at] = mask.map((bit, activity) => bit & (maskAt[at]?.[activity] ?? 1));
    });
    return { pattern, cost: form.cost, last, maskAt, starts };
  });
}

/** Walks the sequences and units of people under the same rules slot by slot, forgetting whatever cannot matter any more. */
export class Machine {
  /** Sets of units that can turn on in one slot and that somebody has wishes about; the first is empty. */
  readonly wishes: (readonly Wished[])[] = [[]];
  readonly #wishNumbers = new Map<string, number>([['', 0]]);
  readonly #lowered: Lowered;
  readonly #rules: PersonRules;
  readonly #followers: readonly Follower[];
  readonly #unitOf: readonly Int32Array[];
  /** Units of each form that somebody has wishes about. */
  readonly #wished: readonly Uint8Array[];
  /** Units that each form's windows must remember. */
  readonly #memory: readonly number[];
  /** Lengths of the windows that end with each unit of a form. */
  readonly #closing: readonly (readonly (readonly number[])[])[];

  constructor(lowered: Lowered, members: readonly [PersonRules, ...PersonRules[]]) {
    const [rules] = members;
    this.#lowered = lowered;
    this.#rules = rules;
    this.#memory = rules.units.map(memoryOf);
    this.#wished = rules.units.map(({ units }, f) => wishedBy(members, f, units.length));
    this.#closing = rules.units.map(closingOf);
    const { slots } = lowered.frame;
    this.#followers = rules.patterns.flatMap((form, pattern) => followersOf(form, pattern, slots));
    this.#unitOf = rules.units.map((form) => {
      const unitOf = new Int32Array(slots).fill(-1);
      form.units.forEach((unit, u) => unitOf.fill(u, unit.from, unit.to));
      return unitOf;
    });
  }

  /** Where every row begins. */
  get first(): State {
    return [...this.#followers.map(() => 0), ...this.#rules.units.flatMap(() => [0, 0])];
  }

  /** The step by doing an activity in a slot; null if that breaks a hard rule. */
  step(state: State, slot: number, activity: number): Step | null {
    const { units } = this.#rules;
    const next: number[] = [];
    let cost = this.#followPatterns(state, slot, activity, next);
    let adds: number[] | null = null;
    let wish = 0;
    units.forEach((form, f) => {
      const at = this.#followers.length + 2 * f;
      const walked = this.#walkUnit(form, f, slot, activity, state[at] as number, state[at + 1] as number);
      next.push(walked.run, walked.on);
      cost += walked.cost;
      if (form.check.kind === 'each') wish = walked.add === 1 ? this.#wishing(wish, f, this.#unitOf[f]?.[slot] as number) : wish;
      else if (walked.add > 0) (adds ??= units.map(() => 0))[f] = walked.add;
    });
    const planned = slot >= this.#lowered.frame.history;
    if (planned && Math.round(cost / HARD) > 0) return null;
    return { next, cost: planned ? cost : 0, adds, wish };
  }

  /** The set of wishes `before` with one more. */
  #wishing(before: number, form: number, unit: number): number {
    const set = [...(this.wishes[before] as readonly Wished[]), { form, unit }];
    const key = set.map((entry) => `${entry.form} ${entry.unit}`).join();
    const known = this.#wishNumbers.get(key);
    if (known !== undefined) return known;
    this.#wishNumbers.set(key, this.wishes.length);
    return this.wishes.push(set) - 1;
  }

  #followPatterns(state: State, slot: number, activity: number, next: number[]): number {
    let cost = 0;
    let hitBefore = -1;
    this.#followers.forEach(({ pattern, cost: price, last, maskAt, starts }, f) => {
      const alive = ((state[f] as number) << 1) | (starts[slot] as number);
      let kept = 0;
      for (let age = 0; age <= last; age++) {
        if (((alive >> age) & 1) === 1 && maskAt[age]?.[activity] !== 0) kept |= 1 << age;
      }
      next.push(kept & ((1 << last) - 1));
      if (kept >> last === 0 || hitBefore === pattern) return;
      hitBefore = pattern;
      cost += price;
    });
    return cost;
  }

  /** What a slot does to one form: within a unit it may turn on, itself or the next one. */
  #walkUnit(form: UnitForm, f: number, slot: number, activity: number, run: number, before: number): { run: number; on: number; cost: number; add: number } {
    const unit = this.#unitOf[f]?.[slot] as number;
    if (unit < 0) return { run, on: before, cost: 0, add: 0 };
    const on = before | (form.on[activity] as number) | (CARRIED * (form.carry?.[activity] ?? 0));
    if (slot < (form.units[unit] as Range).to - 1) return { run, on, cost: 0, add: 0 };
    const next = on >= CARRIED ? 1 : 0;
    return { ...this.#endUnit(form, f, slot, unit, run, ((on & 1) === 1) !== form.none), on: next };
  }

  /** What the end of a unit does to one form: the run goes on or is broken, and windows close. */
  #endUnit(form: UnitForm, f: number, slot: number, unit: number, run: number, isOn: boolean): { run: number; cost: number; add: number } {
    const { check } = form;
    if (check.kind === 'run') {
      const most = slot < this.#lowered.frame.history ? EDGE : capOf(check, form.units.length);
      return { run: isOn ? longer(run, unit, check, most) : 0, cost: this.#runCost(check, form, unit, run, isOn), add: 0 };
    }
    if (check.kind === 'each') return { run, cost: 0, add: isOn ? (this.#wished[f]?.[unit] as number) : 0 };
    const memory = this.#memory[f] as number;
    if (memory === 0) return { run, cost: 0, add: isOn ? 1 : 0 };
    const recent = (run << 1) | (isOn ? 1 : 0);
    return { run: remembered(recent, memory, check), cost: costOfWindows(check, this.#closing[f]?.[unit] ?? [], recent), add: 0 };
  }

  /** What one more unit costs a run, or its end; what it was too long by in the history falls due with its first planned unit. */
  #runCost(check: RunCheck, form: UnitForm, unit: number, run: number, isOn: boolean): number {
    const length = run % EDGE;
    const past = (form.units[unit - 1]?.to ?? 0) <= this.#lowered.frame.history;
    if (isOn) return length < check.max ? 0 : (past ? length + 1 - check.max : 1) * check.over;
    return run < EDGE && !past ? costOfShort(run, check) : 0;
  }

  /** What runs cut off by the end of the horizon cost. */
  endCost(state: State): number {
    return this.#rules.units.reduce((sum, { check }, f) => {
      if (check.kind !== 'run' || check.openEnd) return sum;
      const run = state[this.#followers.length + 2 * f] as number;
      return run < EDGE ? sum + costOfShort(run, check) : sum;
    }, 0);
  }
}

/** What a run that has ended is too short by; one that is too long is charged as it grows. */
const costOfShort = (length: number, check: RunCheck): number =>
  length > 0 && length < check.min && length <= check.max ? (check.min - length) * check.under : 0;

/** Runs longer than this need not be told apart. */
const capOf = ({ min, max, over }: RunCheck, units: number): number => Math.max(min, over > 0 && max < units ? max + 1 : 0);

/** A run one unit longer; runs that touch an open start are marked, for no minimum applies to them. */
function longer(run: number, unit: number, check: RunCheck, most: number): number {
  const edge = run >= EDGE || (unit === 0 && check.openStart) ? EDGE : 0;
  return edge + Math.min((run % EDGE) + 1, most);
}

/** Marks the units that some of these people have wishes about; each may have hers in a rule of her own. */
function wishedBy(members: readonly PersonRules[], f: number, units: number): Uint8Array {
  const wished = new Uint8Array(units);
  for (const { person, units: forms } of members) {
    const check = forms[f]?.check;
    if (check?.kind === 'each') for (const item of check.items) if (item.person === person) wished[item.unit] = 1;
  }
  return wished;
}
