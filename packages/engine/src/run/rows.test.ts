import { expect, it } from 'vitest';
import { loadHighs } from '../exact.ts';
import { roster } from '../testing/roster.ts';
import { Solver } from './solver.ts';

/** Moves between two looks of a mending at the clock. */
const STEP = 32 * 1024;

it('mends rows chosen person by person for as long as their temperature asks for, and now and then lets something else be tried', async () => {
  const problem = roster(5, Array.from('abcdefghij'));
  const solver = new Solver({ problem, seed: 1, seconds: 60, polishShare: 'fitting' }, { index: 1, workers: 2 });
  solver.equip(await loadHighs());
  const { annealing } = solver;
  const factor = Math.max(3, 0.2 * annealing.span);
  const wanted = 2_500 * Math.log(factor) * solver.cells;
  const mended: number[] = [];
  let moves = 0;
  let pauses = 0;
  for (let fits = 0; fits < 20_000 && (mended.length < 2 || pauses === 0); fits++) {
    const before = annealing.iterations;
    const isGoing = solver.fit({ shouldStop: () => false });
    const made = annealing.iterations - before;
    moves += made;
    if (moves > 0 && (made === 0 || !isGoing)) {
      mended.push(moves);
      moves = 0;
    }
    if (!isGoing) pauses++;
  }
  expect(pauses).toBeGreaterThan(0);
  expect(mended.length).toBeGreaterThan(1);
  for (const length of mended) {
    expect(length).toBeGreaterThanOrEqual(wanted);
    expect(length).toBeLessThan(wanted + STEP);
  }
});
