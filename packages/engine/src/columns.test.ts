import { describe, expect, it } from 'vitest';
import { columnRules, solveByColumns } from './columns.ts';
import { loadHighs, solveExactly } from './exact.ts';
import { generateHalfDays } from './generate.ts';
import { lower } from './lower.ts';
import { requireProblem } from './problem.ts';
import { randomOf } from './random.ts';
import { Score } from './score.ts';

/** A small roster with every kind of rule that column generation handles. */
function roster(seed: number) {
  const random = randomOf(seed);
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const work = ['early', 'late'];
  const people = ['a', 'b', 'c'];
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
      { id: 'weekends', type: 'count', level: 'soft', weight: 7, params: { activities: work, unit: 'weekend', bounds: [{ max: 1 }] } },
      { id: 'hours', type: 'windowSum', level: 'hard', params: { values: { early: 8, late: 6 }, days: 7, min: 16, max: 36 } },
      { id: 'wishes', type: 'preference', level: 'soft', params: { items: people.map((person) => ({ person, fromSlot: int(0, 6), activities: ['early'], cost: int(1, 9) })) } },
      { id: 'days-off', type: 'preference', level: 'soft', params: { items: people.map((person) => ({ person, fromSlot: 3, toSlot: 5, activities: work, cost: int(1, 9) })) } },
    ].filter((rule) => rule.id !== 'hours' || seed % 2 === 1) as never,
  });
}

describe('column generation', () => {
  it('agrees with the exact solver about what is possible and comes close to its own bound', async () => {
    const highs = await loadHighs();
    for (const seed of [1, 2]) {
      const lowered = lower(roster(seed));
      const exact = await solveExactly(lowered, { seconds: 2 });
      const found = solveByColumns(highs, lowered, { seconds: 20, starts: [new Score(lowered).cells] });
      expect(found?.hard).toBe(0);
      expect(found!.bound).toBeLessThanOrEqual(exact.objective + 1e-6);
      expect(found!.soft).toBeGreaterThanOrEqual(exact.bound - 1e-6);
      expect(found!.soft).toBeLessThanOrEqual(found!.bound! * 1.1 + 2);
    }
  }, 60_000);

  it('declines problems whose rules it cannot walk', () => {
    expect(columnRules(lower(generateHalfDays(24)))).toBeNull();
  });
});
