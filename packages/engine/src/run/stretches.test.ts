import { describe, expect, it } from 'vitest';
import { columnRules } from '../columns.ts';
import { loadHighs, solveExactly } from '../exact.ts';
import { generateHalfDays } from '../generate.ts';
import { lower } from '../lower.ts';
import { runHere } from '../run.ts';
import { HARD, Score, unpack } from '../score.ts';
import { greedy } from '../search/greedy.ts';
import { optionsOf } from '../search/options.ts';
import { unpriceable, weeks } from '../testing/weeks.ts';
import { Solver } from './solver.ts';
import { Stretches } from './stretches.ts';

const UNBROKEN = { shouldStop: () => false };

/** Improves a greedy start until nothing is left to try; tells what each gain cost and where it was. */
async function improve(days: number, seed: number, place = { frozen: 0, index: 0, workers: 1 }) {
  const lowered = lower(weeks(days, seed));
  const score = new Score(lowered);
  greedy(score, optionsOf(lowered));
  const start = score.cells.slice();
  let best: Uint8Array = start;
  const totals = [score.total];
  const stretches = new Stretches(await loadHighs(), lowered, { seed, ...place });
  for (let step: ReturnType<Stretches['step']> = 'going'; step !== 'idle'; ) {
    step = stretches.step(best, UNBROKEN);
    if (typeof step === 'string') continue;
    score.load(step.cells);
    totals.push(score.total);
    best = step.cells;
  }
  return { lowered, start, best, totals };
}

describe('stretches', () => {
  it('is for horizons whose rows cannot be priced from end to end', () => {
    const lowered = lower(weeks(28, 1));
    expect(columnRules(lowered)).toBeNull();
    expect(columnRules(lowered, true)).not.toBeNull();
  });

  it.each([1, 2])('gains with every schedule it gives and comes near the optimum (seed %i)', async (seed) => {
    const { lowered, totals } = await improve(21, seed);
    const exact = await solveExactly(lowered, { seconds: 90 });
    const last = totals.at(-1)!;
    expect(totals.length).toBeGreaterThan(1);
    expect(totals.toSorted((a, b) => b - a)).toEqual(totals);
    expect(exact.status).toBe('optimal');
    expect(last).toBeGreaterThanOrEqual(exact.objective - 1e-6);
    expect(last).toBeLessThanOrEqual(exact.objective * 1.1);
  }, 60_000);

  it('goes the same way for the same seed', async () => {
    const [once, again] = [await improve(21, 4), await improve(21, 4)];
    expect(again.totals).toEqual(once.totals);
    expect(again.best).toEqual(once.best);
  });

  it.each([
    ['the first', 0, [7, 42]],
    ['the second', 1, [28, 49]],
  ] as const)('leaves frozen days as they are, and keeps to the share of %s of two workers and the start of the next', async (_, index, [from, to]) => {
    const { lowered, start, best } = await improve(49, 5, { frozen: 7, index, workers: 2 });
    const { slots } = lowered.frame;
    const changed = [...best].flatMap((activity, at) => (activity === start[at] ? [] : [at % slots]));
    expect(Math.min(...changed)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...changed)).toBeLessThan(to);
    expect(new Set(changed).size).toBeGreaterThan(10);
  });

  it('gains at once with many people, whose first pass is made in haste', async () => {
    const lowered = lower(generateHalfDays(40));
    expect(lowered.frame.people).toBeGreaterThan(40);
    const score = new Score(lowered);
    greedy(score, optionsOf(lowered));
    const start = { cells: score.cells.slice(), total: score.total };
    const stretches = new Stretches(await loadHighs(), lowered, { seed: 1, frozen: 0, index: 0, workers: 1 });
    let step: ReturnType<Stretches['step']> = 'going';
    while (step === 'going') step = stretches.step(start.cells, UNBROKEN);
    expect(step).toMatchObject({ range: { from: 0, to: 28 } });
    if (typeof step !== 'string') score.load(step.cells);
    expect(score.total).toBeLessThan(start.total);
  }, 60_000);

  it('leaves somebody alone who cannot but break a hard rule, and improves the others', async () => {
    const problem = weeks(21, 3);
    const fixed = [['late', 3], ['early', 4]].map(([activity, slot]) => ({ person: 'a', slot: slot as number, activity: activity as string }));
    const lowered = lower({ ...problem, fixed });
    const score = new Score(lowered);
    greedy(score, optionsOf(lowered));
    const start = { cells: score.cells.slice(), ...unpack(score.total) };
    expect(start.hard).toBeGreaterThan(0);
    const stretches = new Stretches(await loadHighs(), lowered, { seed: 1, frozen: 0, index: 0, workers: 1 });
    let step: ReturnType<Stretches['step']> = 'going';
    while (step === 'going') step = stretches.step(start.cells, UNBROKEN);
    expect(step).toMatchObject({ range: { from: 0, to: 14 } });
    if (typeof step !== 'string') score.load(step.cells);
    expect(unpack(score.total).soft).toBeLessThan(start.soft);
    expect(unpack(score.total).hard).toBeLessThanOrEqual(start.hard);
  });

  it('gives up where rows cannot be priced in any stretch', async () => {
    const lowered = lower(unpriceable());
    const best = new Score(lowered).cells.slice();
    const stretches = new Stretches(await loadHighs(), lowered, { seed: 1, frozen: 0, index: 0, workers: 1 });
    const said: unknown[] = [];
    while (said.at(-1) !== 'ended' && said.length < 5_000) said.push(stretches.step(best, UNBROKEN));
    expect(said.at(-1)).toBe('ended');
    expect(said.filter((word) => word === 'round').length).toBeLessThan(8);
  });

  it('rests once nothing is left, until the best schedule is another one', async () => {
    const { lowered, start, best } = await improve(21, 4);
    const stretches = new Stretches(await loadHighs(), lowered, { seed: 4, frozen: 0, index: 0, workers: 1 });
    for (let k = 0; k < 50_000 && stretches.step(best, UNBROKEN) !== 'idle'; k++);
    expect(stretches.step(best, UNBROKEN)).toBe('idle');
    expect(stretches.step(best, UNBROKEN)).toBe('idle');
    expect(stretches.step(start, UNBROKEN)).not.toBe('idle');
  });

  it('takes a colleague\'s slots into its own best schedule only if that gets better', async () => {
    const problem = weeks(21, 6);
    const solver = new Solver({ problem, seed: 1, polishRounds: 1 });
    solver.equip(await loadHighs());
    const { best } = await improve(21, 6);
    const before = solver.annealing.best;
    const { slots } = solver.lowered.frame;
    solver.hear({ cells: best.map(() => 0), best: Infinity, range: { from: 0, to: 14 } });
    expect(solver.annealing).toMatchObject({ best: before, score: { total: before } });
    solver.hear({ cells: best, best: -1, range: { from: 0, to: slots } });
    expect(solver.annealing.best).toBeLessThan(before);
    expect(solver.annealing.bestCells.subarray(slots, 2 * slots)).toEqual(best.subarray(slots, 2 * slots));
  });

  it('polishes what the search leaves, byte for byte the same', async () => {
    const request = { problem: weeks(21, 7), seed: 3, iterations: 4096, polishRounds: 3 };
    const [searched, once, again] = [await runHere({ ...request, polishRounds: 0 }), await runHere(request), await runHere(request)];
    expect(again.schedule).toEqual(once.schedule);
    expect(once.hard * HARD + once.soft).toBeLessThan(searched.hard * HARD + searched.soft);
  });
});
