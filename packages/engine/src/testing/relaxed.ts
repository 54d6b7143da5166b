import { columnRules } from '../columns.ts';
import { Pricings } from '../columns/pricings.ts';
import type { Relaxation } from '../columns/relaxation.ts';
import { Shop } from '../columns/shop.ts';
import { loadHighs } from '../exact.ts';
import { lower } from '../lower.ts';
import type { Lowered } from '../lower.ts';
import { roster } from './roster.ts';

/** Everybody's relaxation of a small roster, priced to the end. */
export async function relaxed(seed: number, people = ['a', 'b', 'c', 'd']): Promise<{ shop: Shop; root: Relaxation; lowered: Lowered }> {
  const lowered = lower(roster(seed, people));
  const rules = columnRules(lowered);
  if (rules === null) throw new Error('The rows of this roster cannot be priced.');
  const shop = new Shop(await loadHighs(), lowered, rules, 1, true);
  const pricings = new Pricings(lowered, rules);
  for (const own of rules) {
    const pricing = pricings.of(own);
    const found = pricing?.exact(new Float64Array(lowered.frame.slots * lowered.frame.activities));
    if (!pricing || !found) throw new Error('Somebody in this roster has no row.');
    shop.pricing.push(pricing);
    shop.pool.add(found.row);
  }
  const master = shop.master(rules.map(({ person }) => person));
  for (const { person } of rules) for (const row of shop.pool.of(person)) master.add(row);
  const root = shop.relaxation(master);
  while (!root.done) if (!root.step()) throw new Error('The relaxation of this roster cannot be solved.');
  return { shop, root, lowered };
}
