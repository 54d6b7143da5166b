import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSchedule } from '../check.ts';
import { loadHighs, solveLinear } from '../exact.ts';
import { generateBlocks } from '../generate/blocks.ts';
import { generateHalfDays } from '../generate/half-days.ts';
import { linearModel } from '../linear.ts';
import { lower } from '../lower.ts';
import type { Problem } from '../problem.ts';
import { runInThreads } from '../run-node.ts';
import { scheduleOf } from '../schedule.ts';
import { HARD, Score } from '../score.ts';
import { Annealing } from '../search/annealing.ts';
import { greedy } from '../search/greedy.ts';
import { optionsOf } from '../search/options.ts';
import { meansOf } from './means.ts';
import { Whole } from './whole.ts';

const year = generateBlocks(12);

/** A schedule without hard violations, after a short search. */
function found(problem: Problem): { cells: Uint8Array; total: number } {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const options = optionsOf(lowered);
  greedy(score, options);
  const annealing = new Annealing(score, options, { seed: 1 });
  for (let k = 0; k < 1000; k++) annealing.step(k / 1000);
  return { cells: annealing.bestCells, total: annealing.best };
}

describe('the whole as one programme', () => {
  let highs: Highs;
  beforeAll(async () => {
    highs = await loadHighs();
  });
  const limits = { rest: 60, shouldStop: () => false };

  it('proves a block year, telling that it goes on', () => {
    const lowered = lower(year);
    const { cells, total } = found(year);
    expect(total).toBeLessThan(HARD / 2);
    const whole = new Whole(highs, lowered, undefined);
    expect(whole.isDue(total, 60)).toBe(true);
    let told = 0;
    const best = whole.solve(cells, total, { ...limits, tell: () => told++ });
    const { objective } = solveLinear(highs, linearModel(lowered, { cells, hard: 'strict' }));
    expect(checkSchedule(year, scheduleOf(lowered.frame, best!))).toMatchObject({ hard: 0, soft: Math.round(objective) });
    expect(whole.bound).toBe(Math.round(objective));
    expect(told).toBeGreaterThan(0);
    expect(whole.isDue(total, 60)).toBe(false);
  });

  it('leaves frozen blocks as they are', () => {
    const lowered = lower(year);
    const { cells, total } = found(year);
    const { slots } = lowered.frame;
    const frozen = cells.map((_, at) => (at % slots < 6 ? 1 : 0));
    const best = new Whole(highs, lowered, frozen).solve(cells, total, limits)!;
    expect(best.filter((_, at) => frozen[at] === 1)).toEqual(cells.filter((_, at) => frozen[at] === 1));
  });

  it.each([
    ['a block year', year, true, 'whole'],
    ['a block year that could not be told to stop meanwhile', year, false, 'stretches'],
    ['a block of half-days', generateHalfDays(24), true, 'supported rows'],
  ] as const)('suits no others than block years that can be stopped (%s)', (_, problem, listens, kind) => {
    expect(meansOf(lower(problem), { problem, seed: 1 }, { index: 0, workers: 2, listens }).kind).toBe(kind);
  });

  it('is not tried while hard rules are broken, nor with little time left', () => {
    const whole = new Whole(highs, lower(year), undefined);
    expect([whole.isDue(HARD, 60), whole.isDue(0, 0.5), whole.isDue(0, 60)]).toEqual([false, false, true]);
  });

  it('waits, with a bound, while the relaxation is far from the schedule at hand', () => {
    const { cells, total } = found(year);
    const whole = new Whole(highs, lower(year), undefined);
    const far = total + 2 * Math.abs(total);
    expect(whole.solve(cells, far, limits)).toBe(null);
    expect(whole.bound).toBeLessThan(total);
    expect([whole.isDue(far, 60), whole.isDue(total, 60)]).toEqual([false, true]);
    expect(whole.solve(cells, total, limits)).not.toBe(null);
  });

  it('keeps what it was given when it is stopped at once', () => {
    const { cells, total } = found(year);
    const whole = new Whole(highs, lower(year), undefined);
    expect(whole.solve(cells, total, { ...limits, shouldStop: () => true })).toBe(null);
    expect([whole.bound, whole.isDue(total, 60)]).toEqual([null, false]);
  });

  it('keeps the schedule at hand when the solver breaks down', () => {
    const { cells, total } = found(year);
    const broken = { ...highs, withModel: () => { throw new Error('out of memory'); } } as unknown as Highs;
    const whole = new Whole(broken, lower(year), undefined);
    expect(whole.solve(cells, total, limits)).toBe(null);
    expect([whole.bound, whole.isDue(total, 60)]).toEqual([null, false]);
  });
});

describe('a block year by the clock', () => {
  it('ends as soon as it is proved', async () => {
    const result = await runInThreads({ problem: year, seed: 1, seconds: 60, polishShare: 'fitting' }, {}, { threads: 2 });
    expect(result.bound).toBe(result.soft);
    expect(result.seconds).toBeLessThan(40);
    expect(checkSchedule(year, result.schedule)).toMatchObject({ hard: 0, soft: result.soft });
  }, 50_000);

  it('leaves frozen blocks as they are, and proves the rest', async () => {
    const { cells } = found(year);
    const start = scheduleOf(lower(year).frame, cells);
    const result = await runInThreads({ problem: year, seed: 1, seconds: 30, polishShare: 'fitting', start, freezeBeforeDay: 6 }, {}, { threads: 2 });
    expect(result.bound).toBe(result.soft);
    for (const { id } of year.people) expect(result.schedule[id]?.slice(0, 6)).toEqual(start[id]?.slice(0, 6));
  }, 50_000);

  it('comes to an end with a published schedule too, and tells no bound of another problem', async () => {
    const published = scheduleOf(lower(year).frame, found(year).cells);
    const result = await runInThreads({ problem: year, seed: 1, seconds: 40, polishShare: 'fitting', published, changeCost: 2 }, {}, { threads: 2 });
    expect(result).toMatchObject({ hard: 0, bound: null });
    expect(result.seconds).toBeLessThan(38);
  }, 60_000);

  it('is stopped within two seconds while it is being proved, and has told of its bound by then', async () => {
    const stop = new AbortController();
    let stoppedAt = 0;
    const large = generateBlocks(48);
    const result = await runInThreads({ problem: large, seed: 1, seconds: 50, polishShare: 'fitting' }, {
      stop: stop.signal,
      onProgress: ({ bound }) => {
        if (bound === null || stoppedAt > 0) return;
        stoppedAt = performance.now();
        stop.abort();
      },
    }, { threads: 2 });
    expect(stoppedAt).toBeGreaterThan(0);
    expect((performance.now() - stoppedAt) / 1000).toBeLessThan(2);
    expect(result).toMatchObject({ hard: 0, stopped: true });
  }, 60_000);
});
