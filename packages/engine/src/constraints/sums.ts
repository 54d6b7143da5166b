import * as z from 'zod';
import type { Range } from '../forms.ts';
import type { Frame } from '../frame.ts';
import { activityNames, peopleSelector } from '../problem/selectors.ts';
import { addForm, declare, unitCost, unitName, unitsOf, weekendShape } from './declare.ts';
import type { Lowering, Rule } from './declare.ts';

const fill = (size: number, value: number): Float64Array => new Float64Array(size).fill(value);

/** Windows of `length` days starting every `step` days, as slot ranges, that reach into the planned part and end inside it. */
export function dayWindows(frame: Frame, length: number, step: number): Range[] {
  const windows: Range[] = [];
  for (let from = frame.history % (step * frame.perDay); from + length * frame.perDay <= frame.slots; from += step * frame.perDay) {
    if (from + length * frame.perDay > frame.history) windows.push({ from, to: from + length * frame.perDay });
  }
  return windows;
}

/**
 * A rolling sum: in every window of `days` days (starting every `step` days, reaching back into the history), the
 * values of a person's activities add up to at least `min` and at most `max`; each `per` begun beyond is one unit.
 */
export const windowSum = declare(
  'windowSum',
  z.strictObject({
    people: peopleSelector.optional(),
    values: z.record(z.string(), z.number().min(0)),
    days: z.int().min(1),
    step: z.int().min(1).default(1),
    min: z.number().optional(),
    max: z.number().optional(),
    per: z.number().positive().default(1),
    measure: z.string().default('hours'),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const people = frame.selectPeople(params.people);
    const windows = dayWindows(frame, params.days, params.step);
    const size = people.length * windows.length;
    const values = new Float64Array(frame.activities);
    for (const [name, value] of Object.entries(params.values)) values[frame.activityIndex.get(name) ?? 0] = value;
    const unit = unitCost(rule);
    addForm(to, {
      kind: 'sum', rule: rule.index, people, values, windows, under: unit, over: unit, per: params.per, measure: params.measure,
      min: fill(size, params.min ?? -Infinity), max: fill(size, params.max ?? Infinity),
    });
  },
);

const bound = z.strictObject({
  people: peopleSelector.optional(),
  fromDay: z.int().optional(),
  toDay: z.int().optional(),
  min: z.int().min(0).optional(),
  max: z.int().min(0).optional(),
});
const countParams = z.strictObject({
  activities: activityNames,
  unit: unitName.default('slot'),
  weekend: weekendShape.optional(),
  bounds: z.array(bound).min(1),
  underWeight: z.int().min(0).optional(),
  overWeight: z.int().min(0).optional(),
});
type CountRule = Rule<z.output<typeof countParams>>;

const spanOf = (frame: Frame, entry: z.infer<typeof bound>): Range => ({
  from: Math.max(frame.history, frame.history + (entry.fromDay ?? 0) * frame.perDay),
  to: Math.min(frame.slots, frame.history + (entry.toDay ?? Infinity) * frame.perDay),
});

/** Slot counts of all bounds share one form, so that a person with many periods is still scored in one pass. */
function countSlots(rule: CountRule, to: Lowering): void {
  const { frame } = to;
  const unit = unitCost(rule);
  const spans = new Map<string, Range>();
  for (const entry of rule.params.bounds) {
    const span = spanOf(frame, entry);
    if (span.to > span.from) spans.set(`${span.from}-${span.to}`, span);
  }
  const windows = [...spans.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  const position = new Map(windows.map((span, i) => [`${span.from}-${span.to}`, i]));
  const people = [...new Set(rule.params.bounds.flatMap((entry) => frame.selectPeople(entry.people)))].sort((a, b) => a - b);
  const row = new Map(people.map((person, i) => [person, i]));
  const min = fill(people.length * windows.length, -Infinity);
  const max = fill(people.length * windows.length, Infinity);
  for (const entry of rule.params.bounds) {
    const span = spanOf(frame, entry);
    const window = position.get(`${span.from}-${span.to}`);
    if (window === undefined) continue;
    for (const person of frame.selectPeople(entry.people)) {
      const at = (row.get(person) as number) * windows.length + window;
      min[at] = Math.max(min[at] as number, entry.min ?? -Infinity);
      max[at] = Math.min(max[at] as number, entry.max ?? Infinity);
    }
  }
  addForm(to, {
    kind: 'sum', rule: rule.index, people, values: Float64Array.from(frame.mask(rule.params.activities)), windows, min, max,
    under: unit * (rule.params.underWeight ?? 1), over: unit * (rule.params.overWeight ?? 1), per: 1, measure: rule.params.activities.join(' or '),
  });
}

function countUnits(rule: CountRule, to: Lowering): void {
  const { frame } = to;
  const unit = unitCost(rule);
  const units = unitsOf(frame, rule.params.unit, rule.params.weekend);
  for (const entry of rule.params.bounds) {
    const span = spanOf(frame, entry);
    const from = units.findIndex((range) => range.from >= span.from);
    const inside = units.filter((range) => range.from >= span.from && range.from < span.to).length;
    if (from < 0 || inside === 0) continue;
    addForm(to, {
      kind: 'unit', rule: rule.index, people: frame.selectPeople(entry.people), units, on: frame.mask(rule.params.activities), carry: null,
      none: false, measure: `${rule.params.unit}s with ${rule.params.activities.join(' or ')}`,
      check: {
        kind: 'window', windows: [{ from, to: from + inside }], min: entry.min ?? 0, max: entry.max ?? units.length,
        under: unit * (rule.params.underWeight ?? 1), over: unit * (rule.params.overWeight ?? 1),
      },
    });
  }
}

/** How often a person does the activities (counted by slot, day or weekend) within each period of days [fromDay, toDay). */
export const count = declare('count', countParams, (rule, to) => {
  if (rule.params.unit === 'slot') countSlots(rule, to);
  else countUnits(rule, to);
});

/**
 * Fairness: `total` slots of the activities are to be shared in proportion to `share` (1 each if absent), counting what
 * each person carries over from before. Every slot beyond the fair number, rounded outwards and widened by
 * `tolerance`, is one unit.
 */
export const balance = declare(
  'balance',
  z.strictObject({
    people: peopleSelector.optional(),
    activities: activityNames,
    total: z.number().min(0),
    fromDay: z.int().optional(),
    toDay: z.int().optional(),
    share: z.record(z.string(), z.number().min(0)).optional(),
    carryOver: z.record(z.string(), z.number()).optional(),
    tolerance: z.number().min(0).default(0),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const people = frame.selectPeople(params.people);
    const nameOf = (person: number): string => frame.problem.people[person]?.id ?? '';
    const shares = people.map((person) => params.share?.[nameOf(person)] ?? (params.share === undefined ? 1 : 0));
    const carried = people.map((person) => params.carryOver?.[nameOf(person)] ?? 0);
    const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
    const whole = params.total + sum(carried);
    const fair = people.map((_, i) => (sum(shares) === 0 ? 0 : (whole * (shares[i] as number)) / sum(shares) - (carried[i] as number)));
    const unit = unitCost(rule);
    addForm(to, {
      kind: 'sum', rule: rule.index, people, values: Float64Array.from(frame.mask(params.activities)), windows: [spanOf(frame, params)],
      min: Float64Array.from(fair, (x) => Math.max(0, Math.floor(x - params.tolerance + 1e-9))),
      max: Float64Array.from(fair, (x) => Math.max(0, Math.ceil(x + params.tolerance - 1e-9))),
      under: unit, over: unit, per: 1, measure: params.activities.join(' or '),
    });
  },
);
