import type { Relaxation } from './relaxation.ts';
import type { Shop, Work } from './shop.ts';
import { roundUp } from './bounds.ts';

/** The whole numbers around the relaxation's are worth a look where the next one costs at least so many points, and so much of the whole. */
const WORTH = { points: 1, share: 0.01 };
/** A part of a shortage smaller than this is a rounding error. */
const TINY = 1e-4;

/** Where to go on from, and what no schedule on either side of it falls below. */
interface Side {
  readonly root: Relaxation;
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

/** A relaxation once more, with the tally between limits. */
function* between(shop: Shop, root: Relaxation, least: number, most: number): Work<Relaxation | null> {
  const { cover } = shop;
  if (cover.tally === null) return null;
  cover.lower[cover.tally.row] = least;
  cover.upper[cover.tally.row] = most;
  const relaxation = shop.relaxation(root.master.giving([], true), root.centre);
  return (yield* converge(shop, relaxation)) ? relaxation : null;
}

/**
 * Shortages come in whole numbers. Where the relaxation pays for a part of one, a schedule has fewer or more of them: each side is
 * relaxed by itself, and no schedule falls below the lower of the two. Goes on from the side with more if that is the lower one, or else
 * from where it was; null if there is nothing to gain.
 */
export function* takeSide(shop: Shop, root: Relaxation): Work<Side | null> {
  const { cover } = shop;
  const { choice } = root;
  if (cover.tally === null || choice === null || choice.tally - Math.floor(choice.tally) < TINY) return null;
  const more = Math.ceil(choice.tally - TINY);
  if ((more - choice.tally) * cover.tally.cost < Math.max(WORTH.points, WORTH.share * Math.abs(choice.objective))) return null;
  const fewerSide = yield* between(shop, root, -Infinity, more - 1);
  const moreSide = fewerSide && (yield* between(shop, root, more, Infinity));
  const bound = fewerSide && moreSide ? Math.min(fewerSide.bound, moreSide.bound) : root.bound;
  if (moreSide && bound === moreSide.bound) return { root: moreSide, bound };
  cover.lower[cover.tally.row] = -Infinity;
  cover.upper[cover.tally.row] = Infinity;
  return { root, bound };
}
