import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anomalyLabels } from '../schema/vocabulary.ts';
import { neighbour } from './classification/what-would-change.ts';
import { anomalyLabelOf, consistencyTierOf, legacyTierOf, magnitudeTierOf, trajectoryTierOf, zscoreVariation } from './tiers.ts';

const around = (edge: number): [number, number, number] => [neighbour(edge, 'down'), edge, neighbour(edge, 'up')];

test.each([
  [99, 'severe', 'critical'],
  [95, 'elevated', 'severe'],
  [85, 'marginal', 'elevated'],
  [75, 'expected', 'marginal'],
  [25, 'favorable', 'expected'],
  [10, 'excellent', 'favorable'],
])('magnitude by percentile at %d', (edge, under, at) => {
  expect(around(edge).map((p) => magnitudeTierOf(p, null))).toEqual([under, at, at]);
  expect(around(edge).map((p) => magnitudeTierOf(p, 0))).toEqual([under, at, at]);
});

test.each([
  [3, 'severe', 'critical'],
  [2.5, 'elevated', 'severe'],
  [1.5, 'marginal', 'elevated'],
  [1, 'expected', 'marginal'],
  [-1, 'favorable', 'expected'],
  [-1.5, 'excellent', 'favorable'],
])('magnitude by z alone at %d', (edge, under, at) => {
  expect(around(edge).map((z) => magnitudeTierOf(null, z))).toEqual([under, at, at]);
});

test('a z of 3 is critical whatever the percentile; nothing known is nothing said', () => {
  expect(around(3).map((z) => magnitudeTierOf(50, z))).toEqual(['expected', 'critical', 'critical']);
  expect([magnitudeTierOf(null, null), trajectoryTierOf(null)]).toEqual([null, null]);
});

test.each([
  [90, 'deteriorating', 'rapidly_deteriorating'],
  [70, 'stable', 'deteriorating'],
  [30, 'improving', 'stable'],
  [10, 'rapidly_improving', 'improving'],
])('trajectory at %d', (edge, under, at) => {
  expect(around(edge).map(trajectoryTierOf)).toEqual([under, at, at]);
});

test.each([
  [1, 0.29, 6, 'persistent'],
  [1, 0.29, 5, 'variable'],
  [1, 0.29, 3, 'variable'],
  [1, 0.29, 2, 'transient'],
  [1, 0.3, 12, 'variable'],
  [1, 0.7, 12, 'variable'],
  [1, 0.71, 12, 'transient'],
  [-1, 0.2, 12, 'persistent'],
  [0, 0.1, 12, 'variable'],
])('mean z %d, spread %d over %d periods is %s', (zscoreMean, std, periods, tier) => {
  expect(consistencyTierOf(zscoreMean, std, periods)).toBe(tier);
});

test('the variation stays finite near a mean of zero', () => {
  expect(zscoreVariation(0, 0.5)).toBe(2);
  expect(zscoreVariation(-0.25, 0.5)).toBe(2);
});

test.each([
  [-3, 'extremely_low', 'very_low'],
  [-2, 'very_low', 'moderately_low'],
  [-1, 'moderately_low', 'slightly_low'],
  [-0.5, 'slightly_low', 'normal'],
  [0.5, 'normal', 'slightly_high'],
  [1, 'slightly_high', 'moderately_high'],
  [2, 'moderately_high', 'very_high'],
  [3, 'very_high', 'extremely_high'],
])('the label owns its upper edge %d', (edge, at, over) => {
  expect(around(edge).map(anomalyLabelOf)).toEqual([at, at, over]);
});

test('labels mirror around zero in the older scale, between the edges', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (z) => {
      fc.pre(![0.5, 1, 2, 3].includes(Math.abs(z)));
      expect(legacyTierOf(anomalyLabelOf(-z))).toBe(legacyTierOf(anomalyLabelOf(z)));
    }),
  );
});

test('the older scale has four steps', () => {
  expect(anomalyLabels.map(legacyTierOf)).toEqual([
    'Critical', 'High', 'Moderate', 'Watch', 'none', 'Watch', 'Moderate', 'High', 'Critical', 'none',
  ]);
  expect(anomalyLabelOf(null)).toBe('no_score');
});
