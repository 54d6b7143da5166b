import type { Problem, ProblemInput } from '../problem/schema.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';

type Rule = NonNullable<ProblemInput['constraints']>[number];

/** A small problem that uses every rule type, some hard, some soft, with history, groups and odd numbers. */
export function randomProblem(seed: number): Problem {
  const random = randomOf(seed);
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const some = <T>(list: readonly T[], least = 1): T[] => {
    const chosen = list.filter(() => random() < 0.5);
    return chosen.length >= least ? chosen : list.slice(0, least);
  };
  const people = ['p0', 'p1', 'p2', 'p3', 'p4'].slice(0, int(2, 5));
  const first = 'p0';
  const activities = ['rest', 'a', 'b', 'c', 'd'].slice(0, int(3, 5));
  const work = activities.slice(1);
  const grid = { days: int(8, 20), slotsPerDay: int(1, 2), firstWeekday: int(0, 6), historyDays: random() < 0.5 ? int(1, 9) : 0 };
  const slots = grid.days * grid.slotsPerDay;
  const groups = ['old', 'young'];
  const when = () => (random() < 0.4 ? undefined : random() < 0.5 ? { weekdays: some([0, 1, 2, 3, 4, 5, 6]) } : { fromDay: int(0, 4), slotsOfDay: [int(0, grid.slotsPerDay - 1)] });
  const who = () => (random() < 0.5 ? undefined : { groups: some(groups) });
  const weekend = { start: int(4, 5), days: int(2, 3) };
  const kinds: ((leastCost: number) => Omit<Rule, 'id' | 'level'>)[] = [
    () => ({ type: 'eligibility', params: { allow: [{ people: who(), when: when(), activities: some(activities, 2) }, { people: who(), activities: some(activities) }] } }),
    () => ({ type: 'absence', params: { items: [{ person: first, fromSlot: int(0, 3), toSlot: int(4, 6), activities: ['rest', 'a'] }] } }),
    (leastCost) => ({ type: 'preference', params: { items: people.flatMap((person) => [{ person, fromSlot: int(0, 5), toSlot: int(6, 9), activities: some(work), cost: int(leastCost, 5) }, { person, fromSlot: int(0, slots - 1), activities: some(work) }, { person, fromSlot: 2, toSlot: 7, activities: work, cost: 2 }]) } }),
    () => ({ type: 'planDistance', params: { plan: people.map((person) => ({ person, slot: int(0, slots - 1), activity: 'a' })) } }),
    () => ({ type: 'capacity', params: { activities: some(work), people: who(), targetWeight: 2, needs: [{ when: when(), min: int(0, 2), max: int(2, 3), target: int(0, 4), underWeight: int(1, 3) }, { max: 1, overWeight: 2 }] } }),
    () => ({ type: 'supervision', params: { supervised: [{ people: { groups: ['young'] }, activities: some(work), load: 1 }, { activities: ['a'], load: 2 }], supervisors: { people: { groups: ['old'] }, activities: some(work) }, capacity: int(1, 3), count: random() < 0.5 ? 'load' : 'supervisors', when: when() } }),
    () => ({ type: 'windowSum', params: { people: who(), values: Object.fromEntries(work.map((name) => [name, int(0, 12) / 2])), days: int(2, 6), step: int(1, 3), min: int(0, 4), max: int(6, 30), per: int(1, 3) } }),
    () => ({ type: 'count', params: { activities: some(work), unit: 'slot', underWeight: 2, bounds: [{ people: who(), fromDay: 0, toDay: 4, max: 2 }, { fromDay: 2, toDay: 7, min: 1, max: 3 }, { min: 2 }, { people: { ids: [first] }, fromDay: 0, toDay: 4, min: 2 }] } }),
    () => ({ type: 'count', params: { activities: some(work), unit: random() < 0.5 ? 'day' : 'weekend', weekend, bounds: [{ fromDay: 1, toDay: 8, max: 2 }, { min: 1, max: 2 }] } }),
    () => ({ type: 'balance', params: { people: who(), activities: some(work), total: int(3, 12), carryOver: { p0: 2, p1: -1 }, tolerance: random() < 0.5 ? 0 : 1 } }),
    () => ({ type: 'forbiddenSequence', params: { people: who(), when: when(), steps: [{ activities: some(work) }, { not: some(work), after: int(1, 2) }] } }),
    () => ({ type: 'forbiddenSequence', params: { people: who(), when: when(), steps: [{ activities: some(work) }, {}, { not: ['rest'] }, { activities: some(activities) }].slice(0, int(3, 4)) } }),
    () => ({ type: 'continuity', params: { activities: some(work), except: some(activities), lag: int(1, 2), when: when() } }),
    () => ({ type: 'weekendPattern', params: { people: who(), work: some(work), weekend, want: random() < 0.5 ? 'complete' : 'identical' } }),
    () => ({ type: 'consecutive', params: { activities: some(work), of: random() < 0.5 ? 'on' : 'off', unit: (['slot', 'day', 'weekend'] as const)[int(0, 2)], weekend, min: int(1, 3), max: int(3, 5), openStart: random() < 0.5, openEnd: random() < 0.5, overWeight: 3 } }),
    () => ({ type: 'windowFree', params: { people: who(), work: some(work), carry: random() < 0.5 ? [] : some(work), days: int(3, 7), free: int(1, 2) } }),
    () => ({ type: 'spacing', params: { activities: some(work), days: int(2, 4) } }),
  ];
  const constraints = kinds.map((make, index) => {
    const level = random() < 0.5 ? 'hard' : 'soft';
    return { ...make(level === 'hard' ? 0 : -3), id: `rule-${index}`, level, weight: int(1, 5) };
  });
  const history = Array.from({ length: grid.historyDays * grid.slotsPerDay }, (_, i) => ({ person: 'p0', slot: -1 - i, activity: activities[int(0, activities.length - 1)] }));
  return requireProblem({
    grid,
    people: people.map((id, i) => ({ id, groups: i < 2 ? [['old', 'young'][i] ?? 'old'] : some(groups) })),
    activities: activities.map((id) => ({ id })),
    history,
    constraints,
  });
}
