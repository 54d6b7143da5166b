import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { tallyOf } from './vitest.ts';

const report = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  startTime: 1000,
  testResults: [{ name: '/a.test.ts', endTime: 3000, assertionResults: [{ title: 'works', status: 'passed' }] }, { name: '/b.test.ts', endTime: 2500, assertionResults: [] }],
};

const tallyFrom = (text: string | null) => {
  using folder = temporaryFolder();
  if (text !== null) folder.plant('unit.json', text);
  return tallyOf('tests', path.join(folder.root, 'unit.json'));
};

test('a good report is added up', () => {
  expect(tallyFrom(JSON.stringify(report))).toEqual({ name: 'tests', passed: 5, failed: 0, skipped: 0, seconds: 2, trouble: '', culprits: [] });
});

test.each([
  ['no report', null],
  ['a report of nothing', JSON.stringify({ ...report, numPassedTests: 0 })],
  ['a report of skipped tests alone', JSON.stringify({ ...report, numPassedTests: 0, numPendingTests: 9 })],
  ['a file that broke while it was loaded', JSON.stringify({ ...report, success: false })],
  ['a skipped test among good ones', JSON.stringify({ ...report, numPendingTests: 1, testResults: [{ ...report.testResults[0], assertionResults: [{ title: 'later', status: 'skipped' }] }] })],
  ['a test that is still to be written', JSON.stringify({ ...report, numTodoTests: 1, testResults: [{ ...report.testResults[0], assertionResults: [{ title: 'later', status: 'todo' }] }] })],
  ['a skip that the report only counts', JSON.stringify({ ...report, numPendingTests: 1 })],
  ['a failed test', JSON.stringify({ ...report, success: false, numFailedTests: 1 })],
  ['a report of another shape', '{}'],
])('%s is a failure', (_, text) => {
  expect(tallyFrom(text).failed).toBe(1);
});

test('a failed test is named with the first line of its reason, and so is a file that broke while it was loaded', () => {
  const failed = { title: 'works', status: 'failed', failureMessages: ['\u001B[31mAssertionError: 3 is not 4\u001B[39m\n    at a.test.ts:3:1'] };
  const testResults = [
    { name: '/a.test.ts', endTime: 3000, message: '', assertionResults: [failed] },
    { name: '/b.test.ts', endTime: 2500, message: 'SyntaxError: no such export', assertionResults: [] },
  ];
  expect(tallyFrom(JSON.stringify({ ...report, success: false, numFailedTests: 1, testResults })).culprits).toEqual([
    '/a.test.ts: works: AssertionError: 3 is not 4',
    '/b.test.ts: SyntaxError: no such export',
  ]);
});
