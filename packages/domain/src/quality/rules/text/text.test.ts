import { describe, expect, test } from 'vitest';
import { signalTypes } from '../../schema/vocabulary.ts';
import { classify } from '../classification/classify.ts';
import { someInputs } from '../classification/arbitraries.fixtures.ts';
import { becauseSentence, type Headline } from './because-sentence.ts';
import { differencePhrase, variancePercent } from './difference.ts';
import { formatNumber, formatValue, type MetricFormat } from './format.ts';
import { noticeGlyphs, signalGlyphs, signalTypeLabels } from './labels.ts';
import {
  canonicalDimensions,
  daysOpen,
  domainFromName,
  groupbyLabel,
  groupValue,
  reasoningText,
  signalDescription,
} from './signal-text.ts';

const ratio: MetricFormat = { displayFormat: '0.00', unitType: 'ratio', unitLabel: '' };
const days: MetricFormat = { displayFormat: '0.0', unitType: 'days', unitLabel: 'd' };
const percent: MetricFormat = { displayFormat: '0.0', unitType: 'percentage', unitLabel: '%' };
const clock: MetricFormat = { displayFormat: 'clock', unitType: 'clock_time', unitLabel: '' };

const latest: Headline = {
  periodLabel: 'FY2026',
  value: 1.0834,
  peerMean: 0.97,
  peerLowerQuartile: 0.95,
  peerUpperQuartile: 1.01,
  peerCount: 2745,
};

describe('the because-sentence', () => {
  test.each([
    [latest, ratio, 'FY2026 was 1.08, 12% above the peer mean of 0.97 (middle half 0.95 to 1.01, n = 2,745).'],
    [{ ...latest, value: 0.97 }, ratio, 'FY2026 was 0.97, level with the peer mean of 0.97 (middle half 0.95 to 1.01, n = 2,745).'],
    [
      { ...latest, periodLabel: 'October', value: 6.8, peerMean: 4.7, peerLowerQuartile: 4.4, peerUpperQuartile: 5.1, peerCount: 37 },
      days,
      'October was 6.8 d, 45% above the peer mean of 4.7 d (middle half 4.4 to 5.1, n = 37).',
    ],
    [
      { ...latest, periodLabel: 'October', value: 93.2, peerMean: 94.2, peerLowerQuartile: null, peerUpperQuartile: null, peerCount: 37 },
      percent,
      'October was 93.2%, 1.0 point below the peer mean of 94.2% (n = 37).',
    ],
    [
      { ...latest, periodLabel: 'October', value: 13.61, peerMean: 13.1, peerLowerQuartile: 12.5, peerUpperQuartile: 13.75, peerCount: 37 },
      clock,
      'October was 13:37, 31 min later than the peer mean of 13:06 (middle half 12:30 to 13:45, n = 37).',
    ],
    [{ ...latest, peerMean: null, peerCount: 8 }, ratio, 'FY2026 was 1.08; only 8 peers reported, and a comparison needs 10.'],
    [{ ...latest, peerMean: null, peerCount: 1 }, ratio, 'FY2026 was 1.08; only 1 peer reported, and a comparison needs 10.'],
    [{ ...latest, peerMean: null, peerCount: null }, ratio, 'FY2026 was 1.08; no peers reported, and a comparison needs 10.'],
    [{ ...latest, value: null }, ratio, 'FY2026 was not reported.'],
    [{ ...latest, periodLabel: null }, ratio, 'Nothing has been reported yet.'],
  ])('%#', (headline, format, sentence) => {
    expect(becauseSentence(headline, format)).toBe(sentence);
  });
});

describe('numbers', () => {
  test.each([
    [1234.5, { ...ratio, displayFormat: '0' }, '1,235'],
    [-0.001, ratio, '0.00'],
    [-0.01, ratio, '-0.01'],
    [23.999, clock, '0:00'],
    [13.1, clock, '13:06'],
  ])('%d is written %#', (value, format, text) => {
    expect(formatNumber(value, format)).toBe(text);
  });

  test.each([
    [21.36, percent, '21.4%'],
    [6.8, days, '6.8 d'],
    [2.318, { ...ratio, unitType: 'per_thousand', unitLabel: 'per 1,000 line days' } as const, '2.32 per 1,000 line days'],
  ])('%d has its unit', (value, format, text) => {
    expect(formatValue(value, format)).toBe(text);
  });

  test.each([
    [1.004, 1, ratio, 'less than 1% above'],
    [0.5, 1, ratio, '50% below'],
    [-0.5, -1, ratio, '50% above'],
    [1, 0, ratio, 'above'],
    [13, 13.001, clock, 'level with'],
    [12, 13, clock, '60 min earlier than'],
    [94.24, 94.2, percent, 'level with'],
    [96.2, 94.2, percent, '2.0 points above'],
    [23.3, 17.2, percent, '35% above'],
  ])('%d against %d', (value, benchmark, format, phrase) => {
    expect(differencePhrase(value, benchmark, format)).toBe(phrase);
  });

  test.each([
    [10.6, 8.1, 30.86],
    [1, 3, -66.67],
    [5, 0, null],
    [5, null, null],
    [5, 5, 0],
  ])('variance of %d against %j is %j', (value, benchmark, expected) => {
    expect(variancePercent(value, benchmark)).toBe(expected);
  });
});

describe('texts of a signal', () => {
  test('facility-wide without dimensions', () => {
    expect([groupbyLabel({}), groupValue({}), canonicalDimensions({})]).toEqual(['Facility-wide', 'Facility-wide', '{}']);
  });

  test('dimensions in key order, known keys by name, others in title case', () => {
    const dimensions = { vizientServiceLine: 'Cardiology', primaryPayer: 'Medicare', admission_type: 'Urgent' };
    expect(groupbyLabel(dimensions)).toBe('Admission Type / Primary Payer / Service Line');
    expect(groupValue(dimensions)).toBe('Urgent / Medicare / Cardiology');
    expect(canonicalDimensions({ b: '2', a: '1' })).toBe('{"a":"1","b":"2"}');
  });

  test('description with and without peers', () => {
    const signal = { metric: 'Readmission, heart failure', facility: 'Larkmoor University', value: 1.0834, peerMean: 0.97 };
    expect(signalDescription(signal, ratio)).toBe('Readmission, heart failure at Larkmoor University 12% above peers (1.08 vs 0.97)');
    expect(signalDescription({ ...signal, peerMean: null }, ratio)).toBe(
      'Readmission, heart failure at Larkmoor University: 1.08, too few peers to compare',
    );
  });

  test('reasoning names position, trend and steadiness with their numbers', () => {
    const inputs = someInputs({ aggregateZscore: 2.45, slopePercentile: 72.3, zscoreStd: 0.6, maxAbsDeviation: 3.4 });
    expect(reasoningText(inputs, classify(inputs))).toBe(
      'Chronic underperformer: far worse than peers (mean z 2.45), worsening faster than most (slope percentile 72.3), varies from period to period',
    );
    const unknown = someInputs({ slopePercentile: null, acceleration: 1 });
    expect(reasoningText(unknown, classify(unknown))).toBe(
      'Baseline: like its peers (mean z 0.00), moving with the others (slope unknown), accelerating',
    );
  });

  test('days open are whole days and stop at closing', () => {
    expect(daysOpen('2026-01-01T12:00:00Z', null, '2026-01-03T11:59:59Z')).toBe(1);
    expect(daysOpen('2026-01-01T12:00:00Z', '2026-01-02T12:00:00Z', '2026-03-01T00:00:00Z')).toBe(1);
    expect(daysOpen('2026-01-02T00:00:00Z', null, '2026-01-01T00:00:00Z')).toBe(0);
  });

  test.each([
    ['losIndex', 'Efficiency'],
    ['averageLos', 'Efficiency'],
    ['Length of stay', 'Efficiency'],
    ['edThroughput', 'Efficiency'],
    ['readmissionRate', 'Effectiveness'],
    ['sepsisMortality', 'Safety'],
    ['fallRate', 'Safety'],
    ['closureRate', null],
  ])('%s belongs to %j', (name, domain) => {
    expect(domainFromName(name)).toBe(domain);
  });
});

test('every type has its own sign and its own name', () => {
  const signs = [...signalTypes.map((type) => signalGlyphs[type]), ...Object.values(noticeGlyphs)].map((glyph) => Object.values(glyph).join());
  expect(new Set(signs).size).toBe(signs.length);
  expect(new Set(signalTypes.map((type) => signalTypeLabels[type].short)).size).toBe(signalTypes.length);
});
