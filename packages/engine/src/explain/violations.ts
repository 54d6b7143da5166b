import type { ColumnForm, Form, PatternForm, Range, SumForm, UnitForm } from '../forms.ts';
import { costOfNeed, costOfRange, costOfRun } from '../forms.ts';
import { unpack } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import { occurs } from '../score/patterns.ts';
import { Words } from './words.ts';

/** One thing a schedule gets wrong: which rule, who, when, what it costs, and a sentence for the coordinator. */
export interface Violation {
  readonly rule: string;
  readonly title: string;
  readonly people: readonly string[];
  /** Planned slots [from, to) it is about. */
  readonly fromSlot: number;
  readonly toSlot: number;
  readonly hard: number;
  readonly soft: number;
  readonly text: string;
}

/** Only look at what involves this person and this slot (internal numbers). */
export interface Focus {
  readonly person: number;
  readonly slot: number;
}

type Report = (person: number | null, from: number, to: number, cost: number, text: () => string) => void;

const meets = (focus: Focus | undefined, from: number, to: number): boolean => focus === undefined || (focus.slot >= from && focus.slot < to);
const isAbout = (focus: Focus | undefined, person: number): boolean => focus === undefined || focus.person === person;

function seeColumn(form: ColumnForm, cells: Uint8Array, words: Words, focus: Focus | undefined, report: Report): void {
  const { people, slots, activities } = words.lowered.frame;
  for (const need of form.needs) {
    if (!meets(focus, need.slot, need.slot + 1)) continue;
    let value = 0;
    for (let person = 0; person < people; person++) value += form.load[person * activities + (cells[person * slots + need.slot] as number)] as number;
    const cost = costOfNeed(need, value);
    if (cost !== 0) report(null, need.slot, need.slot + 1, cost, () => words.need(form, need, value));
  }
}

function seeSum(form: SumForm, cells: Uint8Array, words: Words, focus: Focus | undefined, report: Report): void {
  const { slots } = words.lowered.frame;
  form.people.forEach((person, row) => {
    if (!isAbout(focus, person)) return;
    form.windows.forEach((window, w) => {
      if (!meets(focus, window.from, window.to)) return;
      const at = row * form.windows.length + w;
      const [min, max] = [form.min[at] as number, form.max[at] as number];
      let sum = 0;
      for (let slot = window.from; slot < window.to; slot++) sum += form.values[cells[person * slots + slot] as number] as number;
      const cost = costOfRange(sum, min, max, form);
      if (cost !== 0) report(person, window.from, window.to, cost, () => words.range(form.measure, sum, min, max, window.from, window.to, person));
    });
  });
}

function seePattern(form: PatternForm, cells: Uint8Array, words: Words, focus: Focus | undefined, report: Report): void {
  const { slots } = words.lowered.frame;
  const reach = Math.max(...form.offsets) + 1;
  for (const person of form.people) {
    if (!isAbout(focus, person)) continue;
    for (const start of form.starts) {
      if (!meets(focus, start, start + reach) || !occurs(form, cells, person * slots, start, -1, 0)) continue;
      report(person, start, start + reach, form.cost, () => words.sequence(person, form.offsets.map((offset) => start + offset), cells));
    }
  }
}

function statesOf(form: UnitForm, cells: Uint8Array, row: number): boolean[] {
  const holds = (unit: number, mask: Uint8Array): boolean => {
    const range = form.units[unit];
    for (let slot = range?.from ?? 0; slot < (range?.to ?? 0); slot++) if (mask[cells[row + slot] as number] === 1) return true;
    return false;
  };
  return form.units.map((_, unit) => (holds(unit, form.on) || (form.carry !== null && holds(unit - 1, form.carry))) !== form.none);
}

function seeRuns(form: UnitForm, states: readonly boolean[], person: number, words: Words, focus: Focus | undefined, report: Report): void {
  const { check, units } = form;
  if (check.kind !== 'run') return;
  const { history, perDay } = words.lowered.frame;
  const firstPlanned = Math.max(0, units.findIndex((unit) => unit.to > history));
  const judge = (start: number, end: number): void => {
    const closed = !((start === 0 && check.openStart) || (end === states.length && check.openEnd));
    const cost = end - 1 < firstPlanned ? 0 : costOfRun(end - start, closed, check);
    const [from, to] = [(units[start] as Range).from, (units[end - 1] as Range).to];
    if (cost !== 0 && meets(focus, from - perDay, to + perDay)) report(person, from, to, cost, () => words.run(form.measure, end - start, check, from, to, person));
  };
  for (let start = states.indexOf(true); start >= 0; ) {
    const stop = states.indexOf(false, start);
    const end = stop < 0 ? states.length : stop;
    judge(start, end);
    start = states.indexOf(true, end);
  }
}

function seeWindows(form: UnitForm, states: readonly boolean[], person: number, words: Words, focus: Focus | undefined, report: Report): void {
  const { check, units } = form;
  if (check.kind !== 'window') return;
  for (const window of check.windows) {
    const n = states.slice(window.from, window.to).filter(Boolean).length;
    const cost = Math.max(0, check.min - n) * check.under + Math.max(0, n - check.max) * check.over;
    const [from, to] = [(units[window.from] as Range).from, (units[window.to - 1] as Range).to];
    if (cost !== 0 && meets(focus, from, to)) report(person, from, to, cost, () => words.range(form.measure, n, check.min, check.max, from, to, person));
  }
}

function seeWishes(form: UnitForm, states: readonly boolean[], person: number, words: Words, focus: Focus | undefined, report: Report): void {
  if (form.check.kind !== 'each') return;
  for (const item of form.check.items) {
    const range = form.units[item.unit] as Range;
    if (item.person !== person || states[item.unit] !== true || !meets(focus, range.from, range.to)) continue;
    report(person, range.from, range.to, item.cost, () => words.wish(person, range.from, range.to));
  }
}

function seeUnit(form: UnitForm, cells: Uint8Array, words: Words, focus: Focus | undefined, report: Report): void {
  const see = { run: seeRuns, window: seeWindows, each: seeWishes }[form.check.kind];
  for (const person of form.people) {
    if (isAbout(focus, person)) see(form, statesOf(form, cells, person * words.lowered.frame.slots), person, words, focus, report);
  }
}

function seeForm(form: Form, cells: Uint8Array, words: Words, focus: Focus | undefined, report: Report): void {
  if (form.kind === 'column') seeColumn(form, cells, words, focus, report);
  else if (form.kind === 'sum') seeSum(form, cells, words, focus, report);
  else if (form.kind === 'pattern') seePattern(form, cells, words, focus, report);
  else seeUnit(form, cells, words, focus, report);
}

/** Everything the schedule gets wrong (or, with negative points, right), or only what involves one cell. */
export function violationsOf(lowered: Lowered, cells: Uint8Array, focus?: Focus): Violation[] {
  const words = new Words(lowered);
  const found: Violation[] = [];
  const { history, problem, slots } = lowered.frame;
  const add = (ruleIndex: number): Report => (person, from, to, cost, text) => {
    const rule = problem.constraints[ruleIndex];
    const title = rule?.title === '' || rule === undefined ? (rule?.id ?? '') : rule.title;
    const people = person === null ? [] : [problem.people[person]?.id ?? ''];
    found.push({ rule: rule?.id ?? '', title, people, fromSlot: from - history, toSlot: to - history, ...unpack(cost), text: `${title}: ${text()}` });
  };
  for (const form of lowered.forms) seeForm(form, cells, words, focus, add(form.rule));
  for (const cell of lowered.cells) {
    const here = cells[cell.person * slots + cell.slot] === cell.activity;
    if (here && isAbout(focus, cell.person) && meets(focus, cell.slot, cell.slot + 1)) {
      add(cell.rule)(cell.person, cell.slot, cell.slot + 1, cell.cost, () => words.cell(cell.person, cell.slot, cell.activity));
    }
  }
  return found;
}

/** What each rule costs, in the order of the problem. */
export function ruleCosts(lowered: Lowered, cells: Uint8Array): { id: string; hard: number; soft: number }[] {
  const words = new Words(lowered);
  const costs = new Float64Array(lowered.frame.problem.constraints.length);
  for (const form of lowered.forms) {
    seeForm(form, cells, words, undefined, (_person, _from, _to, cost) => {
      costs[form.rule] = (costs[form.rule] as number) + cost;
    });
  }
  for (const cell of lowered.cells) {
    if (cells[cell.person * lowered.frame.slots + cell.slot] === cell.activity) costs[cell.rule] = (costs[cell.rule] as number) + cell.cost;
  }
  return lowered.frame.problem.constraints.map((rule, index) => ({ id: rule.id, ...unpack(costs[index] as number) }));
}
