import fc from 'fast-check';
import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateBlocks } from '../generate/blocks.ts';
import type { LinearModel } from '../linear.ts';
import { linearModel } from '../linear.ts';
import { lower } from '../lower.ts';
import { emptyCells } from '../score.ts';
import { solveInCore } from './core.ts';
import { loadHighs, solveLinear } from './programme.ts';

const COLUMNS = 9;

/** Yes/no columns, and rows that are to come to at least so much. */
interface Covering {
  readonly cost: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly least: readonly number[];
}

function modelOf({ cost, rows, least }: Covering): LinearModel {
  return {
    cost: [...cost], offset: 0, lower: cost.map(() => 0), upper: cost.map(() => 1),
    rowStart: [0, ...rows.map((_, row) => (row + 1) * COLUMNS)], index: rows.flatMap(() => cost.map((_, column) => column)), value: rows.flat(),
    rowLower: [...least], rowUpper: rows.map(() => Infinity), rowRule: rows.map(() => 0),
    objective: (values) => product(cost, values),
    encode: (cells) => Float64Array.from(cells), decode: (values) => Uint8Array.from(values),
  };
}

const product = (factors: readonly number[], values: ArrayLike<number>): number => factors.reduce((sum, factor, column) => sum + factor * (values[column] as number), 0);

const isAllowed = ({ rows, least }: Covering, values: ArrayLike<number>): boolean => rows.every((row, k) => product(row, values) >= (least[k] as number) - 1e-6);

/** The least cost of all choices; infinite if none is allowed. */
function leastCost(problem: Covering): number {
  const choices = Array.from({ length: 2 ** COLUMNS }, (_, choice) => problem.cost.map((_cost, column) => (choice >> column) & 1));
  return Math.min(Infinity, ...choices.filter((values) => isAllowed(problem, values)).map((values) => product(problem.cost, values)));
}

const covering = (costs: fc.Arbitrary<number>): fc.Arbitrary<Covering> =>
  fc.integer({ min: 1, max: 4 }).chain((rows) =>
    fc.record({
      cost: fc.array(costs, { minLength: COLUMNS, maxLength: COLUMNS }),
      rows: fc.array(fc.array(fc.integer({ min: -1, max: 5 }), { minLength: COLUMNS, maxLength: COLUMNS }), { minLength: rows, maxLength: rows }),
      least: fc.array(fc.integer({ min: 0, max: 16 }), { minLength: rows, maxLength: rows }),
    }));

describe('a model solved as a core of itself', () => {
  let highs: Highs;
  beforeAll(async () => {
    highs = await loadHighs();
  });

  it.each([
    ['whole points', fc.integer({ min: -6, max: 20 })],
    ['quarters of points', fc.integer({ min: -24, max: 80 }).map((cost) => cost / 4)],
  ])('finds what trying every choice finds, in %s', (_, costs) => {
    fc.assert(
      fc.property(covering(costs), (problem) => {
        const result = solveInCore(highs, modelOf(problem));
        const least = leastCost(problem);
        expect(result.objective).toBeCloseTo(least, 5);
        expect(result.status).toBe(least === Infinity ? 'infeasible' : 'optimal');
        if (result.values !== null) expect([isAllowed(problem, result.values), product(problem.cost, result.values)]).toEqual([true, expect.closeTo(least, 5)]);
      }),
      { numRuns: 150 },
    );
  });

  it('does not take solutions for a point apart where they cost parts of points', () => {
    const problem: Covering = { cost: [8.75, 39, 2, 2, 39.25, 20.5, 2, 2, 2], rows: [[2, 1, 0, 0, 2, 2, 5, 0, 4]], least: [14] };
    expect(solveInCore(highs, modelOf(problem))).toMatchObject({ status: 'optimal', objective: leastCost(problem) });
  });

  it('goes beyond the first core where that holds no solution, or not the best', () => {
    // The relaxation takes the first column in part; whole, only the dear ones will do.
    const problem: Covering = { cost: [1, 1, 1, 1, 1, 40, 40, 40, 30], rows: [[2, 2, 2, 2, 2, 1, 1, 1, 1], [-2, -2, -2, -2, -2, -1, -1, -1, -1]], least: [1, -1] };
    expect(solveInCore(highs, modelOf(problem))).toMatchObject({ status: 'optimal', objective: 30, bound: 30 });
  });

  it('begins with a solution it is given, and proves that one if there is no better', () => {
    const problem: Covering = { cost: [3, 5, 7, 9, 11, 13, 15, 17, 19], rows: [[1, 1, 1, 1, 1, 1, 1, 1, 1]], least: [2] };
    const model = modelOf(problem);
    const best = Float64Array.from([1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(solveInCore(highs, model, { start: best })).toMatchObject({ status: 'optimal', objective: 8, bound: 8 });
    expect(solveInCore(highs, model, { start: Float64Array.from(best, () => 1) })).toMatchObject({ status: 'optimal', objective: 8 });
  });

  it('does not take a start for a solution that is none', () => {
    const problem: Covering = { cost: [3, 5, 7, 9, 11, 13, 15, 17, 19], rows: [[1, 1, 1, 1, 1, 1, 1, 1, 1]], least: [2] };
    expect(solveInCore(highs, modelOf(problem), { start: new Float64Array(COLUMNS) })).toMatchObject({ status: 'optimal', objective: 8, bound: 8 });
    const beyond = Float64Array.from([-9, 11, 0, 0, 0, 0, 0, 0, 0]);
    expect(solveInCore(highs, modelOf(problem), { start: beyond })).toMatchObject({ status: 'optimal', objective: 8 });
  });

  it('keeps a solution it was given when it is stopped, and knows a bound after the relaxation', () => {
    const lowered = lower(generateBlocks(24));
    const model = linearModel(lowered, { cells: emptyCells(lowered), hard: 'strict' });
    const some = solveLinear(highs, { ...model, cost: model.cost.map(() => 0) }, { seconds: 60 });
    const start = some.values as Float64Array;
    expect(solveInCore(highs, model, { start, shouldStop: () => true })).toMatchObject({ status: 'stopped', objective: model.objective(start), bound: -Infinity });
    const bounds: number[] = [];
    const result = solveInCore(highs, model, { start, shouldStop: () => bounds.length > 0, onImprovement: (_, bound) => bounds.push(bound) });
    expect(result.status).toBe('stopped');
    expect(result.objective).toBeLessThan(model.objective(start));
    expect(result.objective).toBeCloseTo(model.objective(result.values as Float64Array), 6);
    expect(result.bound).toBeGreaterThan(-789);
    for (const bound of [...bounds, result.bound]) expect(bound).toBeLessThan(-787 + 1e-6);
  });
});
