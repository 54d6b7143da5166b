import { columnRules } from '../columns.ts';
import { Pricings } from '../columns/pricings.ts';
import type { Relaxation } from '../columns/relaxation.ts';
import { Shop } from '../columns/shop.ts';
import { loadHighs } from '../exact.ts';
import { lower } from '../lower.ts';
import type { Lowered } from '../lower.ts';
import { roster } from './roster.ts';

/** Everybody's relaxation of a small roster, priced to the end. */
export async function relaxed(seed: number): Promise<{ shop: Shop; root: Relaxation; lowered: Lowered }> {
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
  while (!root.done && root.step());
  return { shop, root, lowered };
}
