import { expect, it } from 'vitest';
import { smallWard } from '../examples/small-ward.ts';
import type { FromThread, ToThread } from './messages.ts';
import { runPortfolio } from './portfolio.ts';
import type { Thread } from './portfolio.ts';
import { EPOCHS } from './regions.ts';

/** A thread that has found a schedule of its own by the end of the search, and tells what it is told after that. */
function standIn(best: number, told: (message: ToThread) => void = () => undefined, bound: number | null = null): Thread {
  let say: (message: FromThread) => void = () => undefined;
  let index = 0;
  return {
    post(message) {
      if (message.type === 'start') {
        ({ index } = message);
        queueMicrotask(() => say({ type: 'epoch', index, epoch: EPOCHS, best, cells: Uint8Array.of(best) }));
      }
      if (message.type !== 'exchange') return;
      told(message);
      const result = { schedule: {}, hard: 0, soft: best, bound, iterations: 1, seconds: 1, stopped: false };
      queueMicrotask(() => say({ type: 'done', index, best, result, isProved: best === bound }));
    },
    listen(listener) {
      say = listener;
    },
    terminate: () => undefined,
  };
}

it.each([
  ['two', [30, 10]],
  ['three', [30, 20, 10]],
  ['equally good', [10, 10]],
] as const)('lets all threads polish the best schedule of the search, so that stretches fit each other (%s)', async (_, bests) => {
  const heard: ToThread[] = [];
  const threads = bests.map((best) => standIn(best, (message) => heard.push(message)));
  expect(await runPortfolio({ problem: smallWard, seed: 1, seconds: 1 }, threads)).toMatchObject({ soft: 10 });
  expect(heard).toEqual(bests.map(() => ({ type: 'exchange', cells: Uint8Array.of(10) })));
});

it.each([[[null, null], null], [[7, null], 7], [[7, 9], 9], [[9, 7], 9]] as const)('keeps the greatest bound that any thread has proved (%j)', async (bounds, expected) => {
  const threads = bounds.map((bound) => standIn(10, undefined, bound));
  expect(await runPortfolio({ problem: smallWard, seed: 1, seconds: 1 }, threads)).toMatchObject({ soft: 10, bound: expected });
});

it('ends a run by the clock when one thread has found what another has proved', async () => {
  const heard: ToThread[] = [];
  const says: ((message: FromThread) => void)[] = [];
  const progress = { phase: 'polish', done: 1, iterations: 1, seconds: 1, hard: 0, gap: null, secondsSinceImprovement: 0, byRule: [] } as const;
  const result = { schedule: {}, hard: 0, soft: 7, bound: null, iterations: 1, seconds: 1, stopped: false };
  const threads = [0, 1].map((index): Thread => ({
    post(message) {
      heard.push(message);
      if (message.type === 'start') queueMicrotask(() => says[index]?.({ type: 'progress', index, progress: { ...progress, soft: index === 0 ? 9 : 7, bound: index === 0 ? 7 : null } }));
      if (message.type === 'stop') queueMicrotask(() => says[index]?.({ type: 'done', index, best: 7, result, isProved: false }));
    },
    listen: (listener) => void (says[index] = listener),
    terminate: () => undefined,
  }));
  expect(await runPortfolio({ problem: smallWard, seed: 1, seconds: 1 }, threads)).toMatchObject({ soft: 7, bound: 7, stopped: false });
  expect(heard.filter(({ type }) => type === 'stop')).toHaveLength(2);
});

/** A thread that reports this cost, and answers a stop so many milliseconds later; never if that is infinite. */
function reporting(best: number, answersAfter: number): Thread {
  let say: (message: FromThread) => void = () => undefined;
  let index = 0;
  const progress = { phase: 'polish', done: 1, iterations: 1, seconds: 1, hard: 0, soft: best, bound: null, gap: null, secondsSinceImprovement: 0, byRule: [] } as const;
  const result = { schedule: {}, hard: 0, soft: best, bound: null, iterations: 1, seconds: 1, stopped: true };
  return {
    post(message) {
      if (message.type === 'start') {
        ({ index } = message);
        queueMicrotask(() => say({ type: 'progress', index, progress }));
      }
      if (message.type === 'stop' && answersAfter < Infinity) setTimeout(() => say({ type: 'done', index, best, result, isProved: false }), answersAfter);
    },
    listen: (listener) => void (say = listener),
    terminate: () => undefined,
  };
}

it.each([
  ['leaves a thread behind that does not answer a stop', [Infinity, 0], [5, 5], 8_000],
  ['waits for a thread that found the best, however late it answers', [1_800, 0], [4, 5], 8_000],
] as const)('%s', async (_, answers, bests, atMost) => {
  const stop = new AbortController();
  const began = performance.now();
  const run = runPortfolio({ problem: smallWard, seed: 1, seconds: 60 }, answers.map((after, k) => reporting(bests[k]!, after)), { stop: stop.signal });
  setTimeout(() => stop.abort(), 50);
  expect(await run).toMatchObject({ soft: bests[0], stopped: true });
  expect(performance.now() - began).toBeLessThan(atMost);
});
