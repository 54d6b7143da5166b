import { describe, expect, it } from 'vitest';
import { parseProblem, problemJsonSchema } from './problem.ts';

const ward = {
  grid: { days: 7 },
  people: [{ id: 'Ada' }, { id: 'Ben', groups: ['senior'] }],
  activities: [{ id: 'off' }, { id: 'day' }],
};

const pathsOf = (input: unknown): string[] => {
  const parsed = parseProblem(input);
  return parsed.ok ? [] : parsed.issues.map((issue) => issue.path);
};

describe('parseProblem', () => {
  it('fills in defaults', () => {
    const parsed = parseProblem(ward);
    expect(parsed.ok && parsed.problem.grid).toEqual({ days: 7, slotsPerDay: 1, firstWeekday: 0, historyDays: 0 });
  });

  it('names the path of every fault', () => {
    expect(pathsOf({ ...ward, grid: { days: 0 } })).toEqual(['grid.days']);
    expect(pathsOf({ ...ward, fixed: [{ person: 'Eve', slot: 9, activity: 'off' }] })).toEqual(['fixed[0].person', 'fixed[0].slot']);
    const capacity = { id: 'c', type: 'capacity', level: 'hard', params: { activities: ['day', 'nap'], people: { groups: ['junior'] }, needs: [{ min: 1 }] } };
    expect(pathsOf({ ...ward, constraints: [capacity] })).toEqual(['constraints[0].params.activities[1]', 'constraints[0].params.people.groups[0]']);
    expect(pathsOf({ ...ward, constraints: [{ ...capacity, level: 'firm' }] })).toEqual(['constraints[0].level']);
  });

  it('lets only soft rules reward', () => {
    const wish = { id: 'w', type: 'preference', params: { items: [{ person: 'Ada', fromSlot: 0, activities: ['day'] }, { person: 'Ada', fromSlot: 1, activities: ['day'], cost: -2 }] } };
    expect(pathsOf({ ...ward, constraints: [{ ...wish, level: 'hard' }] })).toEqual(['constraints[0].params.items[1].cost']);
    expect(pathsOf({ ...ward, constraints: [{ ...wish, level: 'soft' }] })).toEqual([]);
  });

  it('refuses unknown rule types and double identifiers', () => {
    expect(pathsOf({ ...ward, constraints: [{ id: 'x', type: 'magic', level: 'hard', params: {} }] })).toEqual(['constraints[0].type']);
    expect(pathsOf({ ...ward, people: [{ id: 'Ada' }, { id: 'Ada' }] })).toEqual(['people[1].id']);
  });

  it('describes itself as JSON Schema', () => {
    const schema = problemJsonSchema() as { properties: Record<string, unknown>; required: string[] };
    expect(Object.keys(schema.properties)).toContain('constraints');
    expect(schema.required).toEqual(['grid', 'people', 'activities']);
  });
});
