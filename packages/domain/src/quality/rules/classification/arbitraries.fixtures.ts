import fc from 'fast-check';
import type { ClassificationInputs } from './inputs.ts';
import { classificationSettings } from './settings.ts';

const near = (min: number, max: number, edges: readonly number[]): fc.Arbitrary<number> =>
  fc.oneof({ weight: 3, arbitrary: fc.double({ min, max, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(...edges) });

const orUnknown = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number | null> => fc.option(arbitrary, { freq: 6 });

/** Any inputs a series can have, edges of the bands often among them. */
export const inputsArbitrary: fc.Arbitrary<ClassificationInputs> = fc.record({
  aggregateZscore: near(-4, 4, [-1.5, -1, -0.5, 0, 0.5, 1, 2]),
  slopePercentile: orUnknown(near(0, 100, [10, 20, 30, 40, 60, 70, 80, 90])),
  acceleration: orUnknown(near(-0.2, 0.2, [-0.06, -0.03, -0.01, -0.005, 0, 0.005, 0.01, 0.03, 0.06])),
  zscoreStd: near(0, 2, [0.3, 0.5]),
  maxAbsDeviation: near(0, 6, [3, 3.5, 4]),
  periodCount: fc.integer({ min: 0, max: 14 }),
  suppressed: fc.integer({ min: 0, max: 7 }).map((dice) => dice === 0),
  slopeChange: orUnknown(near(-2, 2, [0, 0.25])),
  latestZscore: orUnknown(near(-4, 4, [-0.5, 0.5])),
});

/** Settings of the product or of the reference engine, with one of three spike thresholds. */
export const settingsArbitrary = fc
  .tuple(fc.constantFrom('product' as const, 'parity' as const), fc.constantFrom(2.5, 3, 4))
  .map(([mode, spike]) => classificationSettings(mode, spike));

/** A facility like any other, all year, unless told otherwise. */
export const someInputs = (given: Partial<ClassificationInputs> = {}): ClassificationInputs => ({
  aggregateZscore: 0,
  slopePercentile: 50,
  acceleration: 0,
  zscoreStd: 0.8,
  maxAbsDeviation: 1.5,
  periodCount: 12,
  suppressed: false,
  slopeChange: 0,
  latestZscore: null,
  ...given,
});
