import type { Cover } from './cover.ts';
import type { Master } from './master.ts';
import type { Row } from './pricing.ts';
import type { Shop, Work } from './shop.ts';

/** Steps at most, and after how many without gain they get shorter, and end. */
const STEPS = { most: 100, patience: 8, idle: 24 };
const SHORTER = 0.7;
/** The share of the last direction in the next one. */
const MEMORY = 0.5;
/** Points beyond the target that steps aim at. */
const BEYOND = 0.3;
const GAIN = 0.01;
const EPSILON = 1e-7;

/** What a screening came to: a bound, the duals it comes from, and the cheapest rows by the duals on the way. */
export interface Screened {
  readonly bound: number;
  readonly duals: Float64Array;
  readonly rows: readonly Row[];
}

interface Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Duals that some slack pays for. Rows that are only counted beside others keep theirs. */
function boxOf(cover: Cover, centre: Float64Array): Box {
  const low = new Float64Array(cover.rows);
  const high = new Float64Array(cover.rows);
  for (const slack of cover.slacks) {
    const { rows: [row = 0, ...others], factors: [factor = 1, ...rest] } = slack;
    const price = others.reduce((sum, other, k) => sum - (centre[other] as number) * (rest[k] as number), cover.costOf(slack)) / factor;
    if (price > 0 && cover.lower[row] !== -Infinity) high[row] = Math.max(high[row] as number, price);
    if (price < 0 && cover.upper[row] !== Infinity) low[row] = Math.min(low[row] as number, price);
  }
  for (const row of cover.slacks.flatMap(({ rows }) => rows.slice(1))) low[row] = high[row] = centre[row] as number;
  return { low, high };
}

/** By how much more each row of the cover is wanted than it gets, at these duals: a direction in which the bound rises. */
function wantOf(cover: Cover, duals: Float64Array, loads: Float64Array): Float64Array {
  const want = loads.map((load, row) => {
    const dual = duals[row] as number;
    const [least, most] = [cover.lower[row] as number, cover.upper[row] as number];
    if (dual !== 0) return (dual > 0 ? least : most) - load;
    return Math.max(least, Math.min(most, load)) - load;
  });
  for (const slack of cover.slacks) {
    const reduced = slack.rows.reduce((rest, row, k) => rest - (duals[row] as number) * (slack.factors[k] as number), cover.costOf(slack));
    if (reduced < -EPSILON) slack.rows.forEach((row, k) => (want[row] = (want[row] as number) - (slack.factors[k] as number) * slack.most));
  }
  return want;
}

/** The want and some of the last direction, without what leads out of the box. */
function mixed(want: Float64Array, last: Float64Array | null, duals: Float64Array, { low, high }: Box): Float64Array {
  return want.map((value, row) => {
    const mix = last === null ? value : (1 - MEMORY) * value + MEMORY * (last[row] as number);
    const dual = duals[row] as number;
    return (mix > 0 && dual >= (high[row] as number)) || (mix < 0 && dual <= (low[row] as number)) ? 0 : mix;
  });
}

/** The bound of some duals where nobody only supports others, the rows it comes from, and what these and those of everybody else add to the cover; null if somebody has no row. */
function boundAt({ cover, pricing, pool, lowered: { frame } }: Shop, master: Master, duals: Float64Array): { bound: number; rows: Row[]; loads: Float64Array } | null {
  const prices = new Float64Array(frame.slots * frame.activities);
  const loads = master.base.slice();
  const rows: Row[] = [];
  let bound = cover.constant(duals, master.base);
  for (const person of master.people) {
    cover.price(person, duals, prices);
    master.close(person, prices);
    const found = pricing[person]?.cheapest(prices);
    if (!found) return null;
    bound += found.least;
    for (const { row } of found.rows) {
      rows.push(pool.add(row));
      cover.eachLoad(person, row.cells, (at, load) => (loads[at] = (loads[at] as number) + load));
    }
  }
  return { bound, rows, loads };
}

/**
 * Steps from some duals towards such as prove that the people of a master cannot cost less than the target: a step of a
 * subgradient method prices everybody once and is as long as the bound is short of the target (Polyak). Where that can be proved,
 * it takes some dozens of steps, a thirtieth of what relaxing takes; where not, the rows on the way are good ones to begin with.
 * What people add who only support others is left out: with such people the bound would not be true.
 */
export function* screen(shop: Shop, master: Master, centre: Float64Array, target: number): Work<Screened> {
  const { cover } = shop;
  const box = boxOf(cover, centre);
  const within = (dual: number, row: number): number => Math.max(box.low[row] as number, Math.min(box.high[row] as number, dual));
  let duals = centre.map(within);
  let best = { bound: -Infinity, duals };
  const rows: Row[] = [];
  let direction: Float64Array | null = null;
  let scale = 1;
  let idle = 0;
  for (let step = 1; step <= STEPS.most && best.bound < target && idle < STEPS.idle; step++) {
    const at = boundAt(shop, master, duals);
    if (at === null) break;
    rows.push(...at.rows);
    if (at.bound > best.bound + GAIN) {
      best = { bound: at.bound, duals };
      idle = 0;
    } else if (++idle % STEPS.patience === 0) scale *= SHORTER;
    const way = mixed(wantOf(cover, duals, at.loads), direction, duals, box);
    const square = way.reduce((sum, part) => sum + part * part, 0);
    if (square < EPSILON) break;
    const length = (scale * (target + BEYOND - at.bound)) / square;
    duals = duals.map((dual, row) => within(dual + length * (way[row] as number), row));
    direction = way;
    yield false;
  }
  return { ...best, rows };
}
