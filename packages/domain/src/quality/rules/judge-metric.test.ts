import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { productSettings, paritySettings } from './classification/settings.ts';
import { judgeMetric, type FacilitySeries, type JudgedMetric } from './judge-metric.ts';
import { adverseValue, orientStatistics } from './orientation.ts';
import { periodIndexOf, periodicityRules } from './periodicities.ts';
import { periodicities } from '../schema/vocabulary.ts';

const metric: JudgedMetric = {
  directionPreference: 'lower_is_better',
  targetLow: null,
  targetHigh: null,
  periodicity: 'monthly',
  minimumDenominator: null,
  stdFloorAggregate: 0.01,
  stdFloorPeriod: 0.05,
};

const facilities = (count: number, valueOf: (facility: number, month: number) => number | null, months = 12): FacilitySeries[] =>
  Array.from({ length: count }, (_, facility) => ({
    facility: `F${facility}`,
    periods: Array.from({ length: months }, (__, month) => ({
      index: month,
      value: valueOf(facility, month),
      denominator: null,
      suppressed: false,
    })),
  }));

const group = fc
  .array(fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 }), { minLength: 15, maxLength: 25 })
  .map((table) => facilities(table.length, (facility, month) => table[facility]![month]!));

const negated = (series: FacilitySeries[]): FacilitySeries[] =>
  series.map(({ facility, periods }) => ({
    facility,
    periods: periods.map((period) => ({ ...period, value: period.value === null ? null : -period.value })),
  }));

describe('direction', () => {
  test('higher is better on negated data is lower is better on the data', () => {
    fc.assert(
      fc.property(group, fc.constantFrom(productSettings, paritySettings), (series, settings) => {
        const straight = judgeMetric(metric, series, settings).judgements;
        const mirrored = judgeMetric({ ...metric, directionPreference: 'higher_is_better' }, negated(series), settings).judgements;
        mirrored.forEach((judgement, place) => {
          const { value, rawSlope, rawAcceleration, ...same } = straight[place]!;
          expect(judgement).toEqual({ ...same, value: -value, rawSlope: -rawSlope!, rawAcceleration: -rawAcceleration! });
        });
      }),
      { numRuns: 15 },
    );
  });

  test('turning statistics afterwards is the same as turning the values before', () => {
    fc.assert(
      fc.property(group, (series) => {
        const raw = judgeMetric(metric, series, paritySettings).judgements;
        const turned = judgeMetric({ ...metric, directionPreference: 'higher_is_better' }, series, paritySettings).judgements;
        turned.forEach(({ inputs }, place) => {
          const oriented = orientStatistics(raw[place]!.inputs!, 'higher_is_better');
          expect(inputs!.aggregateZscore).toBeCloseTo(oriented.aggregateZscore, 9);
          expect(inputs!.slopePercentile).toBeCloseTo(oriented.slopePercentile!, 9);
          expect(inputs!.acceleration).toBeCloseTo(oriented.acceleration!, 9);
        });
      }),
      { numRuns: 10 },
    );
  });

  test('a target range judges the distance from its middle', () => {
    const target = { directionPreference: 'target_range', targetLow: 70, targetHigh: 90 } as const;
    expect([70, 80, 95].map((value) => adverseValue(value, target))).toEqual([10, 0, 15]);
    expect(() => adverseValue(1, { ...target, targetLow: null })).toThrow(/lower and the upper end/);
    expect(adverseValue(1, { ...target, directionPreference: 'neutral' })).toBeNull();
    expect(orientStatistics({ aggregateZscore: 1, slopePercentile: null, acceleration: null }, 'lower_is_better').aggregateZscore).toBe(1);
  });
});

describe('what cannot be judged', () => {
  const spread = (facility: number, month: number) => 1 + facility / 20 + month / 100;
  const reasons = (series: FacilitySeries[], given: Partial<JudgedMetric> = {}) =>
    new Set(judgeMetric({ ...metric, ...given }, series).judgements.map(({ unclassifiedReason: reason }) => reason));

  test('needs fifteen peers', () => {
    expect(reasons(facilities(14, spread))).toEqual(new Set(['too_few_peers']));
    expect(reasons(facilities(15, spread))).toEqual(new Set([null]));
  });

  test('a source with two periods has a standing and no type', () => {
    const { judgements } = judgeMetric(metric, facilities(20, spread, 2));
    expect(judgements.every(({ unclassifiedReason: reason, classification }) => reason === 'too_few_periods' && classification === null)).toBe(true);
    expect(judgements[19]!.percentile).toBe(97.5);
  });

  test('a facility with two periods of a longer source is suspect data', () => {
    const { judgements } = judgeMetric(metric, facilities(20, (facility, month) => (facility === 0 && month < 10 ? null : spread(facility, month))));
    expect(judgements[0]!.classification!.type).toBe('suspect_data');
    expect(judgements[1]!.classification!.type).not.toBe('suspect_data');
  });

  test('a neutral metric is shown, not judged', () => {
    expect(reasons(facilities(20, spread), { directionPreference: 'neutral' })).toEqual(new Set(['no_direction']));
  });

  test('a facility without a value in the window is left out', () => {
    const series = facilities(20, (facility, month) => (facility === 0 && month > 2 ? null : spread(facility, month)), 20);
    expect(judgeMetric(metric, series).judgements.map(({ facility }) => facility)).not.toContain('F0');
  });

  test('a month with nine peers gives no z, with ten it does', () => {
    const zInMonthFive = (reporting: number) => {
      const series = facilities(20, (facility, month) => (month === 5 && facility >= reporting ? null : spread(facility, month)));
      return judgeMetric(metric, series).judgements[0]!.points.find(({ index }) => index === 5)!.zscore;
    };
    expect(zInMonthFive(9)).toBeNull();
    expect(zInMonthFive(10)).not.toBeNull();
  });
});

describe('the window', () => {
  test('holds the latest twelve steps', () => {
    const series = facilities(20, (facility, month) => (month < 12 ? 99 : facility), 24);
    expect(judgeMetric(metric, series).judgements.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, facility) => facility));
  });

  test('weighs by denominators only where every period has one and periods do not overlap', () => {
    const one = (denominators: readonly (number | null)[], periodicity: JudgedMetric['periodicity']) =>
      judgeMetric({ ...metric, periodicity, minimumDenominator: 30 }, [
        { facility: 'A', periods: denominators.map((denominator, index) => ({ index, value: index, denominator, suppressed: false })) },
      ]).judgements[0]!;
    expect(one([10, 30], 'monthly')).toMatchObject({ value: 0.75, encounters: 40, suppressed: false });
    expect(one([10, null], 'monthly')).toMatchObject({ value: 0.5, encounters: 10, suppressed: true });
    expect(one([10, 30], 'rolling_yearly')).toMatchObject({ value: 0.5, encounters: 30, suppressed: false });
    expect(one([null, null], 'monthly')).toMatchObject({ encounters: null, suppressed: false });
  });

  test('a series suppressed in every period is suspect data, in some it is not', () => {
    const types = [12, 11].map((suppressedMonths) => {
      const series = facilities(20, (facility, month) => 1 + facility / 20 + month / 100).map((one, place) =>
        place === 0 ? { ...one, periods: one.periods.map((period, month) => ({ ...period, suppressed: month < suppressedMonths })) } : one,
      );
      return judgeMetric(metric, series).judgements[0]!.classification!.type;
    });
    expect(types[0]).toBe('suspect_data');
    expect(types[1]).not.toBe('suspect_data');
  });

  test.each([
    ['monthly', 5, false, 11, false],
    ['monthly', 6, true, 12, true],
    ['rolling_yearly', 4, false, 7, false],
    ['rolling_yearly', 5, true, 8, true],
  ] as const)('%s with %d periods: slope %s; with %d: acceleration %s', (periodicity, few, hasSlope, more, hasAcceleration) => {
    const judged = (periods: number) =>
      judgeMetric({ ...metric, periodicity }, facilities(20, (facility, month) => facility + month, periods)).judgements[0]!;
    expect(judged(few).inputs!.slopePercentile !== null).toBe(hasSlope);
    expect(judged(more).inputs!.acceleration !== null).toBe(hasAcceleration);
  });
});

test('one facility that worsens among steady peers, computed by hand', () => {
  const series = facilities(21, (facility, month) => (facility === 20 ? 2 + month / 10 : 1 + facility / 20));
  const worst = judgeMetric(metric, series).judgements[20]!;
  expect(worst.slope).toBeCloseTo(0.1, 12);
  expect(worst.slopePercentile).toBeCloseTo((100 * 20.5) / 21, 12);
  expect(worst.percentile).toBeCloseTo((100 * 20.5) / 21, 12);
  expect(worst.inputs!.acceleration).toBeCloseTo(0, 9);
  expect(worst.inputs!.periodCount).toBe(12);
  expect(worst.classification!.type).toBe('critical_trajectory');
});

describe('against a slow calculation of the same', () => {
  const std = (group: number[]) => Math.sqrt(group.reduce((sum, value) => sum + (value - average(group)) ** 2, 0) / group.length);
  const average = (group: number[]) => group.reduce((sum, value) => sum + value, 0) / group.length;
  const middle = (group: number[]) => {
    const sorted = group.toSorted((a, b) => a - b);
    return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
  };
  const table = (series: FacilitySeries[]) => series.map(({ periods }) => periods.map(({ value }) => value!));

  test('every statistic of every facility', () => {
    fc.assert(
      fc.property(group, (series) => {
        const rows = table(series);
        const means = rows.map(average);
        const { judgements, peers } = judgeMetric(metric, series);
        expect(peers!.mean).toBeCloseTo(average(means), 9);
        judgements.forEach((judgement, place) => {
          const z = rows[place]!.map((value, month) => {
            const column = rows.map((row) => row[month]!);
            return (value - average(column)) / Math.max(std(column), 0.05);
          });
          const wild = means.map((value) => Math.abs(value - middle(means)));
          expect(judgement.inputs!.aggregateZscore).toBeCloseTo(average(z), 9);
          expect(judgement.inputs!.zscoreStd).toBeCloseTo(std(z), 9);
          expect(judgement.inputs!.latestZscore).toBeCloseTo(z.at(-1)!, 9);
          expect(judgement.valueZscore).toBeCloseTo((means[place]! - average(means)) / Math.max(std(means), 0.01), 9);
          expect(judgement.robustZscore).toBeCloseTo((means[place]! - middle(means)) / Math.max(1.4826 * middle(wild), 0.01), 6);
          expect(judgement.inputs!.acceleration).toBeCloseTo(judgement.rawAcceleration! / Math.max(std(means), 0.01), 9);
        });
      }),
      { numRuns: 10 },
    );
  });

  test('the floors hold where peers hardly differ', () => {
    const { judgements } = judgeMetric(metric, facilities(20, (facility, month) => 1 + (facility + month) / 1e6));
    const above = judgements[19]!;
    expect(above.inputs!.latestZscore).toBeCloseTo(9.5e-6 / 0.05, 9);
    expect(above.valueZscore).toBeCloseTo(9.5e-6 / 0.01, 9);
    expect(above.inputs!.slopeChange).toBeCloseTo(12e-6 / 0.01, 9);
  });

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(group, (series) => {
        const shuffled = series.map((one) => ({ ...one, periods: one.periods.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0)) }));
        expect(judgeMetric(metric, shuffled)).toEqual(judgeMetric(metric, series));
      }),
      { numRuns: 5 },
    );
  });

  test('a slope needs fifteen slopes beside it', () => {
    const slopes = (withSlope: number) => {
      const series = facilities(20, (facility, month) => (facility >= withSlope && month < 8 ? null : facility + month / 4));
      return judgeMetric(metric, series).judgements[0]!.slopePercentile;
    };
    expect(slopes(14)).toBeNull();
    expect(slopes(15)).toBe(50);
  });
});

describe('periodicities', () => {
  test.each(periodicities)('%s allows a type before a slope before an acceleration before the window ends', (key) => {
    const { minimumForType, minimumForSlope, minimumForAcceleration, window, chart, chartNote } = periodicityRules[key];
    expect([minimumForType, minimumForSlope, minimumForAcceleration, window].toSorted((a, b) => a - b)).toEqual([
      minimumForType, minimumForSlope, minimumForAcceleration, window,
    ]);
    expect(chart === 'run').toBe(chartNote !== '');
  });

  test.each([
    ['monthly', '2026-09-30', 24320],
    ['monthly', '2026-10-31', 24321],
    ['quarterly', '2026-09-30', 8106],
    ['quarterly', '2026-12-31', 8107],
    ['yearly', '2026-12-31', 2027],
    ['rolling_yearly', '2024-06-30', 2024.5],
    ['rolling_quarterly', '2024-03-31', 8096],
  ] as const)('%s period ending %s stands at %d', (periodicity, end, index) => {
    expect(periodIndexOf(periodicity, end)).toBe(index);
  });

  test('a day that is none is refused', () => {
    expect(() => periodIndexOf('monthly', '2026')).toThrow(/2026-09-30/);
  });
});
