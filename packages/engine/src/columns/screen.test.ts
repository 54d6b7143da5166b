import { expect, it } from 'vitest';
import { relaxed } from '../testing/relaxed.ts';
import { roundUp } from './bounds.ts';
import type { Relaxation } from './relaxation.ts';
import { screen } from './screen.ts';
import type { Screened } from './screen.ts';
import type { Shop } from './shop.ts';

function screened(shop: Shop, { master }: Relaxation, centre: Float64Array, target: number): Screened {
  const work = screen(shop, master, centre, target);
  for (;;) {
    const { done, value } = work.next({});
    if (done === true) return value;
  }
}

it.each([1, 3, 5, 17, 23])('proves nearly what relaxing proves, and never more than that (%i)', async (seed) => {
  const { shop, root } = await relaxed(seed);
  const { objective } = root.choice!;
  const nowhere = new Float64Array(shop.cover.rows);
  const { bound, duals, rows } = screened(shop, root, nowhere, objective - 0.5);
  expect(bound).toBeLessThanOrEqual(objective + 1e-6);
  expect(bound).toBeGreaterThan(0.9 * objective);
  expect(screened(shop, root, duals, bound).bound).toBeCloseTo(bound, 6);
  expect(new Set(rows.map(({ person }) => person)).size).toBe(root.master.people.length);
});

it('cannot be talked into what is not so', async () => {
  const { shop, root } = await relaxed(17);
  const { bound } = screened(shop, root, root.centre!, root.choice!.objective + 50);
  expect(bound).toBeLessThanOrEqual(root.choice!.objective + 1e-6);
  expect(roundUp(bound)).toBeLessThanOrEqual(roundUp(root.choice!.objective));
});
