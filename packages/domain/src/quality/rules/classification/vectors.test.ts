import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import { indicatorsOf } from './indicators.ts';
import type { ClassificationInputs } from './inputs.ts';
import { paritySettings } from './settings.ts';

type Row = readonly [z: number, p: number | null, a: number | null, s: number, m: number, n: number, suppressed: 'Y' | 'N'];

const inputsOf = ([z, p, a, s, m, n, suppressed]: Row): ClassificationInputs => ({
  aggregateZscore: z,
  slopePercentile: p,
  acceleration: a,
  zscoreStd: s,
  maxAbsDeviation: m,
  periodCount: n,
  suppressed: suppressed === 'Y',
  slopeChange: null,
  latestZscore: null,
});

const observed: readonly (readonly [Row, string, string, number])[] = [
  [[-0.5541, 90.37, 2.84345, 1.0027, 1.645, 12, 'N'], 'favorable/rapidly_worsening/accelerating/variable', 'baseline', 43],
  [[0.5696, 3.38, -2.68884, 0.8235, 1.558, 12, 'N'], 'marginal/rapidly_improving/decelerating/variable', 'baseline', 41],
  [[1.132, 67.8, -0.9786, 0.5252, 1.659, 12, 'N'], 'elevated/stable/decelerating/variable', 'baseline', 45],
  [[1.0756, null, null, 0.3644, 1.586, 3, 'N'], 'elevated/stable/neutral/consistent', 'baseline', 44],
  [[0.0721, 45.26, 1.40606, 0.6221, 1.326, 12, 'N'], 'normal/stable/accelerating/variable', 'baseline', 42],
  [[-1.2683, null, null, 0.1379, 1.396, 3, 'N'], 'favorable/stable/neutral/consistent', 'baseline', 40],
  [[0.6373, 34.92, 1.37459, 0.8133, 1.717, 12, 'N'], 'marginal/stable/accelerating/variable', 'baseline', 42],
  [[0.5266, 90.46, 3.71977, 0.9311, 1.654, 12, 'N'], 'marginal/rapidly_worsening/accelerating/variable', 'emerging_risk', 70],
  [[0.5649, 70.98, -2.89672, 0.6539, 1.636, 12, 'N'], 'marginal/worsening/decelerating/variable', 'emerging_risk', 67],
  [[-0.3806, 84.46, 0.21016, 0.9916, 1.689, 12, 'N'], 'normal/worsening/accelerating/variable', 'emerging_risk', 69],
  [[-0.0487, 98.27, -1.00872, 0.9331, 1.629, 12, 'N'], 'normal/rapidly_worsening/decelerating/variable', 'emerging_risk', 67],
  [[-0.0272, 98.96, null, 1.0561, 1.553, 11, 'N'], 'normal/rapidly_worsening/neutral/variable', 'emerging_risk', 67],
  [[-0.7384, 26.54, 0.52159, 0.6673, 1.589, 12, 'N'], 'favorable/improving/accelerating/variable', 'improving_leader', 18],
  [[-0.2887, 23.27, -2.31157, 0.9695, 1.51, 12, 'N'], 'normal/improving/decelerating/variable', 'improving_leader', 16],
  [[-0.2398, 1.43, -1.44225, 1.01, 1.63, 12, 'N'], 'normal/rapidly_improving/decelerating/variable', 'improving_leader', 15],
  [[0.093, 17.99, null, 1.0751, 1.714, 7, 'N'], 'normal/improving/neutral/variable', 'improving_leader', 17],
  [[-1.506, null, null, 0, 1.506, 1, 'N'], 'excellent/stable/neutral/consistent', 'suspect_data', 50],
  [[1.2092, null, null, 0, 1.209, 1, 'N'], 'elevated/stable/neutral/consistent', 'suspect_data', 50],
  [[-0.1172, 86.13, -6.13389, 1.1885, 1.677, 12, 'Y'], 'normal/worsening/decelerating/variable', 'suspect_data', 50],
  [[1.2465, 90.83, null, 0.409, 1.677, 6, 'N'], 'elevated/rapidly_worsening/neutral/consistent', 'chronic_underperformer', 88],
];

test.each(observed)('observed %j: %s', (row, words, type, severity) => {
  const { position, trend, momentum, consistency, hasSpike } = indicatorsOf(inputsOf(row), paritySettings);
  expect([position, trend, momentum, consistency].join('/')).toBe(words);
  expect(hasSpike).toBe(false);
  expect(classify(inputsOf(row), paritySettings)).toMatchObject({ type, severity });
});

const decided: readonly (readonly [Row, string, number, number, readonly number[]])[] = [
  [[2.4, 95, 0.08, 0.7, 2.9, 12, 'N'], 'critical_trajectory', 100, 96, [2, 2, 1]],
  [[1.4, 93, 0.02, 0.8, 2.2, 12, 'N'], 'critical_trajectory', 100, 96, [2, 2, 0]],
  [[2.45, 72.3, 0, 0.6, 3.4, 12, 'N'], 'chronic_underperformer', 88, 86, [1, 1, 0]],
  [[1.3, 15, -0.03, 0.9, 2.6, 12, 'N'], 'recovering', 76, 78, [-2, -2, 0]],
  [[2.2, 25, 0, 0.4, 2.8, 12, 'N'], 'recovering', 78, 78, [-1, 0, 1]],
  [[0.2, 50, 0, 1.1, 3.6, 12, 'N'], 'volatility_alert', 74, 73, [1, 0]],
  [[-1.8, 45, 0, 0.35, 2.3, 12, 'N'], 'sustained_excellence', 6, 6, [0, 0, 0]],
  [[-2.3, 15, 0, 0.25, 2.6, 12, 'N'], 'sustained_excellence', 2, 6, [-2, -1, -1]],
];

test.each(decided)('decided %j: %s %d', (row, type, severity, base, adjustments) => {
  const verdict = classify(inputsOf(row), paritySettings);
  expect(verdict).toMatchObject({ type, severity, calculation: { base, final: severity } });
  expect(verdict.calculation.refinements.map(({ adjustment }) => adjustment)).toEqual(adjustments);
});

const worked: readonly (readonly [Row, string, number])[] = [
  [[-0.633, 17.4, 0.0007, 0.6, 1.5, 12, 'N'], 'improving_leader', 17],
  [[-0.175, 91.9, 0.0063, 0.6, 1.5, 12, 'N'], 'emerging_risk', 68],
  [[0.53, 85, 0.03, 0.6, 1.5, 12, 'N'], 'emerging_risk', 70],
  [[-1.34, null, null, 0.2, 1.5, 3, 'N'], 'baseline', 40],
  [[1.13, 67.8, -0.9, 0.53, 1.6, 12, 'N'], 'baseline', 45],
  [[1.2465, 90.8, null, 0.41, 1.6, 6, 'N'], 'chronic_underperformer', 88],
];

test.each(worked)('worked example %j: %s %d', (row, type, severity) => {
  expect(classify(inputsOf(row), paritySettings)).toMatchObject({ type, severity });
});

const surprising: readonly (readonly [string, Row, string])[] = [
  ['favourable and worsening', [-1, 80, 0, 0.6, 1.5, 12, 'N'], 'baseline'],
  ['marginal and improving', [0.8, 20, 0, 0.6, 1.5, 12, 'N'], 'baseline'],
  ['normal and improving', [0, 20, 0, 0.6, 1.5, 12, 'N'], 'improving_leader'],
  ['elevated, stable, variable', [1.5, 50, 0, 0.6, 1.8, 12, 'N'], 'baseline'],
  ['elevated, consistent, slope unknown', [1.5, null, null, 0.2, 1.8, 4, 'N'], 'baseline'],
];

test.each(surprising)('%s', (_, row, type) => {
  expect(classify(inputsOf(row), paritySettings).type).toBe(type);
});
