import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { productWords } from './product-words.ts';

const verdictOn = async (text: string, name = 'docs/page.md') => {
  using folder = temporaryFolder();
  folder.plant(name, text);
  return await judge(productWords, folder.root);
};

test.each([
  'See /workspace/notes.md for more.',
  'const file = "/home/ada/data.csv";',
  'Mirror: https://nexus.example.org/knex',
  'This is issue 12 of the plan.',
  '// TODO: finish',
  'Lorem ipsum dolor sit amet.',
  '<<<<<<< ours',
])('%s is out of place', async (text) => {
  expect((await verdictOn(`first line\n${text}\n`)).offences).toEqual([expect.stringContaining('docs/page.md:2')]);
});

test.each([
  'The session ends after eight hours.',
  'import { workload } from "../home/hours.ts";',
  'Open /t/larkmoor/quality/signals in a browser.',
  'They work on the ward; the registry of sites lists them.',
  'The clerkship issues a grade.',
])('%s is the product speaking', async (text) => {
  expect(await verdictOn(text)).toMatchObject({ looked: 1, offences: [] });
});

test('tests may invent the home folder of somebody', async () => {
  const text = 'const home = "/home/ada";';
  expect((await verdictOn(text, 'packages/a/src/home.test.ts')).offences).toEqual([]);
  expect((await verdictOn(text, 'packages/a/src/home.ts')).offences).toHaveLength(1);
});

test('a lockfile may not pin a download server', async () => {
  expect((await verdictOn('  tarball: https://packages.example/knex.tgz', 'pnpm-lock.yaml')).offences).toHaveLength(1);
});
