import { describe, expect, it } from 'vitest';
import { columnRules } from '../columns.ts';
import { loadHighs, solveExactly } from '../exact.ts';
import { lower } from '../lower.ts';
import { roster } from '../testing/roster.ts';
import { Pricings } from './pricings.ts';
import type { Relaxation } from './relaxation.ts';
import { Shop } from './shop.ts';
import { takeSide } from './sides.ts';

/** Everybody's relaxation of a small roster, priced to the end. */
async function relaxed(seed: number): Promise<{ shop: Shop; root: Relaxation; optimum: number }> {
  const lowered = lower(roster(seed, ['a', 'b', 'c', 'd']));
  const rules = columnRules(lowered)!;
  const shop = new Shop(await loadHighs(), lowered, rules, 1, true);
  const pricings = new Pricings(lowered, rules);
  for (const own of rules) {
    const pricing = pricings.of(own)!;
    shop.pricing.push(pricing);
    shop.pool.add(pricing.exact(new Float64Array(lowered.frame.slots * lowered.frame.activities))!.row);
  }
  const master = shop.master(rules.map(({ person }) => person));
  for (const { person } of rules) for (const row of shop.pool.of(person)) master.add(row);
  const root = shop.relaxation(master);
  while (!root.done) expect(root.step()).toBe(true);
  return { shop, root, optimum: (await solveExactly(lowered)).objective };
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
    for (const seed of [1, 7, 17, 23]) {
      const { shop, root, optimum } = await relaxed(seed);
      const { bound = -Infinity } = sideOf(shop, root) ?? {};
      expect(bound).toBeGreaterThanOrEqual(root.bound);
      expect(bound).toBeLessThanOrEqual(optimum + 1e-6);
      gained += bound - root.bound;
    }
    expect(gained).toBeGreaterThan(0.2);
  }, 30_000);

  it('are left alone where the relaxation pays for whole ones', async () => {
    const { shop, root } = await relaxed(3);
    const tally = root.choice?.tally ?? Number.NaN;
    expect(Math.abs(tally - Math.round(tally))).toBeLessThan(1e-6);
    expect(sideOf(shop, root)).toBeNull();
  });
});
