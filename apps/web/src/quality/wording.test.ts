import { expect, test } from 'vitest';
import { metricNumber, metricText, metricUnit } from './metric-format.ts';
import type { FeedSignal, MetricFacts } from './signal-view.ts';
import { signalCode, standing, trendWord, whatHappened } from './wording.ts';

const ratio: MetricFacts = {
  name: 'Readmission ratio',
  shortName: 'Readmission',
  unitType: 'ratio',
  unitLabel: '',
  displayFormat: '0.000',
  directionPreference: 'lower_is_better',
  periodicity: 'yearly',
  isSynthetic: false,
};
const percent: MetricFacts = { ...ratio, unitType: 'percentage', unitLabel: '%', displayFormat: '0.0', directionPreference: 'higher_is_better' };
const clock: MetricFacts = { ...ratio, unitType: 'clock_time', displayFormat: 'clock' };

test('distance is told in the unit people think in', () => {
  expect(standing(1.083, 1.002, ratio)).toBe('8.1% above peers');
  expect(standing(0.5, 1, ratio)).toBe('50% below peers');
  expect(standing(1, 1, ratio)).toBe('level with peers');
  expect(standing(93.2, 94.2, percent)).toBe('1.0 points below peers');
  expect(standing(13.62, 13.1, clock)).toBe('31 min later than peers');
  expect(standing(1, null, ratio)).toBe('not compared with peers');
  expect(standing(1, 0, ratio)).toBe('not compared with peers');
});

test('the trend word says where the value goes, not whether that is good', () => {
  expect(trendWord('worsening', 'lower_is_better')).toBe('rising');
  expect(trendWord('rapidly_worsening', 'higher_is_better')).toBe('falling fast');
  expect(trendWord('improving', 'higher_is_better')).toBe('rising');
  expect(trendWord('rapidly_improving', 'target_range')).toBe('getting better fast');
  expect(trendWord('stable', 'neutral')).toBe('steady');
});

const signal: FeedSignal = {
  id: '0192f0c4-7d1e-7000-8000-000000000001',
  signalNumber: 412,
  type: 'chronic_underperformer',
  unclassifiedReason: null,
  severity: 88,
  metric: ratio,
  domain: 'Effectiveness',
  facility: { name: 'Larkmoor University' },
  serviceLine: 'Facility-wide',
  position: 'severe',
  trend: 'stable',
  periodCount: 9,
  suppressed: false,
  latestPeriodLabel: '2020 to 2023',
  latestValue: 1.2,
  latestPeerMean: 1,
  latestPeerCount: 2871,
  sparkline: { values: [], lower: [], upper: [] },
  detectedAt: '2026-11-20T06:00:00Z',
};

test('what happened is distance and course, or why there is none', () => {
  expect(whatHappened(signal)).toBe('20% above peers, steady');
  expect(whatHappened({ ...signal, type: 'suspect_data', periodCount: 2 })).toBe('data too thin to judge: 2 periods');
  expect(whatHappened({ ...signal, type: 'suspect_data', suppressed: true })).toBe('too few cases to judge');
  expect(whatHappened({ ...signal, type: null, unclassifiedReason: 'too_few_periods', periodCount: 1 })).toBe('too few periods to classify: 1');
});

test('codes and values are printed as people quote them', () => {
  expect(signalCode(signal)).toBe('SIG-0412');
  expect(metricText(23.34, percent)).toBe('23.3%');
  expect(metricText(2.318, { ...ratio, displayFormat: '0.00', unitLabel: 'per 1,000 line days' })).toBe('2.32 per 1,000 line days');
  expect(metricNumber(13.617, clock)).toBe('13:37');
  expect(metricUnit(ratio)).toBe('');
});
