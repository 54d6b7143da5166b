import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchedule } from './check.ts';
import { ColumnSearch, columnRules, solveByColumns } from './columns.ts';
import { Pool } from './columns/pool.ts';
import { loadHighs, solveExactly } from './exact.ts';
import { generateHalfDays } from './generate.ts';
import { lower } from './lower.ts';
import { requireProblem } from './problem.ts';
import { scheduleOf } from './schedule.ts';
import { unpack } from './score.ts';
import { roster } from './testing/roster.ts';
import { tinyRoster } from './testing/tiny-roster.ts';

describe('the pool of rows', () => {
  it('knows each row once, and forgets those that nobody came by for long', () => {
    const pool = new Pool(2);
    const row = (k: number) => ({ person: 1, cells: Uint8Array.of(k & 255, k >> 8), cost: k });
    const first = pool.add(row(0));
    for (let k = 1; k < 20_000; k++) {
      pool.add(row(k));
      expect(pool.add(row(0))).toBe(first);
    }
    expect(pool.of(1).length).toBeLessThan(5_000);
    expect(pool.size).toBe(pool.of(1).length);
    expect(pool.of(1)).toContain(first);
    expect(pool.of(1).at(-1)?.cost).toBe(19_999);
    expect(pool.of(1).some(({ cost }) => cost === 1)).toBe(false);
  });
});

/** Searches for some rounds; no bound on the way may be above the optimum. */
function expectTrueBounds(search: ColumnSearch, most: number, optimum: number): void {
  for (let rounds = 0; rounds < most && !search.proved; ) {
    const outcome = search.step({});
    if (outcome === 'ended') return;
    if (outcome === 'round') rounds++;
    if (search.bound !== null) expect(search.bound).toBeLessThanOrEqual(optimum + 1e-6);
  }
}

describe('column generation', () => {
  it('never proves more than the exact solver, and finds what that finds', async () => {
    const highs = await loadHighs();
    for (const seed of [1, 2, 3]) {
      const lowered = lower(roster(seed, ['a', 'b', 'c'], seed === 3));
      const exact = await solveExactly(lowered);
      expect(exact.status).toBe('optimal');
      const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, seed);
      expectTrueBounds(search, 30, exact.objective);
      expect(search.bound).toBeGreaterThanOrEqual(exact.objective * 0.7 - 4);
      expect(unpack(search.total)).toEqual({ hard: 0, soft: Math.round(exact.objective) });
    }
  }, 60_000);

  it('proves no more than is true of any roster, and costs schedules as the checker does', async () => {
    const highs = await loadHighs();
    let solved = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const problem = tinyRoster(seed);
        const lowered = lower(problem);
        const exact = await solveExactly(lowered);
        const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, seed);
        expectTrueBounds(search, 6, exact.objective);
        expectTrueBounds(new ColumnSearch(highs, lowered, columnRules(lowered)!, seed, 'first stretch'), 3, exact.objective);
        const { hard, soft } = unpack(search.total);
        expect(checkSchedule(problem, scheduleOf(lowered.frame, search.cells))).toMatchObject({ hard: hard + 0, soft });
        if (hard === 0) expect(soft).toBeGreaterThanOrEqual(search.bound ?? -Infinity);
        if (exact.status === 'infeasible') expect(hard).toBeGreaterThan(0);
        if (exact.status === 'optimal' && search.bound !== null) solved++;
      }),
      { numRuns: 8 },
    );
    // Seven of ten such rosters can be solved and have a bound: none of eight is no chance.
    expect(solved).toBeGreaterThan(0);
  }, 60_000);

  it('has a second opinion on what presolve calls infeasible', async () => {
    expect(await solveExactly(lower(tinyRoster(683_979)))).toMatchObject({ status: 'optimal', objective: 114 });
  });

  it.each([['stretch', 3], ['first stretch', 3], ['first stretch', 4]] as const)('comes near the optimum in a few dives without being asked whether to stop (%s, %d people)', async (manner, people) => {
    const highs = await loadHighs();
    for (const seed of [1, 2]) {
      const lowered = lower(roster(seed, Array.from('abcd').slice(0, people)));
      const exact = await solveExactly(lowered);
      const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, seed, manner);
      let asked = 0;
      for (let dives = 0; dives < 3 && !search.proved; ) {
        const outcome = search.step({ shouldStop: () => ++asked > 0 });
        if (outcome === 'ended') break;
        if (outcome === 'round') dives++;
      }
      expect(asked).toBe(0);
      expect(search.bound).toBeLessThanOrEqual(exact.objective + 1e-6);
      expect(unpack(search.total).hard).toBe(0);
      expect(search.total).toBeGreaterThanOrEqual(exact.objective - 1e-6);
      expect(search.total).toBeLessThanOrEqual(exact.objective * 1.15);
    }
  }, 60_000);

  it.each(['whole', 'loose', 'stretch', 'first stretch'] as const)('goes the same way for the same seed, and another way for another (%s)', async (manner) => {
    const highs = await loadHighs();
    const lowered = lower(roster(manner.endsWith('stretch') ? 15 : 5, Array.from('abcdefghij')));
    const [once, again, other] = [5, 5, 6].map((seed) => {
      const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, seed, manner);
      const way: string[] = [];
      for (let rounds = 0; rounds < 12; ) {
        const outcome = search.step({});
        if (outcome === 'ended') break;
        if (outcome === 'round') rounds++;
        way.push(`${search.rows} ${search.total} ${search.cells.join('')}`);
      }
      return way;
    });
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  it('gives rows chosen person by person to be mended, more and more seldom', async () => {
    const highs = await loadHighs();
    const lowered = lower(roster(5, Array.from('abcdefghij')));
    const looseRounds = (search: ColumnSearch, most: number): number[] => {
      const found: number[] = [];
      for (let round = 0, outcome = search.step({}); found.length < most && outcome !== 'ended'; outcome = search.step({})) {
        if (outcome !== 'round') continue;
        const rough = search.takeRough();
        if (rough !== null) found.push(round);
        expect(rough?.kind ?? 'loose').toBe('loose');
        round++;
      }
      return found;
    };
    expect(looseRounds(new ColumnSearch(highs, lowered, columnRules(lowered)!, 5, 'loose'), 3)).toEqual([0, 16, 77]);
    expect(looseRounds(new ColumnSearch(highs, lowered, columnRules(lowered)!, 5), 3)).toEqual([16, 32, 93]);
    const crowd = lower(roster(5, Array.from({ length: 51 }, (_, k) => `p${k}`)));
    expect(looseRounds(new ColumnSearch(highs, crowd, columnRules(crowd)!, 5), 1)).toEqual([0]);
  });

  it('goes on with parts where the whole cannot be relaxed, unless it is to be dived into', async () => {
    const problem = roster(5);
    const constraints = problem.constraints.map((rule) => (rule.id === 'early' ? { ...rule, level: 'hard', params: { activities: ['early'], needs: [{ min: 9 }] } } : rule));
    const lowered = lower(requireProblem({ ...problem, constraints }));
    const highs = await loadHighs();
    const rounds = (manner: 'whole' | 'loose' | 'hurried'): number => {
      const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, 5, manner);
      for (let round = 0; ; ) {
        const outcome = search.step({});
        if (outcome === 'round') round++;
        if (outcome === 'ended' || round === 30) return round;
      }
    };
    expect(rounds('whole')).toBe(0);
    expect(rounds('loose')).toBe(30);
    expect(rounds('hurried')).toBe(30);
  });

  it('stops when told to', async () => {
    let asked = 0;
    const found = solveByColumns(await loadHighs(), lower(roster(1)), { seconds: 20, shouldStop: () => ++asked > 12 });
    expect(asked).toBe(13);
    expect(found?.rows).toBeGreaterThan(0);
  });

  it('ends without a bound when rows are too loosely bound to be priced', async () => {
    const activities = Array.from({ length: 51 }, (_, k) => ({ id: `a${k}` }));
    const count = ({ id }: { id: string }) => ({ id, type: 'count', level: 'soft', params: { activities: [id], bounds: [{ min: 1, max: 2 }] } }) as const;
    const lowered = lower(requireProblem({ grid: { days: 14 }, people: [{ id: 'a' }], activities, constraints: activities.map(count) }));
    expect(solveByColumns(await loadHighs(), lowered, { seconds: 20 })).toMatchObject({ bound: null, rows: 0 });
  });

  it('declines problems whose totals run over periods that overlap', () => {
    expect(columnRules(lower(generateHalfDays(24)))).not.toBeNull();
    expect(columnRules(lower(generateHalfDays(24, { days: 56 })))).toBeNull();
  });
});
