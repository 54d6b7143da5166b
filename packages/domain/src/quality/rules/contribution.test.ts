import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contributionsOf, topContributions, weightedMean, type Part } from './contribution.ts';

const parts: fc.Arbitrary<Part[]> = fc.array(
  fc.record({
    key: fc.uuid(),
    value: fc.double({ min: 0, max: 20, noNaN: true }),
    weight: fc.double({ min: 1, max: 5000, noNaN: true }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('shares make one, components make the whole, and pulls around the whole cancel', () => {
  fc.assert(
    fc.property(parts, fc.double({ min: 0, max: 20, noNaN: true }), (given, parent) => {
      const whole = weightedMean(given) ?? Number.NaN;
      const sum = (of: (part: ReturnType<typeof contributionsOf>[number]) => number, from = parent) =>
        contributionsOf(from, given).reduce((total, part) => total + of(part), 0);
      expect(sum((part) => part.weightShare)).toBeCloseTo(1, 9);
      expect(sum((part) => part.rawComponent)).toBeCloseTo(whole, 9);
      expect(sum((part) => part.excessOverParent)).toBeCloseTo(whole - parent, 9);
      expect(sum((part) => part.excessOverParent, whole)).toBeCloseTo(0, 9);
    }),
  );
});

test('the strongest pull comes first, and each direction runs up to a hundred percent', () => {
  fc.assert(
    fc.property(parts, fc.double({ min: 0, max: 20, noNaN: true }), (given, parent) => {
      const ranked = contributionsOf(parent, given);
      expect(ranked.map(({ rank }) => rank)).toEqual(given.map((_, place) => place + 1));
      for (const direction of ['positive', 'negative'] as const) {
        const side = ranked.filter((part) => part.direction === direction);
        if (side.length === 0) continue;
        expect(side.reduce((total, { pct }) => total + pct, 0)).toBeCloseTo(100, 6);
        expect(side.at(-1)!.cumulativePct).toBeCloseTo(100, 6);
      }
      ranked.slice(1).forEach((part, place) => {
        expect(part.contributionWeight).toBeLessThanOrEqual(ranked[place]!.contributionWeight);
      });
    }),
  );
});

test('worked by hand: three service lines of a facility at 6.0 days', () => {
  const ranked = contributionsOf(6, [
    { key: 'Cardiology', value: 8, weight: 500 },
    { key: 'Surgery', value: 5, weight: 300 },
    { key: 'Spine', value: 6, weight: 200 },
  ]);
  expect(ranked.map(({ key, excessOverParent, direction, pct }) => [key, Number(excessOverParent.toFixed(6)), direction, pct])).toEqual([
    ['Cardiology', 1, 'positive', 100],
    ['Surgery', -0.3, 'negative', 100],
    ['Spine', 0, 'neutral', 0],
  ]);
});

test('equal pulls stand in the order of their keys, so that a page does not shuffle', () => {
  const twins = ['c', 'a', 'b'].map((key) => ({ key, value: 2, weight: 1 }));
  expect(contributionsOf(1, twins).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});

test('parts that weigh nothing explain nothing, and less than nothing is refused', () => {
  expect(contributionsOf(1, [{ key: 'a', value: 2, weight: 0 }])).toEqual([]);
  expect(weightedMean([])).toBeNull();
  expect(() => contributionsOf(1, [{ key: 'a', value: 2, weight: -1 }])).toThrow(RangeError);
});

test('a page shows ten parts unless asked, and never more than fifty', () => {
  const many = contributionsOf(0, Array.from({ length: 80 }, (_, place) => ({ key: `${place}`, value: place, weight: 1 })));
  expect([topContributions(many), topContributions(many, 500), topContributions(many, 0)].map(({ length }) => length)).toEqual([10, 50, 1]);
});
