import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HARD } from './frame.ts';
import { generateHalfDays } from './generate.ts';
import { linearModel } from './linear.ts';
import type { LinearModel } from './linear.ts';
import { narrow } from './linear/narrow.ts';
import { lower } from './lower.ts';
import type { Lowered } from './lower.ts';
import type { Problem } from './problem.ts';
import { randomOf } from './random.ts';
import { emptyCells, Score } from './score.ts';
import { randomProblem } from './testing/random-problem.ts';

function scatter(lowered: Lowered, seed: number, free: (at: number) => boolean): Uint8Array {
  const random = randomOf(seed);
  const { activities } = lowered.frame;
  return emptyCells(lowered).map((activity, at) => {
    const options = Array.from({ length: activities }, (_, a) => a).filter((a) => lowered.allowed[at * activities + a] === 1);
    return lowered.pinned[at]! >= 0 || !free(at) || options.length === 0 ? activity : options[Math.floor(random() * options.length)]!;
  });
}

function broken(model: LinearModel, values: Float64Array): number {
  let count = 0;
  for (let row = 0; row < model.rowLower.length; row++) {
    let sum = 0;
    for (let k = model.rowStart[row]!; k < model.rowStart[row + 1]!; k++) sum += model.value[k]! * values[model.index[k]!]!;
    if (sum < model.rowLower[row]! - 1e-6 || sum > model.rowUpper[row]! + 1e-6) count++;
  }
  values.forEach((value, column) => {
    if (value < model.lower[column]! || value > model.upper[column]!) count++;
  });
  return count;
}

/** Rows in which some column stands twice: the solver refuses them. */
function repeating({ rowStart, index }: LinearModel): number[] {
  return rowStart.slice(1).flatMap((end, row) => {
    const columns = index.slice(rowStart[row], end);
    return new Set(columns).size < columns.length ? [row] : [];
  });
}

function compare(problem: Problem, seed: number): void {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const chance = randomOf(seed + 1);
  const free = Uint8Array.from(score.cells, () => (seed % 3 === 0 || chance() < 0.6 ? 1 : 0));
  const cells = scatter(lowered, seed, () => true);
  const model = linearModel(lowered, { cells, free, hard: HARD });
  for (const variant of [cells, scatter(lowered, seed + 2, (at) => free[at] === 1).map((activity, at) => (free[at] === 1 ? activity : cells[at]!))]) {
    const values = model.encode(variant);
    score.load(variant);
    expect(broken(model, values)).toBe(0);
    expect(model.objective(values)).toBe(score.total);
    expect(model.decode(values)).toEqual(variant);
  }
}

/** Models the rules that can feel the free cells only, and compares how two schedules differ in cost. */
function compareNarrow(problem: Problem, seed: number): void {
  const lowered = lower(problem);
  const score = new Score(lowered);
  const chance = randomOf(seed + 1);
  const { slots } = lowered.frame;
  const free = Uint8Array.from(score.cells, (_, at) => (Math.floor(at / slots) % 2 === seed % 2 && chance() < 0.4 ? 1 : 0));
  const cells = scatter(lowered, seed, () => true);
  const other = scatter(lowered, seed + 2, (at) => free[at] === 1).map((activity, at) => (free[at] === 1 ? activity : cells[at]!));
  const model = linearModel(narrow(lowered, free), { cells, free, hard: HARD });
  expect(repeating(model)).toEqual([]);
  score.load(cells);
  const before = score.total;
  score.load(other);
  expect(model.objective(model.encode(other)) - model.objective(model.encode(cells))).toBe(score.total - before);
}

describe('linear model', () => {
  it('costs what the score costs, for every rule type, whole and in part', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => compare(randomProblem(seed), seed)), { numRuns: 40 });
  });

  it('loses no difference when it is narrowed to the rules that feel the free cells', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => compareNarrow(randomProblem(seed), seed)), { numRuns: 40 });
  });

  it('costs what the score costs on a 24-resident block', () => compare(generateHalfDays(24), 3));
});
