import type { ColumnForm, Form, PatternForm, Range, SumForm, UnitForm } from '../forms.ts';
import { costOfRange } from '../forms.ts';
import type { Lowered } from '../lower.ts';
import { apart, memoryOf } from './windows.ts';

/** A person's rules that the machine walks through, slot by slot. */
export interface PersonRules {
  readonly person: number;
  readonly patterns: readonly PatternForm[];
  readonly units: readonly UnitForm[];
  readonly sums: readonly SumForm[];
}

/** Sequences reach over so many slots at most; what of them has begun is part of the machine's state. */
const LONGEST_PATTERN = 6;

/** Overlapping windows of units reach over so many at most; which of them were "on" is part of the machine's state. */
const LONGEST_WINDOW = 8;

/** True if the machine can walk this form: sums over periods that do not overlap, short patterns and windows, runs, wishes. */
function canWalk(form: Exclude<Form, ColumnForm>, mayOverlap: boolean): boolean {
  if (form.kind === 'pattern') return Math.max(...form.offsets) < LONGEST_PATTERN;
  if (form.kind === 'sum') return mayOverlap || apart(form.windows);
  return memoryOf(form) < LONGEST_WINDOW;
}

/** The rules of one person if every one of them can be walked, else null. */
function rulesOf(lowered: Lowered, person: number, mayOverlap: boolean): PersonRules | null {
  const mine = lowered.forms.filter((form) => form.kind !== 'column').filter((form) => form.people.includes(person));
  if (!mine.every((form) => canWalk(form, mayOverlap))) return null;
  return {
    person,
    patterns: mine.filter((form) => form.kind === 'pattern'),
    units: mine.filter((form) => form.kind === 'unit'),
    sums: mine.filter((form) => form.kind === 'sum'),
  };
}

/** The rules of all people if column generation can handle every one of them, else null. */
export function columnRules(lowered: Lowered, mayOverlap = false): PersonRules[] | null {
  const rules = Array.from({ length: lowered.frame.people }, (_, person) => rulesOf(lowered, person, mayOverlap));
  return rules.every((entry) => entry !== null) ? rules : null;
}

/** Something counted along the slots [from, to) of a row; what it costs falls due when the last of them is done. */
export interface Total {
  readonly from: number;
  readonly to: number;
  readonly min: number;
  readonly max: number;
  readonly under: number;
  readonly over: number;
  readonly per: number;
  /** What is counted: a value of the activity, or the units of one of the person's rules that are "on". */
  readonly counts: { readonly kind: 'slots'; readonly values: Float64Array } | { readonly kind: 'units'; readonly unit: number };
}

/** Everything the rules of a person count. */
export function totalsOf(rules: PersonRules): Total[] {
  const sums = rules.sums.flatMap((form) => {
    const row = form.people.indexOf(rules.person) * form.windows.length;
    return form.windows.map((window, w): Total => ({
      ...window, min: form.min[row + w] as number, max: form.max[row + w] as number,
      under: form.under, over: form.over, per: form.per, counts: { kind: 'slots', values: form.values },
    }));
  });
  const units = rules.units.flatMap((form, unit) => {
    const { check } = form;
    if (check.kind !== 'window' || memoryOf(form) > 0) return [];
    return check.windows.filter(({ from, to }) => to > from).map((window): Total => ({
      from: (form.units[window.from] as Range).from, to: (form.units[window.to - 1] as Range).to,
      min: check.min, max: check.max, under: check.under, over: check.over, per: 1, counts: { kind: 'units', unit },
    }));
  });
  return [...sums, ...units].filter((total) => total.min > 0 || total.max < Infinity);
}

/** What a total costs in the end. */
export const costOfTotal = (total: Total, value: number): number => costOfRange(value, total.min, total.max, total);

const list = (values: ArrayLike<number>): string => Array.from(values).join(' ');
const spans = (ranges: readonly Range[]): string => ranges.map((range) => `${range.from}-${range.to}`).join(' ');

function patternText(form: PatternForm): string {
  const masks = form.alternatives.map((steps) => steps.map(list).join('/')).join('|');
  return `p${form.cost}:${list(form.offsets)}:${masks}:${list(form.starts)}`;
}

function unitText(form: UnitForm): string {
  const { check } = form;
  const head = `u${spans(form.units)}:${list(form.on)}:${list(form.carry ?? [])}:${form.none}:`;
  if (check.kind === 'each') return head;
  const limits = `${check.min},${check.max},${check.under},${check.over}`;
  return `${head}${limits}:` + (check.kind === 'run' ? `${check.openStart}${check.openEnd}` : spans(check.windows));
}

/** A text that is the same for people whose sequences and units are bound by the same rules; those of rules are kept in `texts`. */
export function walkText({ patterns, units }: PersonRules, texts = new Map<Form, string>()): string {
  const kept = <F extends Form>(form: F, write: (form: F) => string): string => {
    const text = texts.get(form) ?? write(form);
    texts.set(form, text);
    return text;
  };
  return [...patterns.map((form) => kept(form, patternText)), ...units.map((form) => kept(form, unitText))].join(';');
}

/** A text that is the same for people with the same past whose totals are bound by the same rules. */
export function boundText(lowered: Lowered, { person, sums }: PersonRules): string {
  const { slots, history } = lowered.frame;
  const past = lowered.pinned.subarray(person * slots, person * slots + history);
  const bound = sums.map((form) => {
    const width = form.windows.length;
    const row = form.people.indexOf(person) * width;
    const limits = [form.min, form.max].map((all) => list(all.subarray(row, row + width))).join(':');
    return `s${list(form.values)}:${spans(form.windows)}:${limits}:${form.under},${form.over},${form.per}`;
  });
  return [list(past), ...bound].join(';');
}
