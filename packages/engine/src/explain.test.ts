import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadHighs } from './exact.ts';
import { explainCell, findConflict, findImpossibleSlots, relaxationOrder, ruleCosts, violationsOf } from './explain.ts';
import { generateHalfDays } from './generate.ts';
import { lower } from './lower.ts';
import { requireProblem } from './problem.ts';
import { Score, unpack } from './score.ts';
import { randomProblem } from './testing/random-problem.ts';

const ward = requireProblem({
  grid: { days: 3 },
  people: [{ id: 'Ada' }, { id: 'Ben' }],
  activities: [{ id: 'off' }, { id: 'day' }, { id: 'night' }],
  constraints: [
    { id: 'days', title: 'Two on days', type: 'capacity', level: 'hard', params: { activities: ['day'], needs: [{ min: 2 }] } },
    { id: 'nights', title: 'One at night', type: 'capacity', level: 'hard', params: { activities: ['night'], needs: [{ when: { slots: [1] }, min: 1 }] } },
    { id: 'wish', title: 'Days off', type: 'preference', level: 'soft', params: { items: [{ person: 'Ada', fromSlot: 0, activities: ['day'], cost: 3 }] } },
  ],
});

describe('explanations', () => {
  it('add up to the score for every rule type', () => {
    const check = (seed: number): void => {
      const lowered = lower(randomProblem(seed));
      const score = new Score(lowered);
      const sum = (list: readonly { hard: number; soft: number }[]) => list.reduce((a, b) => ({ hard: a.hard + b.hard, soft: a.soft + b.soft }), { hard: 0, soft: 0 });
      expect(sum(violationsOf(lowered, score.cells))).toEqual(unpack(score.total));
      expect(sum(ruleCosts(lowered, score.cells))).toEqual(unpack(score.total));
    };
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), check), { numRuns: 40 });
  });

  it('say what is wrong in words', () => {
    const lowered = lower(ward);
    const texts = violationsOf(lowered, new Score(lowered).cells).map((violation) => violation.text);
    expect(texts).toContain('Two on days: day 1 (Mon) has 0 on day, needs at least 2');
    expect(texts).toContain('One at night: day 2 (Tue) has 0 on night, needs at least 1');
  });

  it('compare a cell with its alternatives', () => {
    const lowered = lower(ward);
    const explained = explainCell(lowered, { Ada: ['day', 'day', 'day'], Ben: ['day', 'night', 'off'] }, 'Ada', 0);
    expect(explained.activity).toBe('day');
    expect(explained.alternatives[0]).toMatchObject({ person: 'Ada', activity: 'off', hard: 1, soft: -3, because: ['Two on days: day 1 (Mon) has 1 on day, needs at least 2'] });
    expect(explained.violations.map((violation) => violation.rule)).toEqual(['wish']);
  });

  it('name the impossible slot before any search', () => {
    expect(findImpossibleSlots(lower(ward))).toEqual([{
      slot: 1, rules: ['nights', 'days'], needed: 3, available: ['Ada', 'Ben'],
      text: 'On day 2 (Tue), One at night (1) and Two on days (2) together need 3 people, but only 2 can: Ada, Ben.',
    }]);
  });

  it('find the one impossible half-day of the 24-resident year', () => {
    const impossible = findImpossibleSlots(lower(generateHalfDays(24, { days: 364 })));
    expect(impossible.map((slot) => slot.slot)).toEqual([234]);
    expect(impossible[0]?.text).toMatch(/^On day 118 \(Sat\) AM, Supervision: /);
  });

  it('reduce an impossible problem to the rules that conflict', async () => {
    const conflict = findConflict(await loadHighs(), lower(ward));
    expect(conflict).toMatchObject({ rules: ['days', 'nights'], people: ['Ada', 'Ben'], minimal: true });
    expect(findConflict(await loadHighs(), lower(ward), { fromSlot: 0, toSlot: 1 })).toBeNull();
    expect(relaxationOrder(ward)).toEqual(['wish', 'days', 'nights']);
  });
});
