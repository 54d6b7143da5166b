import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { browserTally } from './playwright.ts';

const tallyFrom = (stats: object | null) => {
  using folder = temporaryFolder();
  if (stats) folder.plant('e2e.json', JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, duration: 1500, ...stats } }));
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
