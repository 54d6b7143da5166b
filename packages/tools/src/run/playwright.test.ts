import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { browserTally } from './playwright.ts';

const tallyFrom = (stats: object | null, suites: readonly object[] = []) => {
  using folder = temporaryFolder();
  if (stats) folder.plant('e2e.json', JSON.stringify({ suites, stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, duration: 1500, ...stats } }));
  return browserTally(path.join(folder.root, 'e2e.json'));
};

test('a good report is added up', () => {
  expect(tallyFrom({ expected: 7 })).toMatchObject({ passed: 7, failed: 0, skipped: 0, seconds: 1.5 });
});

test.each([
  ['no report', null],
  ['no test', {}],
  ['skipped tests alone', { skipped: 4 }],
  ['a skipped test', { expected: 3, skipped: 1 }],
  ['a failed test', { expected: 3, unexpected: 1 }],
  ['a test that passed when repeated', { expected: 3, flaky: 1 }],
])('%s is a failure', (_, stats) => {
  expect(tallyFrom(stats).failed).toBe(1);
});

test('a failed test is named with the first line of its reason, however deep it stands', () => {
  const spec = (title: string, ...errors: readonly object[]) => ({ title, file: 'a.e2e.ts', ok: errors.length === 0, tests: [{ results: [{ errors }] }] });
  const inner = { specs: [spec('opens', { message: 'Error: \u001B[2mexpect(\u001B[22mlocator) failed\nCall log' }), spec('closes')] };
  const suites = [{ specs: [spec('loads', {})], suites: [inner] }];
  expect(tallyFrom({ expected: 1, unexpected: 2 }, suites).culprits).toEqual(['a.e2e.ts: loads: no reason given', 'a.e2e.ts: opens: Error: expect(locator) failed']);
});
