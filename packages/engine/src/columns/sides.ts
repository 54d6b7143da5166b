import type { Relaxation } from './relaxation.ts';
import type { Shop, Work } from './shop.ts';
import { roundUp } from './bounds.ts';

/** The whole numbers around the relaxation's are worth a look where the next one costs at least so many points, and so much of the whole. */
const WORTH = { points: 1, share: 0.01 };
/** A part of a shortage smaller than this is a rounding error. */
const TINY = 1e-4;

/** The relaxation of schedules with so many of the dearest shortages at least, and what bounds all schedules: the others, and every one. */
export interface Side {
  readonly root: Relaxation;
  readonly least: number;
  readonly others: number;
  readonly bound: number;
}

/** Prices until nothing is left to gain or no better schedule can come of it; false if that was stopped. */
function* converge(shop: Shop, relaxation: Relaxation): Work<boolean> {
  while (!relaxation.done && roundUp(relaxation.bound) < shop.total) {
    if (!relaxation.step()) return false;
    yield false;
  }
  return true;
}

/** A relaxation once more, with the tally between limits, which are gone afterwards. */
function* between(shop: Shop, root: Relaxation, least: number, most: number): Work<Relaxation | null> {
  shop.cover.limitTally(least, most);
  const relaxation = shop.relaxation(root.master.giving([], true), root.centre);
  const isWhole = yield* converge(shop, relaxation);
  shop.cover.limitTally(-Infinity, Infinity);
  return isWhole ? relaxation : null;
}

/**
 * Shortages come in whole numbers. Where the relaxation pays for a part of one, a schedule has fewer or more of them: each side is
 * relaxed by itself, and no schedule falls below the lower of the two. The side with more, if that is the lower one; null if it is not, or if
 * nothing is gained.
 */
export function* takeSide(shop: Shop, root: Relaxation): Work<Side | null> {
  const { tally } = shop.cover;
  const { choice } = root;
  if (tally === null || choice === null || choice.tally - Math.floor(choice.tally) < TINY) return null;
  const least = Math.ceil(choice.tally - TINY);
  if ((least - choice.tally) * tally.cost < Math.max(WORTH.points, WORTH.share * Math.abs(choice.objective))) return null;
  const fewer = yield* between(shop, root, -Infinity, least - 1);
  if (fewer === null || roundUp(fewer.bound) <= roundUp(root.bound)) return null;
  const more = yield* between(shop, root, least, Infinity);
  if (more === null || roundUp(more.bound) > roundUp(fewer.bound)) return null;
  return { root: more, least, others: roundUp(fewer.bound), bound: Math.min(fewer.bound, more.bound) };
}
