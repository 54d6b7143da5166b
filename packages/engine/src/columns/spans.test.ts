import { describe, expect, it } from 'vitest';
import { relaxed } from '../testing/relaxed.ts';
import { Effort } from './effort.ts';
import { closedBut, Span, Spans } from './spans.ts';

describe('the days that a part leaves open', () => {
  it('are as many as asked for, anywhere in the horizon, rather the first and the last ones', async () => {
    const { shop } = await relaxed(3);
    const span = new Span(shop, 5);
    const { history, slots } = shop.lowered.frame;
    const times = Array.from({ length: slots }, () => 0);
    for (let k = 0; k < 500; k++) {
      const { from, to } = span.draw();
      expect(to - from).toBe(5);
      for (let slot = from; slot < to; slot++) times[slot]!++;
    }
    expect(times.slice(0, history).every((count) => count === 0)).toBe(true);
    const anywhere = 500 / 3;
    expect(times[history]).toBeGreaterThan(1.1 * anywhere);
    expect(times[slots - 1]).toBeGreaterThan(1.1 * anywhere);
    expect(times[history + 1]).toBeLessThan(500 - anywhere);
  });

  it('are passed over once nothing is to be gained by everybody from them, until the cost is another one', async () => {
    const { shop } = await relaxed(4, Array.from('abcdefghijklmnop'));
    const span = new Span(shop, 5);
    const passOver = (): number => {
      const { from } = span.draw();
      span.passOver(from);
      return from;
    };
    const sizes: number[] = [];
    for (; span.size < 16; passOver()) sizes.push(span.size);
    expect(sizes).toEqual([12, 14]);
    const { history } = shop.lowered.frame;
    const starts: number[] = [];
    while (!span.rests) starts.push(passOver());
    expect(starts.toSorted((a, b) => a - b)).toEqual([history, history + 1, history + 2]);
    shop.total -= 1;
    expect(span.rests).toBe(false);
    span.shrink();
    expect(span.size).toBe(15);
  });

  it('are those on which least work was done for what they gained, and all days in the end', async () => {
    const { shop } = await relaxed(5);
    const spans = new Spans(shop, [3, 5, Infinity]);
    const next = (isIdle: boolean): number => {
      const { span, slots } = spans.next();
      span.effort.count({ rows: 10, people: 5, slots: span.length }, false);
      if (isIdle) span.passOver(slots.from);
      return slots.to - slots.from;
    };
    const days = Array.from({ length: 71 }, () => next(false));
    expect([3, 5, 7].map((length) => days.filter((other) => other === length).length)).toEqual([35, 21, 15]);
    for (let k = 0; k < 30; k++) next(true);
    expect(Array.from({ length: 5 }, () => next(true))).toEqual([7, 7, 7, 7, 7]);
  });

  it('are many only once nothing is to be gained by everybody on fewer, until the cost is another one', async () => {
    const { shop } = await relaxed(4);
    const spans = new Spans(shop, [3, 5, Infinity], 3);
    const next = (): number => {
      const { span, slots } = spans.next();
      span.effort.count({ rows: 10, people: 5, slots: span.length }, false);
      span.passOver(slots.from);
      return slots.to - slots.from;
    };
    const days = Array.from({ length: 40 }, next);
    expect([3, 5].map((length) => days.filter((other) => other === length).length)).toEqual([5, 3]);
    expect(days.indexOf(5)).toBeGreaterThan(days.lastIndexOf(3));
    shop.total -= 1;
    expect(days.slice(0, 4).map(next)).not.toContain(5);
  });

  it('are open to people, who keep their activities on all others', async () => {
    const { shop } = await relaxed(6);
    shop.consider(shop.seated(shop.pricing.map(({ person }) => shop.pool.of(person)[0]!)));
    const { slots, activities, history } = shop.lowered.frame;
    const bars = closedBut(shop, [1, 3], { from: history + 2, to: history + 4 });
    expect([...bars.keys()]).toEqual([1, 3]);
    for (const [person, bar] of bars) {
      for (let slot = history; slot < slots; slot++) {
        const open = Array.from({ length: activities }, (_, a) => a).filter((a) => bar[slot * activities + a] === 0);
        const isFree = slot === history + 2 || slot === history + 3;
        expect(open).toEqual(isFree ? [0, 1, 2] : [shop.cells[person * slots + slot]]);
      }
    }
  });
});

it('leaves everything open to people whose own rows break hard rules', async () => {
  const { shop } = await relaxed(5);
  const [person = -1] = shop.pricing.filter((pricing) => shop.rowOf(pricing.person) === null).map((pricing) => pricing.person);
  expect(person).toBeGreaterThanOrEqual(0);
  expect(closedBut(shop, [person], { from: 0, to: 2 }).size).toBe(0);
});

it('leaves few days open to more and more people, the faster the more they are already', async () => {
  const { shop } = await relaxed(4, Array.from('abcdefghijklmnopqrstuvwxyz'));
  const sizes = (days: number): number[] => {
    const span = new Span(shop, days);
    return Array.from({ length: 6 }, () => {
      span.passOver(-1);
      return span.size;
    });
  };
  expect(sizes(3)).toEqual([14, 16, 19, 21, 24, 26]);
  expect(sizes(Infinity)).toEqual([6, 7, 7, 8, 8, 8]);
});

it('forgives half of the work once something is gained, and counts some even if no row was found', () => {
  const effort = new Effort();
  effort.count({ rows: 8, people: 2, slots: 5 }, false);
  expect(effort.spent).toBe(50);
  effort.count({ rows: 0, people: 2, slots: 5 }, true);
  expect(effort.spent).toBe(30);
});
