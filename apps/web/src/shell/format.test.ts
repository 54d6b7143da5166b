import { afterEach, expect, test } from 'vitest';
import { formatAge, formatDate, formatMoment, formatMonth, formatNumber, formatShare, formatSigned, formatTime, formatYear } from './format.ts';
import { activate } from './i18n.tsx';

afterEach(() => activate('en', {}));

test('numbers carry the decimals asked for, and a true minus', () => {
  expect(formatNumber(4629)).toBe('4,629');
  expect(formatNumber(1.0834, 3)).toBe('1.083');
  expect(formatNumber(-2.5, 1)).toBe('−2.5');
  expect(formatSigned(0.39, 2)).toBe('+0.39');
  expect(formatSigned(-0.04, 2)).toBe('−0.04');
  expect(formatSigned(0, 2)).toBe('0.00');
  expect(formatShare(0.655, 1)).toBe('65.5%');
});

test('a plain date is the same day in every time zone', () => {
  expect(formatDate('2026-03-03')).toBe('3 Mar 2026');
  expect(formatDate('2026-09-30')).toBe('30 Sep 2026');
  expect(formatMonth('2026-10-31')).toBe('Oct 2026');
  expect(formatYear('2023-06-30')).toBe('2023');
});

test('a moment is written in the zone asked for', () => {
  expect(formatMoment('2026-10-20T12:00:00Z', 'America/Denver')).toBe('20 Oct 06:00');
  expect(formatMoment('2026-09-01T00:30:00Z', 'UTC')).toBe('1 Sep 00:30');
  expect(formatTime('2026-10-20T12:05:00Z', 'Pacific/Auckland')).toBe('01:05');
});

test('an age has one unit', () => {
  const now = Date.parse('2026-11-20T09:00:00Z');
  expect(formatAge('2026-11-20T08:59:50Z', now)).toBe('1 min');
  expect(formatAge('2026-11-20T08:20:00Z', now)).toBe('40 min');
  expect(formatAge('2026-11-20T06:00:00Z', now)).toBe('3 h');
  expect(formatAge('2026-10-21T08:00:00Z', now)).toBe('30 d');
});

test('another locale writes them its own way', () => {
  activate('de', {});
  expect(formatNumber(4629.5, 1)).toBe('4.629,5');
});
