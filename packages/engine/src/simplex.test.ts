import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadHighs } from './exact/programme.ts';
import type { SparseModel } from './exact/programme.ts';
import { randomOf } from './random.ts';
import { Simplex } from './simplex.ts';
import type { Basis, Relaxed } from './simplex.ts';

const ROWS = 6;

/** A covering problem that can always be met at a price, with so many columns more, drawn at random. */
function covering(random: () => number, columns: number): SparseModel {
  const cost: number[] = Array.from({ length: ROWS }, () => 50);
  const starts = Array.from({ length: ROWS + 1 }, (_, row) => row);
  const index = Array.from({ length: ROWS }, (_, row) => row);
  const value: number[] = Array.from({ length: ROWS }, () => 1);
  for (let k = 0; k < columns; k++) {
    const rows = Array.from({ length: ROWS }, (_, row) => row).filter(() => random() < 0.5);
    cost.push(1 + Math.floor(random() * 20));
    index.push(...rows);
    value.push(...rows.map(() => 1));
    starts.push(index.length);
  }
  return { cost, starts, index, value, lower: cost.map(() => 0), upper: cost.map(() => 1), rowLower: Array.from({ length: ROWS }, () => 1), rowUpper: Array.from({ length: ROWS }, () => Infinity) };
}

/** The first columns of a model. */
const firstOf = (model: SparseModel, columns: number): SparseModel => ({
  ...model, cost: model.cost.slice(0, columns), lower: model.lower.slice(0, columns), upper: model.upper.slice(0, columns),
  starts: model.starts.slice(0, columns + 1), index: model.index.slice(0, model.starts[columns]), value: model.value.slice(0, model.starts[columns]),
});

/** A basis for so many columns, those that are new at their lower limit. */
const grownBy = ({ rowStatus, colStatus }: Basis, columns: number): Basis => ({ rowStatus, colStatus: Int32Array.from({ length: columns }, (_, k) => colStatus[k] ?? 0) });

describe('simplex', () => {
  it('finds the same for a model that grows as for one that is new, with others in between', async () => {
    const highs = await loadHighs();
    const [growing, fresh] = [new Simplex(highs), new Simplex(highs)];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.boolean(), (seed, isDisturbed) => {
        const random = randomOf(seed);
        const whole = covering(random, 24);
        const owner = {};
        let basis: Basis | null = null;
        for (const columns of [ROWS, ROWS + 8, ROWS + 9, ROWS + 24]) {
          const model = firstOf(whole, columns);
          const grown: Basis | null = basis && grownBy(basis, columns);
          const mine: Relaxed = growing.solve(owner, model, { basis: grown, primal: columns > ROWS })!;
          expect(mine.objective).toBeCloseTo(fresh.solve({}, model, { basis: null, primal: false })!.objective, 6);
          expect(mine.values).toHaveLength(columns);
          basis = mine.basis;
          if (isDisturbed) growing.solve({}, covering(random, 3), { basis: null, primal: false });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('begins anew after a solve that was stopped', async () => {
    const simplex = new Simplex(await loadHighs());
    const owner = {};
    const model = covering(randomOf(3), 200);
    expect(simplex.solve(owner, firstOf(model, 20), { basis: null, primal: false, shouldStop: () => true })).toBeNull();
    expect(simplex.solve(owner, model, { basis: null, primal: true })?.objective).toBeGreaterThan(0);
  });
});
