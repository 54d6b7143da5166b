import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateHalfDays } from '../generate.ts';
import { lower } from '../lower.ts';
import type { Lowered } from '../lower.ts';
import type { Problem } from '../problem.ts';
import { randomOf } from '../random.ts';
import { emptyCells, Score } from '../score.ts';
import { randomProblem } from '../testing/random-problem.ts';
import { stretchOf } from './stretch.ts';

/** Cells drawn at random from what each may hold, in some slots only. */
function scattered({ frame, allowed, pinned }: Lowered, cells: Uint8Array, random: () => number, from: number, to: number): Uint8Array {
  return cells.map((activity, at) => {
    const slot = at % frame.slots;
    if (slot < from || slot >= to || pinned[at]! >= 0) return activity;
    const options = Array.from({ length: frame.activities }, (_, a) => a).filter((a) => allowed[at * frame.activities + a] === 1);
    return options[Math.floor(random() * options.length)] ?? activity;
  });
}

/** Compares what some slots cost by themselves with what they cost in the whole, for schedules that differ in them. */
function compare(problem: Problem, seed: number): void {
  const random = randomOf(seed);
  const lowered = lower(problem);
  const { slots, history, people } = lowered.frame;
  const from = history + Math.floor(random() * (slots - history));
  const to = from + 1 + Math.floor(random() * (slots - from));
  const whole = new Score(lowered);
  const start = scattered(lowered, emptyCells(lowered), random, history, slots);
  const stretch = stretchOf(lowered, start, { from, to });
  const part = new Score(stretch.lowered);
  const width = stretch.lowered.frame.slots;
  whole.load(start);
  part.load(stretch.cells);
  const apart = whole.total - part.total;
  for (let k = 0; k < 3; k++) {
    const cells = scattered(lowered, start, random, from, to);
    const here = Uint8Array.from({ length: people * width }, (_, at) => cells[Math.floor(at / width) * slots + stretch.start + (at % width)]!);
    whole.load(cells);
    part.load(here);
    expect(whole.total - part.total).toBe(apart);
  }
}

describe('stretch', () => {
  it('costs what the whole costs but for what it cannot change, for every rule type', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => compare(randomProblem(seed), seed)), { numRuns: 150 });
  });

  it('does so for half-days of twelve weeks', () => {
    const problem = generateHalfDays(24, { days: 84 });
    for (const seed of [1, 2, 3]) compare(problem, seed);
  });
});
