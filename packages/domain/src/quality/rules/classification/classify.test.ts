import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signalTypes } from '../../schema/vocabulary.ts';
import { signalTypeLabels } from '../text/labels.ts';
import { reasoningText } from '../text/signal-text.ts';
import { inputsArbitrary, settingsArbitrary, someInputs } from './arbitraries.fixtures.ts';
import { classify, typeOf } from './classify.ts';
import { consistencyOf, indicatorsOf, momentumOf, positionOf, trendOf } from './indicators.ts';
import { classificationRules, roundHalfToEven, ruleOf } from './rule-book.ts';
import { classificationSettings, paritySettings, productSettings } from './settings.ts';
import { positionAdjustment, severitySteps, slopeAdjustment } from './severity-steps.ts';
import { classificationBehind, classificationColumns } from './stored.ts';
import { neighbour } from './what-would-change.ts';
import { whyThisType } from './why-this-type.ts';

const below = (edge: number) => neighbour(edge, 'down');
const above = (edge: number) => neighbour(edge, 'up');

describe('every edge, both sides', () => {
  test.each([
    [-1.5, 'excellent', 'favorable', 'favorable'],
    [-0.5, 'favorable', 'normal', 'normal'],
    [0.5, 'normal', 'normal', 'marginal'],
    [1, 'marginal', 'marginal', 'elevated'],
    [2, 'elevated', 'elevated', 'severe'],
  ])('position at %d', (edge, under, at, over) => {
    expect([positionOf(below(edge)), positionOf(edge), positionOf(above(edge))]).toEqual([under, at, over]);
  });

  test.each([
    [10, 'rapidly_improving', 'improving'],
    [30, 'improving', 'stable'],
    [70, 'stable', 'worsening'],
    [90, 'worsening', 'rapidly_worsening'],
  ])('trend at %d', (edge, under, at) => {
    expect([trendOf(below(edge)), trendOf(edge), trendOf(above(edge))]).toEqual([under, at, at]);
  });

  test('unknown slope is stable, unknown acceleration neutral', () => {
    expect([trendOf(null), momentumOf(null, 0)]).toEqual(['stable', 'neutral']);
  });

  test.each([0.005, 0.03])('momentum at ±%d', (edge) => {
    expect([below(edge), edge, above(edge)].map((a) => momentumOf(a, edge))).toEqual(['neutral', 'neutral', 'accelerating']);
    expect([below(-edge), -edge, above(-edge)].map((a) => momentumOf(a, edge))).toEqual(['decelerating', 'neutral', 'neutral']);
  });

  test('consistency at 0.5 and spike at the threshold', () => {
    expect([consistencyOf(below(0.5)), consistencyOf(0.5)]).toEqual(['consistent', 'variable']);
    const spike = (m: number) => indicatorsOf(someInputs({ maxAbsDeviation: m }), classificationSettings('product', 4)).hasSpike;
    expect([spike(below(4)), spike(4)]).toEqual([false, true]);
  });

  test.each([
    [20, -2, -1, -1],
    [40, -1, 0, 0],
    [60, 0, 0, 1],
    [80, 1, 2, 2],
  ])('slope step at %d', (edge, under, at, over) => {
    expect([below(edge), edge, above(edge)].map(slopeAdjustment)).toEqual([under, at, over]);
  });

  test.each([
    [-1, -2, -1, -1],
    [-0.5, -1, 0, 0],
    [0.5, 0, 0, 1],
    [1, 1, 1, 2],
  ])('position step at %d', (edge, under, at, over) => {
    expect([below(edge), edge, above(edge)].map(positionAdjustment)).toEqual([under, at, over]);
  });

  test.each([
    [0.005, 0, 0, 1],
    [0.01, 1, 1, 2],
  ])('momentum steps at ±%d mirror each other', (edge, under, at, over) => {
    const settings = paritySettings;
    const step = (name: 'upMomentum' | 'downMomentum', acceleration: number) => {
      const inputs = someInputs({ acceleration });
      return severitySteps[name].assess({ inputs, settings, indicators: indicatorsOf(inputs, settings) }).adjustment;
    };
    for (const [value, expected] of [[below(edge), under], [edge, at], [above(edge), over]] as const) {
      expect(step('upMomentum', value)).toBe(expected);
      expect(step('downMomentum', -value)).toBe(0 - expected);
      expect(step('upMomentum', -value)).toBe(0);
    }
  });

  test.each([
    [3, 0],
    [3.499, 0],
    [3.5, 1],
    [4, 2],
    [9, 2],
  ])('a spike of %d adds %d, and one less when it is over', (maxAbsDeviation, adjustment) => {
    const inputs = someInputs({ maxAbsDeviation, aggregateZscore: 0.2 });
    expect(classify(inputs).severity).toBe(73 + adjustment);
    expect(classify({ ...inputs, latestZscore: 0.5 }).severity).toBe(72 + adjustment);
    expect(classify({ ...inputs, latestZscore: above(0.5) }).severity).toBe(73 + adjustment);
  });

  test('fewer than three periods or a suppressed series cannot be judged', () => {
    expect([2, 3].map((periodCount) => typeOf(someInputs({ periodCount })))).toEqual(['suspect_data', 'baseline']);
    expect(typeOf(someInputs({ suppressed: true }))).toBe('suspect_data');
  });
});

describe('product and parity', () => {
  const rising = someInputs({ slopePercentile: 95, slopeChange: 0.25 });
  test('the product asks that the line really worsens, on both sides of the guard', () => {
    expect(typeOf(rising)).toBe('emerging_risk');
    expect(typeOf({ ...rising, slopeChange: below(0.25) })).toBe('baseline');
    expect(typeOf({ ...rising, slopeChange: -3 })).toBe('baseline');
    expect(typeOf({ ...rising, slopeChange: below(0.25) }, paritySettings)).toBe('emerging_risk');
  });

  test('the same acceleration weighs differently', () => {
    const bad = someInputs({ aggregateZscore: 1.5, slopePercentile: 95, acceleration: 0.02 });
    expect([typeOf(bad, paritySettings), typeOf(bad, productSettings)]).toEqual(['critical_trajectory', 'chronic_underperformer']);
  });
});

describe('the rule book', () => {
  test('stands in the documented order with the documented ranges and bases', () => {
    expect(classificationRules.map(({ id, range, base }) => [id, ...range, base])).toEqual([
      ['suspect_data', 50, 50, 50],
      ['critical_trajectory', 91, 100, 96],
      ['recovering', 76, 80, 78],
      ['chronic_underperformer', 81, 90, 86],
      ['volatility_alert', 71, 75, 73],
      ['emerging_risk', 60, 70, 65],
      ['sustained_excellence', 0, 12, 6],
      ['improving_leader', 13, 25, 19],
      ['baseline', 26, 59, 42],
    ]);
    expect(classificationRules.map(({ id }) => id)).toEqual([...signalTypes]);
  });

  test.each([
    [42.5, 42],
    [85.5, 86],
    [95.5, 96],
    [-0.5, 0],
    [0.5, 0],
    [1.5, 2],
    [7, 7],
    [7.49, 7],
    [7.51, 8],
  ])('%d rounds to %d', (value, rounded) => {
    expect(Math.abs(roundHalfToEven(value) - rounded)).toBe(0);
  });

  test('halves go to the even neighbour, everything else to the nearest', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (whole) => {
        expect(Math.abs(roundHalfToEven(whole + 0.5) % 2)).toBe(0);
        expect(Math.abs(roundHalfToEven(whole + 0.5) - whole - 0.5)).toBe(0.5);
      }),
    );
  });

  test('every input has one type, a severity in its range, and steps that explain it', () => {
    fc.assert(
      fc.property(inputsArbitrary, settingsArbitrary, (inputs, settings) => {
        const { type, severity, range, calculation, indicators } = classify(inputs, settings);
        const trials = whyThisType(inputs, settings);
        const decided = trials.filter(({ outcome }) => outcome === 'decided');
        expect(decided.map((trial) => trial.type)).toEqual([type]);
        const place = trials.findIndex((trial) => trial.type === type);
        for (const earlier of trials.slice(0, place)) expect(earlier.conditions.some(({ holds }) => !holds)).toBe(true);
        for (const trial of trials) expect(trial.outcome === 'failed').toBe(trial.conditions.some(({ holds }) => !holds));
        expect(range).toEqual(ruleOf(type).range);
        expect(severity).toBeGreaterThanOrEqual(range[0]);
        expect(severity).toBeLessThanOrEqual(range[1]);
        const sum = calculation.refinements.reduce((total, { adjustment }) => total + adjustment, calculation.base);
        expect(severity).toBe(Math.min(range[1], Math.max(range[0], sum)));
        expect(calculation.refinements).toHaveLength(ruleOf(type).steps.length);
        expect(indicators).toEqual(indicatorsOf(inputs, settings));
        expect(reasoningText(inputs, { type, severity, range, calculation, indicators })).toContain(signalTypeLabels[type].full);
      }),
      { numRuns: 300 },
    );
  });

  test('a value that is not a number is refused by name', () => {
    expect(() => classify(someInputs({ zscoreStd: Number.NaN }))).toThrow(/zscoreStd is NaN/);
  });

  test('what is stored with a signal leads back to the same verdict', () => {
    const shown = { value_zscore: 1, robust_zscore: null, raw_slope: 0, raw_acceleration: null, periodicity: 'monthly' } as const;
    fc.assert(
      fc.property(inputsArbitrary, settingsArbitrary, (inputs, settings) => {
        const verdict = classify(inputs, settings);
        const back = classificationBehind(classificationColumns(inputs, verdict, settings, shown));
        expect(back).toEqual({ inputs, settings });
      }),
    );
    expect(classificationBehind({ simplifiedInputs: null, classificationContext: null })).toBeNull();
  });
});
