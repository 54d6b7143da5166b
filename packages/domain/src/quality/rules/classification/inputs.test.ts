import { expect, test } from 'vitest';
import { inputsFromSeries, type PeriodPoint, type SeriesFacts } from './inputs.ts';
import { paritySettings, productSettings } from './settings.ts';

const zscores = [-4, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2];
const values = [1, 1, 1, 1, 1, 1, 1, 1.1, 1.2, 1.3, 1.4, 1.5];
const points: PeriodPoint[] = zscores.map((zscore, index) => ({ index, value: values[index]!, zscore }));
const year: SeriesFacts = { points, periodicity: 'monthly', peerStd: 0.2, slopePercentile: 80, suppressed: false };

test('the five inputs of a year, by hand', () => {
  const inputs = inputsFromSeries(year, paritySettings)!;
  expect(inputs.aggregateZscore).toBeCloseTo(3 / 12, 12);
  expect(inputs.zscoreStd).toBeCloseTo(Math.sqrt(25 / 12 - (3 / 12) ** 2), 12);
  expect(inputs.maxAbsDeviation).toBe(4);
  expect(inputs.latestZscore).toBe(2);
  expect(inputs.acceleration).toBeCloseTo(0.1, 12);
  expect(inputs).toMatchObject({ slopePercentile: 80, periodCount: 12, suppressed: false });
});

test('the product counts acceleration in peer standard deviations, parity in the unit of the metric', () => {
  expect(inputsFromSeries(year, productSettings)!.acceleration).toBeCloseTo(0.5, 12);
  expect(inputsFromSeries({ ...year, peerStd: null }, productSettings)).toMatchObject({ acceleration: null, slopeChange: null });
  expect(inputsFromSeries({ ...year, peerStd: null }, paritySettings)!.acceleration).toBeCloseTo(0.1, 12);
});

test('the worsening over the window counts twelve steps of the slope', () => {
  const rising = points.map((point) => ({ ...point, value: point.index * 0.01 }));
  expect(inputsFromSeries({ ...year, points: rising }, productSettings)!.slopeChange).toBeCloseTo((0.01 * 12) / 0.2, 12);
});

test('periods without a z do not count, and a series with none has no inputs', () => {
  const partly = points.map((point) => (point.index < 10 ? { ...point, zscore: null } : point));
  expect(inputsFromSeries({ ...year, points: partly }, paritySettings)).toMatchObject({ periodCount: 2, aggregateZscore: 1.5, maxAbsDeviation: 2 });
  const lastHidden = points.map((point) => (point.index === 11 ? { ...point, zscore: null } : point));
  expect(inputsFromSeries({ ...year, points: lastHidden }, paritySettings)).toMatchObject({ periodCount: 11, latestZscore: null });
  expect(inputsFromSeries({ ...year, points: points.map((point) => ({ ...point, zscore: null })) }, paritySettings)).toBeNull();
});

test('too few periods for a slope leave no percentile, even when one is handed in', () => {
  expect(inputsFromSeries({ ...year, points: points.slice(0, 5) }, paritySettings)).toMatchObject({ slopePercentile: null, slopeChange: null });
});

test('one period has no spread', () => {
  expect(inputsFromSeries({ ...year, points: points.slice(1, 2) }, paritySettings)).toMatchObject({ zscoreStd: 0, periodCount: 1, maxAbsDeviation: 0 });
});
