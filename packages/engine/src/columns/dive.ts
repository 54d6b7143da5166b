import type { Row } from './pricing.ts';
import type { Relaxation } from './relaxation.ts';
import type { Shop, Work } from './shop.ts';
import { roundUp } from './shop.ts';

/** Rounds of pricing after each fixing. */
const ROUNDS = { many: 6, few: 15 };
/** How many people count as few. */
const FEW = 14;
/** With no more people than this left, their rows are chosen exactly. */
const LAST = 3;
/** Rows with at least this share are fixed together, up to one person in so many. */
const SURE = 0.8;
const TOGETHER = 8;

interface Pick {
  readonly row: Row;
  readonly share: number;
  readonly rank: number;
}

/** The row with the largest share of each person, largest first; `varied` puts chance into it. */
function largest(relaxation: Relaxation, shop: Shop, varied: boolean): Pick[] {
  const best = new Map<number, Pick>();
  for (const { row, share } of relaxation.choice?.shares ?? []) {
    const rank = varied ? share * (0.6 + 0.4 * shop.dice.draw()) : share;
    if (rank > (best.get(row.person)?.rank ?? 0)) best.set(row.person, { row, share, rank });
  }
  return [...best.values()].sort((a, b) => b.rank - a.rank || a.row.person - b.row.person);
}

/**
 * Fixes the rows that a relaxation takes most of, prices anew for the others, and so on until everybody has a row; the last
 * people's rows are chosen together. Gives up as soon as nothing better can come of it.
 */
export function* dive(shop: Shop, root: Relaxation, varied: boolean): Work<boolean> {
  const fixed: Row[] = [];
  let spent = 0;
  let relaxation = root;
  for (;;) {
    const hopeless = (): boolean => spent + roundUp(relaxation.bound) >= shop.total;
    for (let round = 0; round < (relaxation.master.people.length > FEW ? ROUNDS.many : ROUNDS.few) && !relaxation.done && !hopeless(); round++) {
      if (!relaxation.step()) return false;
      yield false;
    }
    if (hopeless()) return false;
    const picks = largest(relaxation, shop, varied);
    const whole = picks.every(({ share }) => share > 1 - 1e-6);
    if (whole) return shop.consider(shop.withRows([...fixed, ...picks.map(({ row }) => row)]));
    if (picks.length <= LAST) {
      const limits = yield false;
      if (relaxation.choice === null) return false;
      const chosen = relaxation.master.choose(relaxation.choice, shop.total - 1 - spent - relaxation.choice.objective, { ...limits, nodes: 100 });
      return chosen !== null && shop.consider(shop.withRows([...fixed, ...chosen.rows]));
    }
    const most = Math.ceil(picks.length / TOGETHER);
    const given = picks.filter(({ share }, k) => k === 0 || (k < most && share > SURE)).map(({ row }) => row);
    fixed.push(...given);
    spent += given.reduce((sum, row) => sum + row.cost, 0);
    relaxation = shop.relaxation(relaxation.master.giving(given), relaxation.centre);
  }
}
