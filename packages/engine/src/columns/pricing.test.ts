import { describe, expect, it } from 'vitest';
import { columnRules } from '../columns.ts';
import type { Range } from '../forms.ts';
import { lower } from '../lower.ts';
import type { Problem, ProblemInput } from '../problem.ts';
import { requireProblem } from '../problem.ts';
import { randomOf } from '../random.ts';
import { Score, unpack } from '../score.ts';
import { roster } from '../testing/roster.ts';
import { Pricings } from './pricings.ts';
import { boundText, walkText } from './rules.ts';

/** A problem of one person for six days (or four in halves) after a history, with these rules. */
function alone(constraints: ProblemInput['constraints'], past: readonly string[] = [], slotsPerDay = 1): Problem {
  return requireProblem({
    grid: { days: slotsPerDay === 1 ? 6 : 4, slotsPerDay, historyDays: past.length / slotsPerDay },
    people: [{ id: 'a' }],
    activities: ['off', 'early', 'late'].map((id) => ({ id })),
    history: past.map((activity, k) => ({ person: 'a', slot: k - past.length, activity })),
    constraints: constraints ?? [],
  });
}

const work = ['early', 'late'];
const busy = (days: number): string[] => Array.from({ length: days }, () => 'late');
/** Problems that are easily misjudged by a hair. */
const DELICATE: readonly (readonly [string, Problem])[] = [
  ['hours in thirds', alone([{ id: 'hours', type: 'windowSum', level: 'hard', params: { values: { early: 20 / 3, late: 6 }, days: 6, min: 6, max: 20 } }])],
  ['hours in thirds that are paid for', alone([{ id: 'hours', type: 'windowSum', level: 'soft', weight: 3, params: { values: { early: 20 / 3, late: 19 / 3 }, days: 8, min: 20, max: 20, per: 2 } }], ['early', 'late'])],
  ['a run too long already, soft', alone([{ id: 'long', type: 'consecutive', level: 'soft', weight: 3, params: { activities: work, max: 2 } }], busy(5))],
  ['a run too long already, hard', alone([{ id: 'long', type: 'consecutive', level: 'hard', params: { activities: work, max: 2 } }], busy(5))],
  ['a run longer than two months', alone([{ id: 'long', type: 'consecutive', level: 'soft', weight: 2, params: { activities: work, max: 62 } }], busy(60))],
  ['a least run longer than two months', alone([{ id: 'short', type: 'consecutive', level: 'soft', weight: 2, params: { activities: work, min: 65, openStart: false, openEnd: false } }], ['off', ...busy(59)])],
  ['a least run longer than the longest', alone([{ id: 'odd', type: 'consecutive', level: 'soft', weight: 2, params: { activities: work, min: 4, max: 2, openEnd: false } }], ['off'])],
  ['a free day in three, by halves, after nights', alone([{ id: 'free', type: 'windowFree', level: 'hard', params: { work, carry: ['late'], days: 3 } }], ['off', 'off', 'off', 'late'], 2)],
  ['two free days in three, by halves, at a price', alone([{ id: 'free', type: 'windowFree', level: 'soft', weight: 3, params: { work, carry: ['late'], days: 3, free: 2 } }], ['late', 'off', 'off', 'late'], 2)],
  ['nights two in three days, by halves', alone([{ id: 'apart', type: 'spacing', level: 'soft', weight: 2, params: { activities: ['late'], days: 3, max: 2 } }], ['late', 'off', 'off', 'late'], 2)],
  ['two steps of a sequence in one slot', alone([{ id: 'steps', type: 'forbiddenSequence', level: 'soft', weight: 5, params: { steps: [{ activities: work }, { after: 1, activities: work }, { after: 1, not: ['late'] }] } }])],
];

/** Four people under rules that read the same, though who wishes what stands in two of them. */
const SHARED = requireProblem({
  grid: { days: 6 },
  people: Array.from('abcd', (id) => ({ id })),
  activities: ['off', 'early', 'late'].map((id) => ({ id })),
  constraints: [
    { id: 'skills', type: 'eligibility', level: 'hard', params: { allow: [{ activities: ['off', 'early'] }, { people: { ids: ['a', 'b'] }, activities: ['late'] }, { people: { ids: ['c'] }, when: { fromDay: 1 }, activities: ['late'] }] } },
    { id: 'long', type: 'consecutive', level: 'soft', weight: 2, params: { activities: work, max: 3 } },
    { id: 'first', type: 'preference', level: 'soft', params: { items: [{ person: 'a', fromSlot: 0, toSlot: 2, activities: work, cost: -3 }, { person: 'c', fromSlot: 3, toSlot: 5, activities: work, cost: -3 }] } },
    { id: 'second', type: 'preference', level: 'soft', params: { items: [{ person: 'd', fromSlot: 0, toSlot: 2, activities: work, cost: -3 }, { person: 'b', fromSlot: 3, toSlot: 5, activities: work, cost: -7 }] } },
    { id: 'never', type: 'preference', level: 'hard', params: { items: Array.from('cd', (person, k) => ({ person, fromSlot: 1 + k, toSlot: 3 + k, activities: ['early'] })) } },
  ],
});

/** Everything but the cover, the pricing of everybody, and random prices of cells. */
function pricedRoster(problem: Problem, seed: number) {
  const full = lower(problem);
  const lowered = { ...full, forms: full.forms.filter((form) => form.kind !== 'column') };
  const everybody = columnRules(lowered)!;
  const pricings = new Pricings(lowered, everybody);
  const pricing = everybody.map((rules) => pricings.of(rules)!);
  const random = randomOf(seed + 99);
  const { slots, activities } = lowered.frame;
  const draw = () => Float64Array.from({ length: slots * activities }, () => Math.round(random() * 60 - 40));
  return { lowered, pricing, draw };
}

/** All rows of a person with what the score says they cost beside the given rows of others; null for hard violations. */
function* everyRow({ lowered }: ReturnType<typeof pricedRoster>, who: number, cells: Uint8Array, others: number) {
  const { slots, activities, history } = lowered.frame;
  const row = who * slots;
  const score = new Score(lowered);
  for (let code = 0; code < activities ** (slots - history); code++) {
    for (let slot = history, rest = code; slot < slots; slot++, rest = Math.floor(rest / activities)) cells[row + slot] = rest % activities;
    score.load(cells);
    const { hard, soft } = unpack(score.total);
    const allowed = cells.subarray(row + history, row + slots).every((activity, k) => lowered.allowed[(row + history + k) * activities + activity] === 1);
    yield { row: cells.slice(row, row + slots), cost: hard === 0 && allowed ? soft - others : null };
  }
}

/** Closes everything but what a row does, and some slots. */
function closeBut(prices: Float64Array, row: Uint8Array, { from, to }: Range): void {
  const activities = prices.length / row.length;
  row.forEach((own, slot) => {
    for (let activity = 0; activity < activities; activity++) if ((slot < from || slot >= to) && activity !== own) prices[slot * activities + activity] = Infinity;
  });
}

/** Compares the pricing of a person with a look at every row. */
function expectExact(problem: Problem, seed: number, draws: number, who = 0): void {
  const subject = pricedRoster(problem, seed);
  const { slots, activities, history, people } = subject.lowered.frame;
  const cells = new Uint8Array(people * slots);
  const rest = subject.pricing.filter((_, person) => person !== who).map((pricing) => pricing.exact(subject.draw())!.row);
  for (const row of rest) cells.set(row.cells, row.person * slots);
  cells.set(subject.lowered.pinned.subarray(who * slots, who * slots + history), who * slots);
  const rows = [...everyRow(subject, who, cells, rest.reduce((sum, row) => sum + row.cost, 0))];
  const pricing = subject.pricing[who];
  expect(rows.map(({ row }) => pricing!.costOf(row))).toEqual(rows.map(({ cost }) => cost));
  const legal = rows.filter(({ cost }) => cost !== null);
  expect(legal.length).toBeGreaterThan(5);
  for (let k = 0; k < draws; k++) {
    const prices = subject.draw();
    if (k % 2 === 1) closeBut(prices, legal[(17 * k) % legal.length]!.row, { from: history + (k % 3), to: history + (k % 3) + 3 });
    const priceOf = (row: Uint8Array): number => row.reduce((sum, activity, slot) => sum + (slot < history ? 0 : prices[slot * activities + activity]!), 0);
    const least = Math.min(...legal.map(({ row, cost }) => cost! + priceOf(row)));
    const several = pricing!.cheapest(prices, 5)!;
    expect(several.least).toBeLessThanOrEqual(least + 1e-6);
    for (const { row, priced } of several.rows) expect(row.cost + priceOf(row.cells)).toBeCloseTo(priced);
    for (const { row } of several.rows) expect(pricing!.costOf(row.cells)).toBe(row.cost);
    expect(pricing!.exact(prices)!.priced).toBeCloseTo(least);
  }
}

describe('pricing', () => {
  it('finds the very cheapest of all rows for any prices, and costs rows as the score does', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) expectExact(roster(seed, ['a', 'b', 'c'], true), seed, 8);
  });

  it('is exact about everybody who shares a graph, each with wishes in a rule of her own and abilities of her own', () => {
    for (const who of [0, 1, 2, 3]) expectExact(SHARED, 1, 8, who);
  });

  it.each(DELICATE)('is exact about %s', (_, problem) => expectExact(problem, 1, 8));

  it('declines rows that would need too much memory', () => {
    const lowered = lower(roster(1));
    const everybody = columnRules(lowered)!;
    const first = (arcs: number, steps: number) => new Pricings(lowered, everybody, { arcs, steps }).of(everybody[0]!);
    expect(first(100_000, 100_000)).not.toBeNull();
    expect(first(40, 100_000)).toBeNull();
    expect(first(100_000, 40)).toBeNull();
  });

  it('counts what all graphs take together', () => {
    const lowered = lower(roster(2));
    const { slots } = lowered.frame;
    lowered.pinned.set([0, 0], slots);
    lowered.pinned.set([1, 1], 2 * slots);
    const all = columnRules(lowered)!;
    const fitting = (budgets: readonly Pricings[]): number => all.filter((rules, k) => budgets[k]!.of(rules) !== null).length;
    const separate = (arcs: number) => all.map(() => new Pricings(lowered, all, { arcs, steps: 100_000 }));
    let arcs = 50;
    while (fitting(separate(arcs)) < 3) arcs += 50;
    const shared = new Pricings(lowered, all, { arcs, steps: 100_000 });
    expect(fitting([shared, shared, shared])).toBeLessThan(3);
  });

  it('tells people apart whose rules differ', () => {
    const bound = (person: string, overWeight: number, fromDay: number) =>
      ({ id: person, type: 'count', level: 'soft', weight: 1, params: { activities: ['early'], unit: 'day', overWeight, bounds: [{ people: { ids: [person] }, fromDay, toDay: 17, max: 2 }] } }) as const;
    const lowered = lower(requireProblem({ grid: { days: 17 }, people: [{ id: 'a' }, { id: 'b' }], activities: [{ id: 'off' }, { id: 'early' }], constraints: [bound('a', 1, 10), bound('b', 11, 0)] }));
    const [first, second] = columnRules(lowered)!.map((rules) => `${walkText(rules)};${boundText(lowered, rules)}`);
    expect(first).not.toBe(second);
  });
});
