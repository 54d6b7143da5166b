import { expect, it, vi } from 'vitest';
import { Score } from '../score.ts';
import { relaxed } from '../testing/relaxed.ts';
import { Parts } from './parts.ts';
import type { Shop } from './shop.ts';
import { Spans } from './spans.ts';

/** A roster in which everybody has the row that suits her best, and nobody thinks of the others. */
interface Selfish {
  readonly shop: Shop;
  readonly centre: Float64Array;
  readonly costOf: (cells: Uint8Array) => number;
}

async function selfish(seed: number): Promise<Selfish> {
  const { shop, root, lowered } = await relaxed(seed);
  const free = new Float64Array(lowered.frame.slots * lowered.frame.activities);
  shop.consider(shop.seated(shop.pricing.map((pricing) => pricing.exact(free)!.row)));
  const score = new Score(lowered);
  const costOf = (cells: Uint8Array): number => {
    score.load(cells);
    return score.total;
  };
  return { shop, centre: root.centre!, costOf };
}

/** Solves one part; `meanwhile` is called whenever it gives way, with how often that was before. */
function solve(parts: Parts, centre: Float64Array, meanwhile: (times: number) => void = () => undefined): { gained: boolean; times: number } {
  const work = parts.next(centre);
  for (let times = 0; ; times++) {
    const { done, value } = work.next({});
    if (done === true) return { gained: value, times };
    meanwhile(times);
  }
}

const fewDays = (shop: Shop): Parts => new Parts(shop, new Spans(shop, [3]));

/** Rosters to which one part on few days brings a gain, and after how many steps. */
async function* gaining(): AsyncGenerator<{ seed: number; alone: Selfish; before: Uint8Array; after: Uint8Array; times: number }> {
  for (let seed = 1; seed <= 60; seed++) {
    const alone = await selfish(seed);
    const before = alone.shop.cells;
    const { gained, times } = solve(fewDays(alone.shop), alone.centre);
    if (gained && times > 0) yield { seed, alone, before, after: alone.shop.cells, times };
  }
}

it.each([1, 4, 5, 6, 11])('gains what it says, on few days and on all, until nothing is left that the relaxation promises (%i)', async (seed) => {
  const { shop, centre, costOf } = await selfish(seed);
  const { root } = await relaxed(seed);
  const first = shop.total;
  const parts = new Parts(shop, new Spans(shop, [3, 5, Infinity]));
  for (let k = 0; k < 40; k++) {
    const before = shop.total;
    expect(solve(parts, centre).gained).toBe(shop.total < before);
    expect(costOf(shop.cells)).toBe(shop.total);
  }
  expect(shop.total).toBeLessThan(first);
  expect(shop.total).toBeLessThanOrEqual(1.1 * root.bound + 2);
});

it.each([1, 4, 5, 6, 11])('changes nothing on other days than those that are open (%i)', async (seed) => {
  const { shop, centre } = await selfish(seed);
  const { slots } = shop.lowered.frame;
  const before = shop.cells;
  expect(solve(fewDays(shop), centre).gained).toBe(true);
  const days = shop.cells.reduce((changed, activity, at) => (activity === before[at] ? changed : changed.add(at % slots)), new Set<number>());
  expect(Math.max(...days) - Math.min(...days)).toBeLessThan(3);
});

it('mends rows that break hard rules, on few days too', async () => {
  const { shop, root } = await relaxed(5);
  expect(shop.pricing.every(({ person }) => shop.rowOf(person) === null)).toBe(true);
  expect(solve(fewDays(shop), root.centre!).gained).toBe(true);
});

it('keeps what has become better elsewhere while it was solved, even in rows of its own people', async () => {
  let tried = 0;
  for await (const { seed, alone, before, after, times } of gaining()) {
    const { slots, activities, history } = alone.shop.lowered.frame;
    for (let at = 0; at < before.length * activities; at++) {
      const cell = Math.floor(at / activities);
      const person = Math.floor(cell / slots);
      const isOwn = after[cell] === before[cell] && before.some((activity, k) => Math.floor(k / slots) === person && activity !== after[k]);
      if (!isOwn || cell % slots < history) continue;
      const other = before.with(cell, at % activities);
      const both = after.with(cell, at % activities);
      if (alone.costOf(other) >= alone.costOf(before) || alone.costOf(both) >= Math.min(alone.costOf(other), alone.costOf(after))) continue;
      const beside = await selfish(seed);
      solve(fewDays(beside.shop), beside.centre, (time) => {
        if (time === times - 1) beside.shop.consider(other);
      });
      expect(beside.shop.cells).toEqual(both);
      tried++;
      break;
    }
  }
  expect(tried).toBeGreaterThan(2);
}, 60_000);

it('is solved again where what it found does not fit any more to what has become better elsewhere meanwhile', async () => {
  let again = 0;
  for await (const { seed, alone, before, after, times } of gaining()) {
    const { slots, activities, history } = alone.shop.lowered.frame;
    const others = Array.from(before.keys()).filter((cell) => cell % slots >= history).flatMap((cell) => Array.from({ length: activities }, (_, activity) => before.with(cell, activity)));
    const clash = others.find((other) => {
      const laid = after.map((activity, at) => (activity === before[at] ? (other[at] as number) : activity));
      const cost = alone.costOf(other);
      return cost < alone.costOf(before) && cost <= Math.min(alone.costOf(laid), alone.costOf(after));
    });
    if (clash === undefined) continue;
    const beside = await selfish(seed);
    const opened = vi.spyOn(beside.shop, 'master');
    const second = solve(fewDays(beside.shop), beside.centre, (time) => {
      if (time === times - 1) beside.shop.consider(clash);
    });
    expect(beside.shop.total < alone.costOf(clash)).toBe(second.gained);
    if (second.gained && opened.mock.calls.length === 2) again++;
  }
  expect(again).toBeGreaterThan(0);
}, 60_000);
