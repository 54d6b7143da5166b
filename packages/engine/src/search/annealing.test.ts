import { describe, expect, it } from 'vitest';
import { generateHalfDays } from '../generate.ts';
import { lower } from '../lower.ts';
import { Score, unpack } from '../score.ts';
import { Annealing } from './annealing.ts';
import { greedy } from './greedy.ts';
import { optionsOf } from './options.ts';

const BLOCK = lower(generateHalfDays(24));
/** Some day of this one cannot be staffed. */
const IMPOSSIBLE = lower(generateHalfDays(12, { days: 28 }));
const MOVES = 600_000;

function begin(lowered: typeof BLOCK, seed: number) {
  const score = new Score(lowered);
  const options = optionsOf(lowered);
  greedy(score, options);
  return new Annealing(score, options, { seed });
}

/** Hard violations of the present schedule after each chunk of a whole search. */
function hardOf(annealing: Annealing): number[] {
  const hard: number[] = [];
  while (annealing.iterations < MOVES) {
    annealing.step(annealing.iterations / MOVES);
    hard.push(unpack(annealing.score.total).hard);
  }
  return hard;
}

describe('annealing', () => {
  it.each([1, 2, 3, 4])('is soon rid of hard violations and stays so while it cools, seed %d', (seed) => {
    const annealing = begin(BLOCK, seed);
    expect(unpack(annealing.best).hard).toBeGreaterThan(100);
    const hard = hardOf(annealing);
    const first = hard.indexOf(0);
    expect(first).toBeGreaterThan(0);
    expect(first / hard.length).toBeLessThan(0.31);
    expect(Math.max(...hard.slice(first))).toBe(0);
  });

  it('stays hot for a part of its time, and cools though hard violations stay', () => {
    const [annealing, hot] = [begin(IMPOSSIBLE, 1), begin(IMPOSSIBLE, 1)];
    while (annealing.iterations < 0.29 * MOVES) {
      annealing.step(annealing.iterations / MOVES);
      hot.step(0);
    }
    expect(annealing.score.cells).toEqual(hot.score.cells);
    const { soft } = unpack(annealing.score.total);
    hardOf(annealing);
    expect(unpack(annealing.score.total).hard).toBeGreaterThan(0);
    expect(unpack(annealing.score.total).soft).toBeLessThan(0.75 * soft);
  });

  it('cools at once from a temperature that was asked for', () => {
    const [cooling, hot] = [0, 1].map(() => {
      const { score } = begin(IMPOSSIBLE, 1);
      return new Annealing(score, optionsOf(IMPOSSIBLE), { seed: 1, startTemperature: 2 });
    }) as [Annealing, Annealing];
    for (let k = 0; k < 20; k++) {
      cooling.step(k / 100);
      hot.step(0);
    }
    expect(unpack(cooling.score.total).hard).toBeGreaterThan(0);
    expect(cooling.score.cells).not.toEqual(hot.score.cells);
  });
});
