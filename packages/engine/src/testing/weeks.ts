import type { Problem } from '../problem.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';

/** A roster of five people whose hours are counted over windows that overlap, so that rows can only be priced some weeks at a time. */
export function weeks(days: number, seed: number): Problem {
  const random = randomOf(seed);
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const people = Array.from('abcde');
  const work = ['early', 'late'];
  return requireProblem({
    grid: { days, historyDays: seed % 2 === 0 ? 3 : 0 },
    people: people.map((id) => ({ id })),
    activities: ['off', ...work].map((id) => ({ id })),
    history: seed % 2 === 0 ? people.map((person) => ({ person, slot: -1, activity: 'late' })) : [],
    constraints: [
      ...work.map((name) => ({ id: name, type: 'capacity' as const, level: 'soft' as const, weight: 20, params: { activities: [name], needs: [{ min: 1, max: 2, target: 2, overWeight: 2 }], targetWeight: 3 } })),
      { id: 'order', type: 'forbiddenSequence', level: 'hard', params: { steps: [{ activities: ['late'] }, { activities: ['early'] }] } },
      { id: 'long', type: 'consecutive', level: 'hard', params: { activities: work, max: 5 } },
      { id: 'short', type: 'consecutive', level: 'soft', weight: 4, params: { activities: work, min: 2 } },
      { id: 'free', type: 'windowFree', level: 'hard', params: { work, days: 7 } },
      { id: 'hours', type: 'windowSum', level: 'hard', params: { values: { early: 8, late: 9 }, days: 14, step: 7, max: 78 } },
      { id: 'lates', type: 'count', level: 'soft', weight: 3, params: { activities: ['late'], bounds: [{ min: Math.floor(days / 4), max: Math.ceil(days / 3) }] } },
      { id: 'wishes', type: 'preference', level: 'soft', params: { items: people.flatMap((person) => Array.from({ length: days / 7 }, (_, week) => ({ person, fromSlot: 7 * week + int(0, 6), activities: work, cost: int(1, 9) }))) } },
    ],
  });
}

/** The same for eight weeks with hours that every fortnight has to come to exactly: too many totals at once for rows to be priced. */
export function unpriceable(): Problem {
  const problem = weeks(56, 1);
  const hours = Array.from({ length: 9 }, (_, k) => ({
    id: `exact-${k}`, title: 'Hours', type: 'windowSum' as const, level: 'soft' as const, weight: 1,
    params: { values: { early: 1 + 0.001 * k * k, late: 2 + 0.0007 * k ** 3 }, days: 14, step: 1, min: 6, max: 7 },
  }));
  return requireProblem({ ...problem, constraints: [...problem.constraints, ...hours] });
}
