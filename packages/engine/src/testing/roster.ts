import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';

/** Rules about days with windows that overlap. */
const WINDOWS = new Set(['free', 'freer', 'apart']);

/** A small roster with every kind of rule that column generation handles. */
export function roster(seed: number, people = ['a', 'b', 'c'], windows = false) {
  const random = randomOf(seed);
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const work = ['early', 'late'];
  return requireProblem({
    grid: { days: 7, firstWeekday: int(0, 6), historyDays: seed % 2 === 0 ? 2 : 0 },
    people: people.map((id) => ({ id })),
    activities: ['off', ...work].map((id) => ({ id })),
    history: seed % 2 === 0 ? people.map((person) => ({ person, slot: -1, activity: 'late' })) : [],
    constraints: [
      ...work.map((name) => ({ id: name, type: 'capacity', level: 'soft', weight: 20, params: { activities: [name], needs: [{ min: int(1, 2), max: 2, target: 2, overWeight: 1 }], targetWeight: 3 } })),
      { id: 'order', type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: ['late'] }, { activities: ['early'] }] } },
      { id: 'three', type: 'forbiddenSequence', level: 'soft', weight: 4, params: { steps: [{ activities: ['early'] }, { activities: ['off'] }, { not: ['off'] }] } },
      { id: 'long', type: 'consecutive', level: 'hard', params: { activities: work, max: int(3, 4) } },
      { id: 'short', type: 'consecutive', level: 'soft', weight: 5, params: { activities: work, min: 2, openStart: false, openEnd: seed % 3 === 0 } },
      { id: 'rest', type: 'consecutive', level: 'hard', params: { activities: work, of: 'off', min: 2 } },
      { id: 'free', type: 'windowFree', level: 'hard', params: { work, carry: ['late'], days: 5 } },
      { id: 'freer', type: 'windowFree', level: 'soft', weight: 2, params: { work, days: 4, free: 2, step: int(1, 2) } },
      { id: 'apart', type: 'spacing', level: seed % 3 === 0 ? 'hard' : 'soft', weight: 3, params: { activities: ['late'], days: 3 } },
      { id: 'weekends', type: 'count', level: 'soft', weight: 7, params: { activities: work, unit: 'weekend', bounds: [{ max: 1 }] } },
      { id: 'lates', type: 'count', level: 'hard', params: { activities: ['late'], bounds: [{ max: 3 }] } },
      { id: 'halves', type: 'count', level: 'soft', weight: 3, params: { activities: work, bounds: [{ toDay: 4, min: 1, max: 2 }, { fromDay: 4, min: 2 }] } },
      { id: 'hours', type: 'windowSum', level: 'hard', params: { values: { early: 8, late: 6 }, days: 7, min: 16, max: 36 } },
      { id: 'wishes', type: 'preference', level: 'soft', params: { items: people.map((person) => ({ person, fromSlot: int(0, 6), activities: ['early'], cost: int(1, 9) })) } },
      { id: 'days-off', type: 'preference', level: 'soft', params: { items: people.map((person) => ({ person, fromSlot: 3, toSlot: 5, activities: work, cost: int(1, 9) })) } },
    ].filter((rule) => (rule.id !== 'hours' || seed % 2 === 1) && (windows || !WINDOWS.has(rule.id))) as never,
  });
}
