import { expect, it } from 'vitest';
import { smallWard } from '../examples/small-ward.ts';
import type { FromThread, ToThread } from './messages.ts';
import { runPortfolio } from './portfolio.ts';
import type { Thread } from './portfolio.ts';
import type { RunRequest } from './request.ts';
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

/** What a run tells its threads, in order, when the first of them reports so many hard violations as soon as it has begun. */
async function startsOf(request: Partial<RunRequest>, hard: number): Promise<{ readonly index: number; readonly waited: number }[]> {
  const starts: { index: number; waited: number }[] = [];
  const threads = [7, 7].map((best): Thread => {
    let say: (message: FromThread) => void = () => undefined;
    const progress = { phase: 'search', done: 0, iterations: 1, seconds: 0, hard, soft: best, bound: null, gap: null, secondsSinceImprovement: 0, byRule: [] } as const;
    const result = { schedule: {}, hard, soft: best, bound: null, iterations: 1, seconds: 1, stopped: false };
    return {
      post(message) {
        if (message.type !== 'start') return;
        const { index, waited } = message;
        starts.push({ index, waited });
        queueMicrotask(() => say({ type: 'progress', index, progress }));
        if (index === 1) queueMicrotask(() => [0, 1].forEach((other) => say({ type: 'done', index: other, best, result, isProved: false })));
      },
      listen: (listener) => void (say = listener),
      terminate: () => undefined,
    };
  });
  await runPortfolio({ problem: smallWard, seed: 1, ...request }, threads);
  return starts;
}

it('lets the first thread begin alone, for a tenth of a short run at most', async () => {
  const [first, second] = await startsOf({ seconds: 4 }, 1);
  expect([first?.index, second?.index]).toEqual([0, 1]);
  expect(first?.waited).toBeLessThan(0.3);
  expect(second?.waited).toBeGreaterThan(0.38);
});

it.each([
  ['once the first has no hard violations left', { seconds: 60 }, 0],
  ['at once where moves are counted', { seconds: 60, iterations: 1000 }, 1],
  ['at once where threads share out a long horizon', { seconds: 60, problem: { ...smallWard, grid: { ...smallWard.grid, days: 364 } } }, 1],
] as const)('starts the other threads %s', async (_, request, hard) => {
  const [, second] = await startsOf(request, hard);
  expect(second?.index).toBe(1);
  expect(second?.waited).toBeLessThan(0.5);
});

/** What two threads hear when a stop comes before the second one has begun, and the first answers it with this. */
async function stoppedEarly(answer: FromThread): Promise<string[]> {
  const stop = new AbortController();
  const heard: string[] = [];
  let say: (message: FromThread) => void = () => undefined;
  const first: Thread = {
    post(message) {
      heard.push(`first ${message.type}`);
      if (message.type === 'start') setTimeout(() => stop.abort(), 20);
      if (message.type === 'stop') setTimeout(() => say(answer), 20);
      if (message.type === 'exchange') queueMicrotask(() => say(ended));
    },
    listen: (listener) => void (say = listener),
    terminate: () => undefined,
  };
  const second: Thread = { post: (message) => void heard.push(`second ${message.type}`), listen: () => undefined, terminate: () => undefined };
  expect(await runPortfolio({ problem: smallWard, seed: 1, seconds: 60 }, [first, second], { stop: stop.signal })).toMatchObject({ soft: 7, stopped: true });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return heard;
}

const ended: FromThread = { type: 'done', index: 0, best: 7, isProved: false, result: { schedule: {}, hard: 1, soft: 7, bound: null, iterations: 1, seconds: 1, stopped: true } };

it('does not start a thread that a stop came before', async () => {
  expect(await stoppedEarly(ended)).toEqual(['first start', 'first stop', 'second stop']);
});

it('lets a thread go that waits at the end of the search for others which a stop came before', async () => {
  const heard = await stoppedEarly({ type: 'epoch', index: 0, epoch: EPOCHS, best: 7, cells: Uint8Array.of(7) });
  expect(heard).toEqual(['first start', 'first stop', 'second stop', 'first exchange']);
});

it('lets nobody wait by the clock before the search ends, and hands on what is better', async () => {
  const heard: string[] = [];
  const says: ((message: FromThread) => void)[] = [];
  const result = { schedule: {}, hard: 0, soft: 5, bound: null, iterations: 1, seconds: 1, stopped: false };
  const meet = (index: number, epoch: number, best: number): void => says[index]?.({ type: 'epoch', index, epoch, best, cells: Uint8Array.of(best) });
  const threads = [0, 1].map((index): Thread => ({
    post(message) {
      if (message.type === 'start') queueMicrotask(() => meet(index, 11, index === 0 ? 7 : 5));
      if (message.type !== 'exchange') return;
      const cells = message.cells === null ? 'its own' : String(message.cells[0]);
      heard.push(`${index} goes on with ${cells}`);
      const meetings = heard.filter((line) => line.startsWith(String(index))).length;
      if (meetings === 1) setTimeout(() => meet(index, 14, index === 0 ? 7 : 5), index === 0 ? 600 : 0);
      if (meetings === 2) queueMicrotask(() => meet(index, EPOCHS, index === 0 ? 6 : 5));
      if (meetings === 3) queueMicrotask(() => says[index]?.({ type: 'done', index, best: 5, result, isProved: false }));
    },
    listen: (listener) => void (says[index] = listener),
    terminate: () => undefined,
  }));
  expect(await runPortfolio({ problem: smallWard, seed: 1, seconds: 1 }, threads)).toMatchObject({ soft: 5 });
  expect(heard).toEqual(['0 goes on with its own', '1 goes on with its own', '1 goes on with its own', '0 goes on with 5', '0 goes on with 5', '1 goes on with 5']);
});
