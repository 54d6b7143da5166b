import { describe, expect, it } from 'vitest';
import type { Lowered } from '../lower.ts';
import { Score } from '../score.ts';
import { Annealing } from '../search/annealing.ts';
import { greedy } from '../search/greedy.ts';
import { optionsOf } from '../search/options.ts';
import { relaxed } from '../testing/relaxed.ts';
import type { Relaxation } from './relaxation.ts';
import type { Shop } from './shop.ts';
import { takeSide } from './sides.ts';

/** What a search without any bound comes to: for so small a roster, the optimum. */
function bestOf(lowered: Lowered): number {
  const score = new Score(lowered);
  const options = optionsOf(lowered);
  greedy(score, options);
  const annealing = new Annealing(score, options, { seed: 1 });
  while (annealing.iterations < 200_000) annealing.step(annealing.iterations / 200_000);
  return annealing.best;
}

function sideOf(shop: Shop, root: Relaxation) {
  const work = takeSide(shop, root);
  for (;;) {
    const { done, value } = work.next({});
    if (done === true) return value;
  }
}

describe('shortages counted in whole numbers', () => {
  it('prove what the relaxation does not, and never too much', async () => {
    let gained = 0;
    for (const seed of [1, 17, 23]) {
      const { shop, root, lowered } = await relaxed(seed);
      const side = sideOf(shop, root);
      expect([shop.cover.lower[shop.cover.tally!.row], shop.cover.upper[shop.cover.tally!.row]]).toEqual([-Infinity, Infinity]);
      if (side === null) continue;
      expect(side.bound).toBeLessThanOrEqual(bestOf(lowered) + 1e-6);
      expect(side.others).toBeGreaterThanOrEqual(side.bound);
      expect(side.root.choice!.tally).toBeGreaterThanOrEqual(side.least - 1e-6);
      if (side.bound > root.choice!.objective + 0.2) gained++;
    }
    expect(gained).toBeGreaterThan(0);
  }, 90_000);

  it('leave no limits behind when they cannot be solved', async () => {
    const { shop, root } = await relaxed(1);
    expect(sideOf(shop, root)).not.toBeNull();
    const stopped = Object.assign(shop, { limits: { shouldStop: () => true } });
    expect(sideOf(stopped, root)).toBeNull();
    expect(shop.cover.lower[shop.cover.tally!.row]).toBe(-Infinity);
  }, 90_000);

  it('are left alone where the relaxation pays for whole ones', async () => {
    const { shop, root } = await relaxed(3);
    const tally = root.choice?.tally ?? Number.NaN;
    expect(Math.abs(tally - Math.round(tally))).toBeLessThan(1e-6);
    expect(sideOf(shop, root)).toBeNull();
  });
});
