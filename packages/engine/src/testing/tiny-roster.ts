import type { Problem } from '../problem.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';

/** A very small roster with hard or soft cover, supervision, wishes for and against, hours in thirds and a history. */
export function tinyRoster(seed: number): Problem {
  const random = randomOf(seed);
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(...list: readonly T[]): T => list[int(0, list.length - 1)] as T;
  const level = () => pick('hard' as const, 'soft' as const);
  const work = ['early', 'late'];
  const people = ['a', 'b', 'c'];
  const historyDays = int(0, 3);
  return requireProblem({
    grid: { days: 5, firstWeekday: int(0, 6), historyDays },
    people: people.map((id, k) => ({ id, groups: [k === 0 ? 'old' : 'young'] })),
    activities: ['off', ...work].map((id) => ({ id })),
    history: people.flatMap((person) => Array.from({ length: historyDays }, (_, k) => ({ person, slot: -1 - k, activity: pick('off', ...work) }))),
    constraints: [
      { id: 'early', type: 'capacity', level: level(), weight: int(1, 20), params: { activities: ['early'], needs: [{ min: int(0, 1), max: 2, target: int(1, 2) }], targetWeight: int(1, 4) } },
      { id: 'late', type: 'capacity', level: 'soft', weight: int(3, 20), params: { activities: ['late'], needs: [{ min: int(0, 2), max: int(1, 2), overWeight: 2 }] } },
      { id: 'seen', type: 'supervision', level: level(), weight: int(1, 9), params: { supervised: [{ people: { groups: ['young'] }, activities: work, load: int(1, 3) }], supervisors: { people: { groups: ['old'] }, activities: work }, capacity: int(2, 3), count: pick('load', 'supervisors') } },
      { id: 'order', type: 'forbiddenSequence', level: level(), weight: 5, params: { steps: [{ activities: ['late'] }, { activities: ['early'] }] } },
      { id: 'long', type: 'consecutive', level: level(), weight: 4, params: { activities: work, max: int(1, 3), overWeight: int(1, 2) } },
      { id: 'short', type: 'consecutive', level: 'soft', weight: 5, params: { activities: work, of: pick('on', 'off'), min: int(1, 3), openStart: pick(true, false), openEnd: pick(true, false) } },
      { id: 'hours', type: 'windowSum', level: level(), weight: 3, params: { values: { early: 20 / 3, late: pick(6, 19 / 3) }, days: pick(5, 5, 4), step: 5, min: int(0, 14), max: pick(20, 26), per: int(1, 6) } },
      { id: 'wishes', type: 'preference', level: 'soft', weight: int(1, 2), params: { items: people.flatMap((person) => [{ person, fromSlot: int(0, 4), activities: [pick(...work)], cost: int(-9, 9) }, { person, fromSlot: 1, toSlot: int(2, 4), activities: work, cost: int(-9, 9) }]) } },
    ],
  });
}
