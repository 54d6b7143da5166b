import type { Row } from './pricing.ts';
import type { Relaxation } from './relaxation.ts';
import type { Shop, Work } from './shop.ts';
import { roundUp } from './bounds.ts';

/** Rounds of pricing after each fixing. */
const ROUNDS = { many: 5, few: 10 };
/** Pricing stops early if it gained less than this share in so many rounds. */
const STALLED = 0.0002;
const LOOK = 3;
/** How many people count as few. */
const FEW = 14;
const EPSILON = 1e-6;
/** Rows fixed together have at least this share; with every success the next batch grows. */
const SURE = 0.25;
const GROWTH = 1.5;
/** The share by which fixing may raise the relaxation before less, or something else, is tried. */
const DEAR = { together: 0.001, single: 0.005 };
/** The last points are gained slowly: without haste, and where nobody only supports others, fixing may use up no more than this share of what lies between the relaxation and the best schedule. */
const ROOM = 0.03;
/** Where others support, fixing all who are still open at once may raise it by this share: seldom does anything fit without a rise. */
const DEAR_IN_ALL = 0.0125;
/** The first dive may be dearer by this factor: a whole schedule soon is worth more than a good one late. */
const HASTE = 4;
/** The first batch is this part of all people; where haste is all, a larger one. */
const BATCH = { usual: 1 / 8, straight: 1 / 4 };
const SINGLES = 3;

/** A relaxation in which some more rows are fixed, and how many those are. */
interface Descent {
  readonly child: Relaxation;
  readonly size: number;
}

/** What the people of the relaxation are to cost less than, by now. */
export type ToBeat = () => number;

/** What is to be beaten, and how many times dearer than usual fixing may be. */
interface Manner {
  readonly toBeat: ToBeat;
  readonly pace: number;
}

interface Pick {
  readonly row: Row;
  readonly share: number;
  readonly rank: number;
}

/** The row with the largest share of each person who has none yet, largest first; `varied` puts chance into it. */
export function largest(relaxation: Relaxation, shop: Shop, varied = false): Pick[] {
  const best = new Map<number, Pick>();
  const given = new Set(relaxation.master.given.map((row) => row.person));
  for (const { row, share } of relaxation.choice?.shares ?? []) {
    if (given.has(row.person)) continue;
    const rank = varied ? share * (0.6 + 0.4 * shop.dice.draw()) : share;
    if (rank > (best.get(row.person)?.rank ?? 0)) best.set(row.person, { row, share, rank });
  }
  return [...best.values()].sort((a, b) => b.rank - a.rank || a.row.person - b.row.person);
}

/** A row for each person, by chance: the larger the share, the likelier. */
export function drawn({ choice }: Relaxation, shop: Shop): Row[] {
  const people = new Map<number, { row: Row; left: number }>();
  for (const { row, share } of choice?.shares ?? []) {
    const known = people.get(row.person) ?? { row, left: shop.dice.draw() };
    if (known.left >= 0) people.set(row.person, { row, left: known.left - share });
  }
  return [...people.values()].map(({ row }) => row);
}

const costOf = (relaxation: Relaxation | undefined): number => relaxation?.choice?.objective ?? Infinity;

/** Some rounds of pricing, until the goal is reached; false if it cannot come down to the ceiling, or if nothing better than the best schedule can come of it. */
function* settle(relaxation: Relaxation, toBeat: ToBeat, goal: number, ceiling = Infinity): Work<boolean> {
  const rounds = relaxation.master.open.length > FEW ? ROUNDS.many : ROUNDS.few;
  let before = Infinity;
  for (let round = 1; round <= rounds && !relaxation.done && costOf(relaxation) > goal; round++) {
    if (!relaxation.step()) return false;
    yield false;
    if (relaxation.bound > ceiling + EPSILON || roundUp(relaxation.bound) >= toBeat()) return false;
    if (round % LOOK !== 0) continue;
    if (before - costOf(relaxation) < STALLED * Math.abs(costOf(relaxation))) break;
    before = costOf(relaxation);
  }
  return relaxation.choice !== null;
}

/** What to fix, in the order in which it is tried: batches of the first picks, then single ones. */
function trials(picks: readonly Pick[], batch: number): (readonly Pick[])[] {
  const sets: (readonly Pick[])[] = [];
  for (let size = Math.floor(batch); size > 1; size = Math.floor(size / 3)) sets.push(picks.slice(0, size).filter(({ share }, k) => k === 0 || share > SURE));
  return [...sets, ...picks.slice(0, picks.length > FEW ? 1 : SINGLES).map((pick) => [pick])];
}

/** Whether it costs as much as what is to be beaten. Where others support, a dearer one is worth mending. */
const isTooDear = (shop: Shop, relaxation: Relaxation, toBeat: ToBeat): boolean => shop.support.people.length === 0 && costOf(relaxation) >= toBeat();

/**
 * The relaxation after fixing as many picks as do not make it dearer; the least dear one if all do. Null if none is left that seems
 * cheaper than the best schedule: more rounds might still make one so, but seldom do.
 */
function* descend(shop: Shop, parent: Relaxation, picks: readonly Pick[], batch: number, { toBeat, pace }: Manner): Work<Descent | null> {
  const before = costOf(parent);
  const each = shop.support.people.length > 0 ? DEAR_IN_ALL / parent.master.open.length : 0;
  const room = pace > 1 || each > 0 ? Infinity : ROOM * Math.max(0, toBeat() - before);
  const rise = (share: number, size: number): number => before + Math.min(room, pace * Math.max(share, each * size) * Math.abs(before));
  let best: Descent | null = null;
  for (const given of trials(picks, batch)) {
    const child = shop.relaxation(parent.master.giving(given.map(({ row }) => row)), parent.centre);
    const isSingle = given.length === 1;
    const goal = rise(DEAR.together, given.length);
    if (!(yield* settle(child, toBeat, goal, isSingle ? Infinity : goal)) || isTooDear(shop, child, toBeat)) continue;
    if (costOf(child) < costOf(best?.child)) best = { child, size: given.length };
    if (costOf(child) <= (isSingle ? rise(DEAR.single, 1) : goal)) break;
  }
  return best;
}

/**
 * Fixes the rows that a relaxation takes most of, prices anew for the others, and so on until everybody has a row. Gives up as
 * soon as nothing better seems to come of it. A `straight` dive is hasty and begins with what the root knows. Returns the schedule it came to.
 */
export function* dive(shop: Shop, root: Relaxation, manner: 'straight' | 'hasty' | 'careful' | 'varied', toBeat: ToBeat = () => shop.total): Work<Uint8Array | null> {
  const isStraight = manner === 'straight';
  const pace = isStraight || manner === 'hasty' ? HASTE : 1;
  let relaxation = isStraight ? root : shop.relaxation(root.master.giving([]), root.centre);
  if (!isStraight && !(yield* settle(relaxation, toBeat, -Infinity))) return null;
  for (let batch = root.master.people.length * (isStraight ? BATCH.straight : BATCH.usual); ; ) {
    const picks = largest(relaxation, shop, manner === 'varied');
    if (picks.every(({ share }) => share > 1 - 1e-6)) return shop.seated([...relaxation.master.given, ...picks.map(({ row }) => row)]);
    const found: Descent | null = yield* descend(shop, relaxation, picks, batch, { toBeat, pace });
    if (found === null) return null;
    batch = found.size >= Math.floor(batch) ? Math.min(batch * GROWTH, picks.length / 3) : found.size;
    relaxation = found.child;
  }
}
