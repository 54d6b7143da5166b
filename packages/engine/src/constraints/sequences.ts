import * as z from 'zod';
import { activityNames, peopleSelector, slotSelector } from '../problem/selectors.ts';
import { addForm, declare, unitCost, unitName, unitsOf, weekendShape } from './declare.ts';
import { dayWindows } from './sums.ts';

const flip = (mask: Uint8Array): Uint8Array => mask.map((bit) => 1 - bit);

const step = z.strictObject({
  /** Slots after the start; when absent, one more than the step before. */
  after: z.int().min(0).optional(),
  activities: activityNames.optional(),
  not: activityNames.optional(),
});

/** Steps slot by slot: they may be written in any order, and several about one slot, which then all have to hold. */
function inOrder(steps: readonly { readonly after: number | undefined; readonly mask: Uint8Array }[]): { offsets: number[]; masks: Uint8Array[] } {
  const bySlot = new Map<number, Uint8Array>();
  let previous = -1;
  for (const { after, mask } of steps) {
    previous = after ?? previous + 1;
    const known = bySlot.get(previous);
    bySlot.set(previous, known === undefined ? mask : known.map((bit, activity) => bit & (mask[activity] as number)));
  }
  const sorted = [...bySlot].sort(([a], [b]) => a - b);
  return { offsets: sorted.map(([offset]) => offset), masks: sorted.map(([, mask]) => mask) };
}

/** A sequence that must not occur: at each step an activity of the list (or none of the `not` list). */
export const forbiddenSequence = declare(
  'forbiddenSequence',
  z.strictObject({ people: peopleSelector.optional(), steps: z.array(step).min(1).max(10), when: slotSelector.optional() }),
  (rule, to) => {
    const { frame } = to;
    const maskOf = ({ activities, not }: z.output<typeof step>): Uint8Array => {
      if (activities) return frame.mask(activities);
      return not ? flip(frame.mask(not)) : new Uint8Array(frame.activities).fill(1);
    };
    const { offsets, masks } = inOrder(rule.params.steps.map((entry) => ({ after: entry.after, mask: maskOf(entry) })));
    const reach = Math.max(...offsets);
    const starts = frame.selectSlots(rule.params.when, true).filter((slot) => slot + reach >= frame.history && slot + reach < frame.slots);
    addForm(to, {
      kind: 'pattern', rule: rule.index, people: frame.selectPeople(rule.params.people), offsets, alternatives: [masks], starts,
      cost: unitCost(rule), measure: 'sequence',
    });
  },
);

/** Continuity: from a start slot to the one `lag` later the listed activities should not change; `except` changes are free. */
export const continuity = declare(
  'continuity',
  z.strictObject({
    people: peopleSelector.optional(),
    activities: activityNames,
    except: z.array(z.string()).default([]),
    when: slotSelector.optional(),
    lag: z.int().min(1).default(1),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const alternatives = params.activities.map((name) => [frame.mask([name]), flip(frame.mask([...params.except, name]))]);
    const starts = frame.selectSlots(params.when, true).filter((slot) => slot + params.lag >= frame.history && slot + params.lag < frame.slots);
    addForm(to, {
      kind: 'pattern', rule: rule.index, people: frame.selectPeople(params.people), offsets: [0, params.lag], alternatives, starts,
      cost: unitCost(rule), measure: 'change',
    });
  },
);

/**
 * Weekends: `complete` charges a weekend on which some days are worked and some are not (one unit per change of state);
 * `identical` charges days of a weekend whose activities differ (two units per worked pair, one against a free day).
 */
export const weekendPattern = declare(
  'weekendPattern',
  z.strictObject({
    people: peopleSelector.optional(),
    work: activityNames,
    weekend: weekendShape.default({ start: 5, days: 2 }),
    want: z.enum(['complete', 'identical']),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const people = frame.selectPeople(params.people);
    const work = frame.mask(params.work);
    const cost = unitCost(rule);
    const whole = unitsOf(frame, 'weekend', params.weekend).filter((unit) => unit.to - unit.from > frame.perDay);
    const pair = (first: Uint8Array, second: Uint8Array, weight: number, lag: number, starts: readonly number[]): void =>
      addForm(to, {
        kind: 'pattern', rule: rule.index, people, offsets: [0, lag], alternatives: [[first, second]], starts, cost: cost * weight, measure: params.want,
      });
    for (let days = 1; days < params.weekend.days; days++) {
      if (params.want === 'complete' && days > 1) break;
      const lag = days * frame.perDay;
      const starts = whole.flatMap((unit) => {
        const found: number[] = [];
        for (let slot = unit.from; slot + lag < unit.to; slot++) if (slot + lag >= frame.history) found.push(slot);
        return found;
      });
      pair(work, flip(work), 1, lag, starts);
      pair(flip(work), work, 1, lag, starts);
      if (params.want === 'complete') continue;
      for (const name of params.work) {
        const one = frame.mask([name]);
        pair(one, work.map((bit, a) => bit & (1 - (one[a] as number))), 2, lag, starts);
      }
    }
  },
);

/** Length of unbroken runs of units with (or, `of: off`, without) the activities. Open edges waive the minimum there. */
export const consecutive = declare(
  'consecutive',
  z.strictObject({
    people: peopleSelector.optional(),
    activities: activityNames,
    of: z.enum(['on', 'off']).default('on'),
    unit: unitName.default('day'),
    weekend: weekendShape.optional(),
    min: z.int().min(1).optional(),
    max: z.int().min(0).optional(),
    underWeight: z.int().min(0).optional(),
    overWeight: z.int().min(0).optional(),
    openStart: z.boolean().default(true),
    openEnd: z.boolean().default(true),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const units = unitsOf(frame, params.unit, params.weekend);
    const cost = unitCost(rule);
    addForm(to, {
      kind: 'unit', rule: rule.index, people: frame.selectPeople(params.people), units, on: frame.mask(params.activities), carry: null,
      none: params.of === 'off', measure: `${params.unit}s ${params.of === 'off' ? 'without' : 'with'} ${params.activities.join(' or ')}`,
      check: {
        kind: 'run', min: params.min ?? 1, max: params.max ?? units.length, under: cost * (params.underWeight ?? 1),
        over: cost * (params.overWeight ?? 1), openStart: params.openStart, openEnd: params.openEnd,
      },
    });
  },
);

/**
 * Free days: in every window of `days` days at least `free` days hold none of the `work` activities; a day after an
 * activity of `carry` (a night that ends in the morning) is not free. Windows reach back into the history.
 */
export const windowFree = declare(
  'windowFree',
  z.strictObject({
    people: peopleSelector.optional(),
    work: activityNames,
    carry: z.array(z.string()).default([]),
    days: z.int().min(1),
    free: z.int().min(1).default(1),
    step: z.int().min(1).default(1),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const windows = dayWindows(frame, params.days, params.step).map(({ from, to: end }) => ({ from: from / frame.perDay, to: end / frame.perDay }));
    const unit = unitCost(rule);
    addForm(to, {
      kind: 'unit', rule: rule.index, people: frame.selectPeople(params.people), units: unitsOf(frame, 'day'), on: frame.mask(params.work),
      carry: params.carry.length > 0 ? frame.mask(params.carry) : null, none: true, measure: 'free days',
      check: { kind: 'window', windows, min: params.free, max: params.days, under: unit, over: 0 },
    });
  },
);

/** Spacing: at most `max` days with the activities in any `days` days running. */
export const spacing = declare(
  'spacing',
  z.strictObject({
    people: peopleSelector.optional(),
    activities: activityNames,
    days: z.int().min(2),
    max: z.int().min(1).default(1),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const windows = dayWindows(frame, params.days, 1).map(({ from, to: end }) => ({ from: from / frame.perDay, to: end / frame.perDay }));
    const unit = unitCost(rule);
    addForm(to, {
      kind: 'unit', rule: rule.index, people: frame.selectPeople(params.people), units: unitsOf(frame, 'day'), on: frame.mask(params.activities),
      carry: null, none: false, measure: `days with ${params.activities.join(' or ')}`,
      check: { kind: 'window', windows, min: 0, max: params.max, under: 0, over: unit },
    });
  },
);
