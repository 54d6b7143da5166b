import { describe, expect, it } from 'vitest';
import { ColumnSearch, columnRules, solveByColumns } from './columns.ts';
import { Pricings } from './columns/pricing.ts';
import { loadHighs, solveExactly } from './exact.ts';
import { generateHalfDays } from './generate.ts';
import { lower } from './lower.ts';
import { requireProblem } from './problem.ts';
import { randomOf } from './random.ts';
import { Score, unpack } from './score.ts';

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
      { id: 'lates', type: 'count', level: 'hard', params: { activities: ['late'], bounds: [{ max: 3 }] } },
      { id: 'halves', type: 'count', level: 'soft', weight: 3, params: { activities: work, bounds: [{ toDay: 4, min: 1, max: 2 }, { fromDay: 4, min: 2 }] } },
      { id: 'hours', type: 'windowSum', level: 'hard', params: { values: { early: 8, late: 6 }, days: 7, min: 16, max: 36 } },
      { id: 'wishes', type: 'preference', level: 'soft', params: { items: people.map((person) => ({ person, fromSlot: int(0, 6), activities: ['early'], cost: int(1, 9) })) } },
      { id: 'days-off', type: 'preference', level: 'soft', params: { items: people.map((person) => ({ person, fromSlot: 3, toSlot: 5, activities: work, cost: int(1, 9) })) } },
    ].filter((rule) => rule.id !== 'hours' || seed % 2 === 1) as never,
  });
}

/** Everything but the cover, the pricing of everybody, and random prices of cells. */
function pricedRoster(seed: number) {
  const full = lower(roster(seed));
  const lowered = { ...full, forms: full.forms.filter((form) => form.kind !== 'column') };
  const pricings = new Pricings(lowered);
  const pricing = columnRules(lowered)!.map((rules) => pricings.of(rules)!);
  const random = randomOf(seed + 99);
  const { slots, activities } = lowered.frame;
  const draw = () => Float64Array.from({ length: slots * activities }, () => Math.round(random() * 60 - 40));
  return { lowered, pricing, draw };
}

/** All rows of the first person without hard violations, with what the score says they cost beside the given rows of others. */
function* everyRow({ lowered }: ReturnType<typeof pricedRoster>, cells: Uint8Array, others: number) {
  const { slots, activities, history } = lowered.frame;
  const score = new Score(lowered);
  for (let code = 0; code < activities ** (slots - history); code++) {
    for (let slot = history, rest = code; slot < slots; slot++, rest = Math.floor(rest / activities)) cells[slot] = rest % activities;
    score.load(cells);
    const { hard, soft } = unpack(score.total);
    if (hard === 0) yield { row: cells.slice(0, slots), cost: soft - others };
  }
}

describe('pricing', () => {
  it('finds the very cheapest of all rows for any prices, and costs rows as the score does', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const subject = pricedRoster(seed);
      const { slots, activities, history, people } = subject.lowered.frame;
      const cells = new Uint8Array(people * slots);
      const rest = subject.pricing.slice(1).map((pricing) => pricing.exact(subject.draw())!.row);
      for (const row of rest) cells.set(row.cells, row.person * slots);
      cells.set(subject.lowered.pinned.subarray(0, history));
      const rows = [...everyRow(subject, cells, rest.reduce((sum, row) => sum + row.cost, 0))];
      expect(rows.length).toBeGreaterThan(5);
      const [pricing] = subject.pricing;
      for (const { row, cost } of rows) expect(pricing!.costOf(row)).toBe(cost);
      for (let k = 0; k < 8; k++) {
        const prices = subject.draw();
        const priceOf = (row: Uint8Array): number => row.reduce((sum, activity, slot) => sum + (slot < history ? 0 : prices[slot * activities + activity]!), 0);
        const least = Math.min(...rows.map(({ row, cost }) => cost + priceOf(row)));
        const several = pricing!.cheapest(prices, 5)!;
        expect(several.least).toBeLessThanOrEqual(least + 1e-6);
        for (const { row, priced } of several.rows) expect(row.cost + priceOf(row.cells)).toBeCloseTo(priced);
        for (const { row } of several.rows) expect(pricing!.costOf(row.cells)).toBe(row.cost);
        expect(pricing!.exact(prices)!.priced).toBeCloseTo(least);
      }
    }
  });
});

describe('column generation', () => {
  it('never proves more than the exact solver, and finds what that finds', async () => {
    const highs = await loadHighs();
    for (const seed of [1, 2, 3]) {
      const lowered = lower(roster(seed));
      const exact = await solveExactly(lowered, { seconds: 20 });
      expect(exact.status).toBe('optimal');
      const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, seed);
      for (let rounds = 0; rounds < 30 && !search.proved; ) {
        const outcome = search.step({});
        if (outcome === 'ended') break;
        if (outcome === 'round') rounds++;
        if (search.bound !== null) expect(search.bound).toBeLessThanOrEqual(exact.objective + 1e-6);
      }
      expect(search.bound).toBeGreaterThanOrEqual(exact.objective * 0.7 - 4);
      expect(unpack(search.total)).toEqual({ hard: 0, soft: Math.round(exact.objective) });
    }
  }, 60_000);

  it('gives the same schedule for the same seed', async () => {
    const highs = await loadHighs();
    const lowered = lower(roster(3));
    const results = [1, 2].map(() => {
      const search = new ColumnSearch(highs, lowered, columnRules(lowered)!, 5);
      for (let k = 0; k < 40 && search.step({}) !== 'ended'; k++);
      return search.cells.join();
    });
    expect(results[1]).toBe(results[0]);
  });

  it('stops when told to', async () => {
    const found = solveByColumns(await loadHighs(), lower(roster(1)), { seconds: 20, shouldStop: () => true });
    expect(found?.bound).toBeNull();
  });

  it('declines problems whose rules it cannot walk', () => {
    expect(columnRules(lower(generateHalfDays(24)))).toBeNull();
  });
});
