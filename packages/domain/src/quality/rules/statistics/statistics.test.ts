import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mean,
  median,
  percentileRank,
  populationStd,
  quantile,
  robustCentre,
  robustZscore,
  ascending,
  zscore,
} from './distribution.ts';
import { peerBand, peerSummary } from './peers.ts';
import { accelerationOf, slopeChangeOf, slopeOverTime, trendDirectionOf, type TimedValue } from './trend.ts';

const values = (minLength = 1) => fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength, maxLength: 60 });

const series = (minLength: number): fc.Arbitrary<TimedValue[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.double({ min: -50, max: 50, noNaN: true })), { minLength, maxLength: 24 })
    .map((steps) => {
      let index = 2000;
      return steps.map(([gap, value]) => ({ index: (index += gap), value }));
    });

/** Least squares by the normal equations on shifted axes, written differently on purpose. */
function oracleSlope(points: readonly TimedValue[]): number {
  const start = points[0]!.index;
  const n = points.length;
  const [x, y, xx, xy] = points.reduce(
    ([sx, sy, sxx, sxy], { index, value }) => {
      const t = index - start;
      return [sx + t, sy + value, sxx + t * t, sxy + t * value];
    },
    [0, 0, 0, 0] as [number, number, number, number],
  );
  return (n * xy - x * y) / (n * xx - x * x);
}

describe('distribution', () => {
  test('population spread divides by n', () => {
    expect(populationStd([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(mean([1, 2, 6])).toBe(3);
  });

  test.each([
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 1, 4],
    [[7], 0.1, 7],
  ])('quantile of %j at %d is %d', (sorted, share, expected) => {
    expect(quantile(sorted, share)).toBeCloseTo(expected, 12);
  });

  test('z uses the floor only where peers hardly differ', () => {
    expect(zscore(1.2, 1, 0.1, 0.05)).toBeCloseTo(2, 12);
    expect(zscore(1.2, 1, 0.001, 0.05)).toBeCloseTo(4, 12);
  });

  test('robust z is not moved by one wild peer', () => {
    const calm = robustCentre([1, 2, 3, 4, 5]);
    expect(calm).toEqual({ median: 3, spread: 1.4826 });
    expect(robustCentre([1, 2, 3, 4, 5000]).median).toBe(3);
    expect(robustZscore(3 + 1.4826, calm)).toBeCloseTo(1, 12);
    expect(robustZscore(4, robustCentre([3, 3, 3]))).toBeCloseTo(100, 9);
  });

  test('z-values of a group have mean 0 and spread 1', () => {
    fc.assert(
      fc.property(values(2), (group) => {
        const std = populationStd(group);
        fc.pre(std > 1e-3);
        const scores = group.map((value) => zscore(value, mean(group), std, 0));
        expect(mean(scores)).toBeCloseTo(0, 6);
        expect(populationStd(scores)).toBeCloseTo(1, 6);
      }),
    );
  });

  test('percentile counts below plus half of the ties', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), fc.integer({ min: -1, max: 10 }), (group, value) => {
        const below = group.filter((other) => other < value).length;
        const equal = group.filter((other) => other === value).length;
        expect(percentileRank(value, ascending(group))).toBeCloseTo((100 * (below + equal / 2)) / group.length, 9);
      }),
    );
  });

  test('turning the scale round mirrors the percentile, and the group averages 50', () => {
    fc.assert(
      fc.property(values(), (group) => {
        const up = ascending(group);
        const down = ascending(group.map((value) => -value));
        for (const value of group) expect(percentileRank(-value, down)).toBeCloseTo(100 - percentileRank(value, up), 9);
        expect(mean(group.map((value) => percentileRank(value, up)))).toBeCloseTo(50, 9);
      }),
    );
  });

  test('median is the middle quantile', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });
});

describe('trend', () => {
  test('slope is least squares over time, gaps included', () => {
    fc.assert(
      fc.property(series(2), (points) => {
        expect(slopeOverTime(points)).toBeCloseTo(oracleSlope(points), 8);
      }),
    );
    expect(slopeOverTime([{ index: 2017, value: 1 }, { index: 2019, value: 3 }])).toBe(1);
  });

  test('acceleration is the later slope minus the earlier one, split by count', () => {
    fc.assert(
      fc.property(series(4), (points) => {
        const half = Math.floor(points.length / 2);
        const expected = oracleSlope(points.slice(half)) - oracleSlope(points.slice(0, half));
        expect(accelerationOf(points)).toBeCloseTo(expected, 8);
      }),
    );
  });

  test('the middle of nine points belongs to the later half', () => {
    const points = [0, 1, 2, 3, 9, 9, 9, 9, 9].map((value, index) => ({ index, value }));
    expect(accelerationOf(points)).toBeCloseTo(-1, 12);
  });

  test('no slope without two different times', () => {
    expect([slopeOverTime([]), slopeOverTime([{ index: 1, value: 2 }]), accelerationOf([{ index: 1, value: 2 }])]).toEqual([null, null, null]);
  });

  test('change over the window counts the steps of the axis, not the rows', () => {
    expect(slopeChangeOf([{ index: 1, value: 0 }, { index: 12, value: 0 }], 0.1, 0.4)).toBeCloseTo(3, 12);
    expect(slopeChangeOf([], 1, 1)).toBe(0);
  });

  test.each([[null, null], [0, 'stable'], [0.1, 'increasing'], [-0.1, 'decreasing']] as const)('slope %j is %j', (slope, word) => {
    expect(trendDirectionOf(slope)).toBe(word);
  });
});

describe('peers', () => {
  test('are not described below the minimum', () => {
    expect(peerSummary([1, 2, 3], 4)).toBeNull();
    expect(peerSummary([], 0)).toBeNull();
    expect(peerSummary([3, 1, 2], 3)).toMatchObject({ count: 3, mean: 2, median: 2, lowerQuartile: 1.5, upperQuartile: 2.5, values: [1, 2, 3] });
  });

  test('a period with nine peers is hidden and says so, with ten it is shown', () => {
    const nine = Array.from({ length: 9 }, (_, place) => place);
    const band = peerBand([{ label: 'Jan', values: nine }, { label: 'Feb', values: [...nine, 9] }]);
    expect(band.p50).toEqual([null, 4.5]);
    expect(band.p10[1]).toBeCloseTo(0.9, 12);
    expect(band.sample_sizes).toEqual([9, 10]);
    expect(band.suppression_applied.p90).toEqual([true, false]);
  });
});
