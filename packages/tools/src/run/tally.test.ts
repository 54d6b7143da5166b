import { expect, test } from 'vitest';
import { broken, counts, describeTally, isGood, totalOf } from './tally.ts';

const part = { name: 'unit tests', passed: 3, failed: 0, skipped: 1, seconds: 2, trouble: '' };

test('parts add up', () => {
  expect(totalOf([part, part, broken('types', 1, 'no')])).toEqual({ passed: 6, failed: 1, skipped: 2 });
});

test('skipped tests are named only when there are some', () => {
  expect(counts({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(counts({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

test('a run in which nothing ran is not good', () => {
  expect(isGood(totalOf([]))).toBe(false);
  expect(isGood(totalOf([part]))).toBe(true);
  expect(isGood(totalOf([part, broken('types', 1, 'no')]))).toBe(false);
});

test('a failed part shows what went wrong', () => {
  expect(describeTally(broken('types', 1, 'a.ts(1,1): error\n'))).toBe('  FAIL  types: 0 passed, 1 failed (1.0 s)\na.ts(1,1): error\n');
});

test('a failed part names its tests before it shows everything', () => {
  const failed = { ...broken('browser', 1, 'a long text'), culprits: ['a.e2e.ts: opens: Error'] };
  expect(describeTally(failed)).toBe('  FAIL  browser: 0 passed, 1 failed (1.0 s)\n          a.e2e.ts: opens: Error\na long text\n');
});
