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
      queueMicrotask(() => say({ type: 'done', index, best, result }));
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
