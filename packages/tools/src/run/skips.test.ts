import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../files.ts';
import { judgeSkips } from './skips.ts';

const file = 'packages/x/src/x.test.ts';
const excuse = (holds: boolean) => [{ file, titles: ['needs root'], reason: 'only root may', holds: () => holds }];
const skipped = { file: `/somewhere/${file}`, title: 'needs root' };

test('a skip that is written down is explained', () => {
  expect(judgeSkips([skipped], excuse(true))).toEqual({ unexcused: [], reasons: [`        1 skipped in ${file}: only root may.`] });
});

test.each([
  ['whose reason does not hold here', skipped, false],
  ['of another test', { ...skipped, title: 'forgotten' }, true],
  ['in another file', { ...skipped, file: '/somewhere/other.test.ts' }, true],
])('a skip %s is not excused', (_, test_, holds) => {
  expect(judgeSkips([test_], excuse(holds))).toEqual({ unexcused: [test_], reasons: [] });
});

test('the tests that may be left out exist, and no others need root', () => {
  const name = 'packages/postgres/src/accounts.int.test.ts';
  const titles = [...readFileSync(path.join(repository, name), 'utf8').matchAll(/test\.runIf\(root\)\((?:'([^']+)'|"([^"]+)")/g)].map(([, one, two]) => one ?? two ?? '');
  const all = titles.map((title) => ({ file: path.join(repository, name), title }));
  const { unexcused } = judgeSkips(all);
  expect(titles).toHaveLength(5);
  expect(unexcused).toEqual(process.getuid?.() === 0 ? all : []);
});
