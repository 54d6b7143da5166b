import type { Highs } from 'highs';
import { solveLinear } from '../exact/programme.ts';
import { linearModel } from '../linear.ts';
import type { Lowered } from '../lower.ts';
import type { Problem } from '../problem/schema.ts';
import { emptyCells } from '../score.ts';
import { Words } from './words.ts';

/** Hard rules that cannot all hold: leave out any one of them and the rest can. */
export interface Conflict {
  readonly rules: readonly string[];
  readonly people: readonly string[];
  /** Planned slots [from, to) in which the rules already conflict. */
  readonly fromSlot: number;
  readonly toSlot: number;
  /** False if time ran out before the set was proved minimal. */
  readonly minimal: boolean;
  readonly text: string;
}

/** Where to look, and for how long in all. */
export interface ConflictSearch {
  /** Planned slots [from, to) to look at; rules that reach outside count only for what lies inside. */
  readonly fromSlot?: number;
  readonly toSlot?: number;
  readonly seconds?: number;
}

class Feasibility {
  readonly #highs: Highs;
  readonly #lowered: Lowered;
  readonly #end: number;
  #inside: Lowered | null = null;

  constructor(highs: Highs, lowered: Lowered, seconds: number) {
    this.#highs = highs;
    this.#lowered = lowered;
    this.#end = performance.now() + seconds * 1000;
  }

  get outOfTime(): boolean {
    return performance.now() >= this.#end;
  }

  /** True if these rules can be proved impossible in these slots. */
  impossible(rules: Uint8Array, from: number, to: number): boolean {
    const { slots } = this.#lowered.frame;
    const free = Uint8Array.from(this.#lowered.pinned, (_, at) => {
      const slot = at % slots;
      return slot >= from && slot < to ? 1 : 0;
    });
    const inside = this.#insideOf(from, to);
    const model = linearModel(inside, { cells: emptyCells(this.#lowered), free, hard: 'strict', rules });
    model.cost.fill(0);
    const seconds = Math.max(0.05, (this.#end - performance.now()) / 1000);
    return solveLinear(this.#highs, model, { seconds }).status === 'infeasible';
  }

  /** Rules that say anything about these slots; who may do what is part of the cells and always holds. */
  rulesIn(from: number, to: number): ReadonlySet<number> {
    return new Set(this.#insideOf(from, to).forms.flatMap((form) => (form.kind === 'column' && form.needs.length === 0 ? [] : [form.rule])));
  }

  #insideOf(from: number, to: number): Lowered {
    const { slots, history } = this.#lowered.frame;
    if (from === history && to === slots) return this.#lowered;
    this.#inside ??= this.#within(from, to);
    return this.#inside;
  }

  /** The forms that lie wholly inside a stretch of slots. */
  #within(from: number, to: number): Lowered {
    const lies = (range: { from: number; to: number }): boolean => range.from >= from && range.to <= to;
    const forms = this.#lowered.forms.flatMap((form): Lowered['forms'] => {
      if (form.kind === 'column') return [{ ...form, needs: form.needs.filter((need) => need.slot >= from && need.slot < to) }];
      if (form.kind === 'sum') return form.windows.every(lies) ? [form] : [];
      if (form.kind === 'pattern') {
        const reach = Math.max(...form.offsets) + 1;
        const starts = form.starts.filter((start) => start >= from && start + reach <= to);
        return starts.length === 0 ? [] : [{ ...form, starts }];
      }
      if (form.check.kind !== 'window') return [];
      const windows = form.check.windows.filter((window) => lies({ from: form.units[window.from]?.from ?? -1, to: form.units[window.to - 1]?.to ?? Infinity }));
      return windows.length === 0 ? [] : [{ ...form, check: { ...form.check, windows } }];
    });
    return { ...this.#lowered, forms };
  }
}

/** Drops rules one by one as long as the rest stays impossible. */
function shrink(feasibility: Feasibility, rules: Uint8Array, from: number, to: number): boolean {
  const candidates = [...rules.keys()].filter((index) => rules[index] === 1);
  let size = Math.ceil(candidates.length / 2);
  while (size >= 1) {
    for (let at = 0; at < candidates.length; at += size) {
      if (feasibility.outOfTime) return false;
      const part = candidates.slice(at, at + size).filter((index) => rules[index] === 1);
      for (const index of part) rules[index] = 0;
      if (part.length > 0 && !feasibility.impossible(rules, from, to)) for (const index of part) rules[index] = 1;
    }
    size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return true;
}

/**
 * Finds a minimal set of hard rules that cannot all hold, or null if none could be proved within the time. Looks at the
 * given slots (the whole horizon when absent); a short stretch is proved in a moment.
 */
export function findConflict(highs: Highs, lowered: Lowered, search: ConflictSearch = {}): Conflict | null {
  const { history, slots, problem, activities, people } = lowered.frame;
  const from = history + (search.fromSlot ?? 0);
  const to = search.toSlot === undefined ? slots : history + search.toSlot;
  const feasibility = new Feasibility(highs, lowered, search.seconds ?? 5);
  const present = feasibility.rulesIn(from, to);
  const rules = Uint8Array.from(problem.constraints, (rule, index) => (rule.level === 'hard' && present.has(index) ? 1 : 0));
  if (!feasibility.impossible(rules, from, to)) return null;
  const minimal = shrink(feasibility, rules, from, to);
  const kept = problem.constraints.filter((_, index) => rules[index] === 1);
  const involved = new Set<number>();
  for (const form of lowered.forms) {
    if (rules[form.rule] !== 1) continue;
    if (form.kind === 'column') form.load.forEach((load, at) => load !== 0 && involved.add(Math.floor(at / activities)));
    else for (const person of form.people) involved.add(person);
  }
  const words = new Words(lowered);
  const titles = kept.map((rule) => (rule.title === '' ? rule.id : rule.title)).join('; ');
  return {
    rules: kept.map((rule) => rule.id),
    people: [...involved].filter((person) => person < people).sort((a, b) => a - b).map((person) => words.person(person)),
    fromSlot: from - history,
    toSlot: to - history,
    minimal,
    text: `From ${words.span(from, to)} these rules cannot all hold with the people who may work then: ${titles}.`,
  };
}

/** Rules in the order in which to give them up: soft before hard, light before heavy. */
export const relaxationOrder = (problem: Problem): string[] =>
  problem.constraints
    .filter((rule) => rule.type !== 'absence' && rule.type !== 'eligibility')
    .toSorted((a, b) => Number(a.level === 'hard') - Number(b.level === 'hard') || a.weight - b.weight || a.id.localeCompare(b.id))
    .map((rule) => rule.id);
