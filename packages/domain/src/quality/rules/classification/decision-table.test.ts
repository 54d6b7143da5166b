import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SignalType } from '../../schema/vocabulary.ts';
import { inputsArbitrary, settingsArbitrary, someInputs } from './arbitraries.fixtures.ts';
import { classify, typeOf } from './classify.ts';
import type { ClassificationInputs } from './inputs.ts';
import { classificationSettings, type ClassificationSettings } from './settings.ts';
import { neighbour } from './what-would-change.ts';

type Row = readonly [SignalType, (inputs: ClassificationInputs, settings: ClassificationSettings) => boolean];

const STABLE = 50;
const between = (value: number | null, from: number, to: number) => value !== null && value >= from && value < to;

/** The decision table written out a second time, in numbers only. */
const table: readonly Row[] = [
  ['suspect_data', ({ suppressed, periodCount }) => suppressed || periodCount < 3],
  [
    'critical_trajectory',
    ({ aggregateZscore: z, slopePercentile: p, acceleration: a }, { momentumThreshold: edge }) =>
      z > 1 && between(p, 90, 101) && ((a ?? 0) > edge || (z > 2 && (a ?? 0) >= -edge)),
  ],
  ['recovering', ({ aggregateZscore: z, slopePercentile: p }) => z > 1 && between(p, 0, 30)],
  [
    'chronic_underperformer',
    ({ aggregateZscore: z, slopePercentile: p, zscoreStd: s }) =>
      z > 1 && (between(p, 70, 101) || (between(p, 30, 70) && (s < 0.5 || z > 2))),
  ],
  ['volatility_alert', ({ maxAbsDeviation }, { spikeThreshold }) => maxAbsDeviation >= spikeThreshold],
  [
    'emerging_risk',
    ({ aggregateZscore: z, slopePercentile: p, slopeChange }, { slopeGuard }) =>
      between(p, 70, 101) && z >= -0.5 && z <= 1 && (slopeChange ?? 9) >= (slopeGuard ?? -9),
  ],
  [
    'sustained_excellence',
    ({ aggregateZscore: z, slopePercentile: p, zscoreStd: s }) => z < -1.5 && s < 0.5 && (p ?? STABLE) < 70,
  ],
  ['improving_leader', ({ aggregateZscore: z, slopePercentile: p }) => z <= 0.5 && between(p, 0, 30)],
  ['baseline', () => true],
];

const oracle = (inputs: ClassificationInputs, settings: ClassificationSettings) =>
  table.find(([, holds]) => holds(inputs, settings))?.[0];

const usable = inputsArbitrary.map((inputs) => ({ ...inputs, suppressed: false, periodCount: 3 + (inputs.periodCount % 10) }));

test('the rule book says what the decision table says', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: usable }, { weight: 1, arbitrary: inputsArbitrary }), settingsArbitrary, (inputs, settings) => {
      const type = typeOf(inputs, settings);
      seen.set(type, (seen.get(type) ?? 0) + 1);
      return type === oracle(inputs, settings);
    }),
    { numRuns: 12_000, seed: 20_260_101 },
  );
  expect(seen.size).toBe(9);
  for (const times of seen.values()) expect(times).toBeGreaterThan(10);
});

test.each<[string, Partial<ClassificationInputs>, SignalType, number]>([
  ['severe is over 2', { aggregateZscore: 2, slopePercentile: 50, zscoreStd: 0.4 }, 'chronic_underperformer', 86],
  ['severe adds one', { aggregateZscore: neighbour(2, 'up'), slopePercentile: 50, zscoreStd: 0.4 }, 'chronic_underperformer', 87],
  ['steady harm is under 0.3', { aggregateZscore: 1.5, slopePercentile: 50, zscoreStd: 0.3 }, 'chronic_underperformer', 86],
  ['steady harm adds one', { aggregateZscore: 1.5, slopePercentile: 50, zscoreStd: neighbour(0.3, 'down') }, 'chronic_underperformer', 87],
  ['outstanding is under -2', { aggregateZscore: -2, zscoreStd: 0.3 }, 'sustained_excellence', 6],
  ['outstanding takes one', { aggregateZscore: neighbour(-2, 'down'), zscoreStd: 0.3 }, 'sustained_excellence', 5],
  ['steady excellence takes one', { aggregateZscore: -2, zscoreStd: neighbour(0.3, 'down') }, 'sustained_excellence', 5],
])('%s', (_, given, type, severity) => {
  expect(classify(someInputs(given))).toMatchObject({ type, severity });
});

test.each<[string, Partial<ClassificationInputs>, SignalType]>([
  ['excellent and steady, but worsening', { aggregateZscore: -1.8, zscoreStd: 0.2, slopePercentile: 70 }, 'baseline'],
  ['excellent and improving, but not steady', { aggregateZscore: -1.8, slopePercentile: 29 }, 'improving_leader'],
  ['severe, worsening fast, slowing', { aggregateZscore: 2.5, slopePercentile: 95, acceleration: -1 }, 'chronic_underperformer'],
  ['severe, worsening fast, at one pace', { aggregateZscore: 2.5, slopePercentile: 95 }, 'critical_trajectory'],
  ['severe, stable, varying', { aggregateZscore: 2.5 }, 'chronic_underperformer'],
  ['rising against peers, course unknown', { slopePercentile: 95, slopeChange: null }, 'emerging_risk'],
])('%s', (_, given, type) => {
  expect(typeOf(someInputs(given))).toBe(type);
});

test('half a deviation above a moved spike threshold counts, whatever the last binary digit says', () => {
  expect((4.1 - 3.6) / 0.5).toBeLessThan(1);
  expect(classify(someInputs({ maxAbsDeviation: 4.1 }), classificationSettings('product', 3.6)).severity).toBe(74);
  expect(classify(someInputs({ maxAbsDeviation: 4.09 }), classificationSettings('product', 3.6)).severity).toBe(73);
});
