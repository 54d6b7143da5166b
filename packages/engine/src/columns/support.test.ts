import { describe, expect, it } from 'vitest';
import { checkSchedule } from '../check.ts';
import { ColumnSearch, columnRules } from '../columns.ts';
import { loadHighs, solveExactly } from '../exact.ts';
import { lower } from '../lower.ts';
import type { Problem } from '../problem.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';
import { Solver } from '../run/solver.ts';
import { scheduleOf } from '../schedule.ts';
import { unpack } from '../score.ts';
import { Support } from './support.ts';

/** Some who work and some who only stand by them: how many of these it takes depends on those. */
function supportedRoster(seed: number): Problem {
  const random = randomOf(seed);
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const workers = ['a', 'b', 'c'];
  const helpers = ['x', 'y', 'z'];
  const shifts = ['early', 'late'];
  const slots = [0, 1, 2, 3, 4, 5];
  const away = helpers.map(() => slots.filter(() => random() < 0.2));
  return requireProblem({
    grid: { days: 6, historyDays: 1 },
    people: [...workers.map((id) => ({ id, groups: ['workers'] })), ...helpers.map((id) => ({ id, groups: ['helpers'] }))],
    activities: ['off', ...shifts].map((id) => ({ id })),
    history: [{ person: 'x', slot: -1, activity: 'late' }],
    constraints: [
      ...shifts.map((name) => ({ id: name, type: 'capacity' as const, level: 'soft' as const, weight: 9, params: { activities: [name], people: { groups: ['workers'] }, needs: [{ min: 1, target: 2, max: 3 }], targetWeight: 2 } })),
      ...shifts.map((name) => ({ id: `seen-${name}`, type: 'supervision' as const, level: 'hard' as const, params: { supervised: [{ people: { groups: ['workers'] }, activities: [name], load: 1 }], supervisors: { people: { groups: ['helpers'] }, activities: [name] }, capacity: 1 + (seed % 2), count: 'load' as const } })),
      { id: 'skills', type: 'eligibility', level: 'hard', params: { allow: [{ activities: ['off'] }, { people: { groups: ['workers'] }, activities: shifts }, ...helpers.map((id, k) => ({ people: { ids: [id] }, when: { slots: slots.filter((slot) => !away[k]!.includes(slot)) }, activities: k < 2 ? shifts : ['late'] }))] } },
      { id: 'sessions', type: 'windowSum', level: 'hard', params: { people: { groups: ['helpers'] }, values: { early: 1, late: 1 }, days: 7, max: int(3, 5) } },
      { id: 'rest', type: 'forbiddenSequence', level: 'hard', params: { people: { groups: ['workers'] }, steps: [{ activities: ['late'] }, { activities: ['early'] }] } },
      { id: 'wishes', type: 'preference', level: 'soft', weight: 1, params: { items: workers.map((person) => ({ person, fromSlot: int(0, 3), toSlot: 5, activities: shifts, cost: int(1, 5) })) } },
    ],
  });
}

describe('people who only support others', () => {
  it('knows people who only support others by their number, and still proves nothing that is not true', async () => {
    const highs = await loadHighs();
    for (const seed of [2, 4, 8, 9]) {
      const problem = supportedRoster(seed);
      const lowered = lower(problem);
      const rules = columnRules(lowered)!;
      expect(new Support(lowered, rules).people).toEqual([3, 4, 5]);
      const exact = await solveExactly(lowered);
      expect(exact.status).toBe('optimal');
      const search = new ColumnSearch(highs, lowered, rules, seed);
      for (let rounds = 0; rounds < 6 && !search.proved; ) {
        const outcome = search.step({});
        expect(outcome).not.toBe('ended');
        if (outcome === 'round') rounds++;
        if (search.bound !== null) expect(search.bound).toBeLessThanOrEqual(exact.objective + 1e-6);
      }
      expect(search.bound).toBeGreaterThanOrEqual(exact.objective - 1);
      const { hard, soft } = unpack(search.total);
      expect(hard).toBe(0);
      expect(soft).toBeGreaterThanOrEqual(Math.round(exact.objective));
      expect(checkSchedule(problem, scheduleOf(lowered.frame, search.cells))).toMatchObject({ hard, soft });
    }
  }, 60_000);

  it('mends what a dive came to before it was settled who supports whom', async () => {
    const highs = await loadHighs();
    let mended = 0;
    for (const seed of [1, 4, 8]) {
      const problem = supportedRoster(seed);
      const exact = await solveExactly(lower(problem));
      const solver = new Solver({ problem, seed, polishRounds: 20 });
      solver.equip(highs);
      for (let rounds = 0; rounds < 20; ) {
        const outcome = solver.polish({ shouldStop: () => false });
        if (outcome === 'ended') break;
        if (outcome === 'round') rounds++;
      }
      expect(solver.result(false)).toMatchObject({ hard: 0, soft: Math.round(exact.objective) });
      mended += solver.annealing.iterations;
    }
    expect(mended).toBeGreaterThan(0);
  }, 60_000);

  it('goes the same way for the same seed, mending and all', async () => {
    const highs = await loadHighs();
    const [once, again] = [0, 1].map(() => {
      const solver = new Solver({ problem: supportedRoster(8), seed: 3, polishRounds: 8 });
      solver.equip(highs);
      const way: string[] = [];
      for (let rounds = 0; rounds < 8; ) {
        const outcome = solver.polish({ shouldStop: () => false });
        if (outcome === 'ended') break;
        if (outcome === 'round') rounds++;
        way.push(`${solver.annealing.iterations} ${solver.annealing.score.cells.join('')} ${solver.annealing.bestCells.join('')}`);
      }
      return way;
    });
    expect(again).toEqual(once);
    expect(once?.length).toBeGreaterThan(8);
  });

  it('goes back to the best schedule after mending one that stays worse, and hears of better ones meanwhile', async () => {
    const problem = supportedRoster(7);
    const exact = await solveExactly(lower(problem));
    const solver = new Solver({ problem, seed: 3, polishRounds: 8 });
    solver.equip(await loadHighs());
    const { annealing } = solver;
    for (let k = 0; k < 50; k++) solver.search(k / 50);
    solver.hear({ cells: exact.cells!, best: Math.round(exact.objective), range: null });
    const before = annealing.iterations;
    while (annealing.iterations === before && solver.polish({ shouldStop: () => false }) !== 'ended');
    expect(annealing.iterations).toBeGreaterThan(before);
    solver.hear({ cells: exact.cells!, best: Math.round(exact.objective) - 1, range: null });
    expect(annealing.best).toBe(Math.round(exact.objective) - 1);
    while (solver.polish({ shouldStop: () => false }) === 'going');
    expect(annealing.score.total).toBe(Math.round(exact.objective));
  });

  it('gives a schedule to mend once', async () => {
    const lowered = lower(supportedRoster(8));
    const search = new ColumnSearch(await loadHighs(), lowered, columnRules(lowered)!, 8);
    expect(search.takeRough()).toBeNull();
    let outcome = search.step({});
    while (outcome === 'going') outcome = search.step({});
    expect(outcome).toBe('round');
    expect(search.takeRough()).toMatchObject({ kind: 'loose' });
    expect(search.takeRough()).toBeNull();
  });

  it('takes nobody for a supporter who relieves nobody, has wishes, an order to keep, nowhere to rest, or a price', () => {
    const base = supportedRoster(1);
    const supporting = (...more: never[]) => {
      const lowered = lower(requireProblem({ ...base, constraints: [...base.constraints, ...more] }));
      return new Support(lowered, columnRules(lowered)!).people;
    };
    const rule = (type: string, level: 'hard' | 'soft', params: Record<string, unknown>) => ({ id: 'more', title: 'More', type, level, weight: 1, params }) as never;
    expect(supporting()).toEqual([3, 4, 5]);
    const floating = requireProblem({ ...base, people: [...base.people, { id: 'w', groups: [] }] });
    expect(new Support(lower(floating), columnRules(lower(floating))!).people).toEqual([3, 4, 5]);
    expect(supporting(rule('preference', 'soft', { items: [{ person: 'x', fromSlot: 1, activities: ['early'], cost: 2 }] }))).toEqual([4, 5]);
    expect(supporting(rule('forbiddenSequence', 'hard', { people: { ids: ['y'] }, steps: [{ activities: ['late'] }, { activities: ['early'] }] }))).toEqual([3, 5]);
    expect(supporting(rule('absence', 'hard', { items: [{ person: 'z', fromSlot: 2, toSlot: 3, activities: ['late'] }] }))).toEqual([3, 4]);
    expect(supporting(rule('count', 'soft', { activities: ['late'], bounds: [{ people: { ids: ['x', 'z'] }, max: 1 }] }))).toEqual([4]);
  });
});
