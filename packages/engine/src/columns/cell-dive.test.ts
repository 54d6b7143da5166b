import { expect, it } from 'vitest';
import { HARD, Score } from '../score.ts';
import { relaxed } from '../testing/relaxed.ts';
import { cellDive } from './cell-dive.ts';
import type { Relaxation } from './relaxation.ts';
import type { Shop } from './shop.ts';

function dived(shop: Shop, root: Relaxation): Uint8Array | null {
  const work = cellDive(shop, root);
  for (;;) {
    const { done, value } = work.next({});
    if (done === true) return value;
  }
}

it.each([1, 3, 5, 17, 23])('comes to schedules that cost what they are said to, and to better ones until nothing is left to gain (%i)', async (seed) => {
  const { shop, root, lowered } = await relaxed(seed);
  const score = new Score(lowered);
  let found = 0;
  for (let cells = dived(shop, root); cells !== null && found < 30; cells = dived(shop, root)) {
    score.load(cells);
    expect(score.total).toBeLessThan(shop.total);
    expect(score.total).toBeGreaterThanOrEqual(root.bound - 1e-6);
    shop.consider(cells);
    found++;
  }
  expect(found).toBeGreaterThan(0);
  expect(shop.total).toBeLessThan(HARD / 2);
  expect(shop.total - root.choice!.objective).toBeLessThan(0.1 * root.choice!.objective + 3);
}, 60_000);

it('gives nobody what is closed, and does not close what the relaxation it began with may take', async () => {
  const { shop, root } = await relaxed(5);
  const [person = 0] = root.master.people;
  const { slots, activities } = shop.lowered.frame;
  const [row] = root.choice!.shares.filter((entry) => entry.row.person === person).map((entry) => entry.row);
  const bar = new Uint8Array(slots * activities);
  const slot = slots - 1;
  bar[slot * activities + row!.cells[slot]!] = 1;
  const closed = shop.relaxation(root.master.barring(new Map([[person, bar]])), root.centre);
  while (!closed.done && closed.step());
  expect(closed.choice!.shares.filter((entry) => entry.row.person === person && entry.row.cells[slot] === row!.cells[slot])).toEqual([]);
  expect(closed.bound).toBeGreaterThanOrEqual(root.bound - 1e-6);
  expect(root.master.bars.size).toBe(0);
  const cells = dived(shop, closed);
  expect(cells?.[person * slots + slot]).not.toBe(row!.cells[slot]);
});
