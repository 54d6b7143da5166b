import { expect, it } from 'vitest';
import { loadHighs } from '../exact.ts';
import { roster } from '../testing/roster.ts';
import { Solver } from './solver.ts';

/** Moves between two looks of a mending at the clock. */
const STEP = 32 * 1024;

/** Moves of each mending of a worker that chooses rows person by person, and how often it let something else be tried. */
async function mendings(seconds: number, isEnough: (mended: number, pauses: number) => boolean) {
  const problem = roster(5, Array.from('abcdefghij'));
  const solver = new Solver({ problem, seed: 1, seconds, polishShare: 'fitting' }, { index: 1, workers: 2 });
  solver.equip(await loadHighs());
  const { annealing } = solver;
  const mended: number[] = [];
  let moves = 0;
  let pauses = 0;
  for (let fits = 0; fits < 20_000 && !isEnough(mended.length, pauses); fits++) {
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
  return { mended, pauses, solver };
}

it('mends rows chosen person by person for as long as their temperature asks for, and now and then lets something else be tried', async () => {
  const { mended, pauses, solver } = await mendings(60, (count, paused) => count >= 2 && paused > 0);
  const wanted = 2_500 * Math.log(Math.max(3, 0.2 * solver.annealing.span)) * solver.cells;
  expect(pauses).toBeGreaterThan(0);
  expect(mended.length).toBeGreaterThan(1);
  for (const length of mended) {
    expect(length).toBeGreaterThanOrEqual(wanted);
    expect(length).toBeLessThan(wanted + STEP);
  }
});

it('mends such rows briefly in a hurry', async () => {
  const { mended, solver } = await mendings(1.9, (count) => count >= 3);
  expect(mended.length).toBe(3);
  for (const length of mended) {
    expect(length).toBeGreaterThanOrEqual(2_000 * solver.cells);
    expect(length).toBeLessThan(2_000 * solver.cells + STEP);
  }
});
