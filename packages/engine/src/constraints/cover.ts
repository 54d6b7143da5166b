import * as z from 'zod';
import type { Need } from '../forms.ts';
import { activityNames, peopleSelector, slotSelector } from '../problem/selectors.ts';
import { addForm, declare, unitCost } from './declare.ts';

const need = z.strictObject({
  when: slotSelector.optional(),
  min: z.int().min(0).optional(),
  max: z.int().min(0).optional(),
  target: z.int().min(0).optional(),
  underWeight: z.int().min(0).optional(),
  overWeight: z.int().min(0).optional(),
});

/**
 * How many people do these activities in a slot: fewer than `min` or more than `max` costs per head (with its own
 * weight if given); below `target` each missing head costs `targetWeight` soft points.
 */
export const capacity = declare(
  'capacity',
  z.strictObject({
    activities: activityNames,
    people: peopleSelector.optional(),
    needs: z.array(need).min(1),
    targetWeight: z.int().min(0).default(1),
  }),
  (rule, to) => {
    const { frame } = to;
    const unit = unitCost(rule);
    const load = new Int16Array(frame.people * frame.activities);
    const mask = frame.mask(rule.params.activities);
    for (const person of frame.selectPeople(rule.params.people)) mask.forEach((bit, a) => (load[person * frame.activities + a] = bit));
    const needs: Need[] = rule.params.needs.flatMap((entry) =>
      frame.selectSlots(entry.when).map((slot) => ({
        slot,
        min: entry.min ?? 0,
        max: entry.max ?? frame.people,
        under: unit * (entry.underWeight ?? 1),
        over: unit * (entry.overWeight ?? 1),
        per: 1,
        target: entry.target ?? 0,
        targetCost: rule.params.targetWeight,
      })),
    );
    addForm(to, { kind: 'column', rule: rule.index, load, needs, measure: rule.params.activities.join(' or ') });
  },
);

const supervised = z.strictObject({ people: peopleSelector.optional(), activities: activityNames, load: z.int().min(0) });

/**
 * Supervision: the loads of the supervised may not exceed `capacity` per supervisor present. `count` says what one
 * unit of violation is: a missing supervisor, or a load point left unsupervised.
 */
export const supervision = declare(
  'supervision',
  z.strictObject({
    supervised: z.array(supervised).min(1),
    supervisors: z.strictObject({ people: peopleSelector, activities: activityNames }),
    capacity: z.int().min(1),
    count: z.enum(['supervisors', 'load']).default('supervisors'),
    when: slotSelector.optional(),
  }),
  (rule, to) => {
    const { frame } = to;
    const { params } = rule;
    const load = new Int16Array(frame.people * frame.activities);
    const put = (people: readonly number[], activities: readonly string[], amount: number): void => {
      const mask = frame.mask(activities);
      for (const person of people) {
        mask.forEach((bit, a) => {
          if (bit === 1) load[person * frame.activities + a] = amount;
        });
      }
    };
    for (const entry of params.supervised) put(frame.selectPeople(entry.people), entry.activities, entry.load);
    put(frame.selectPeople(params.supervisors.people), params.supervisors.activities, -params.capacity);
    const over = unitCost(rule);
    const per = params.count === 'load' ? 1 : params.capacity;
    const needs = frame
      .selectSlots(params.when)
      .map((slot) => ({ slot, min: -1e6, max: 0, under: 0, over, per, target: -1e6, targetCost: 0 }));
    addForm(to, { kind: 'column', rule: rule.index, load, needs, measure: 'supervision load' });
  },
);
