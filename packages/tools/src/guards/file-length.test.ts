import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { fileLength } from './file-length.ts';

const lines = (count: number) => 'a\n'.repeat(count);

test.each(['ts', 'tsx', 'css', 'mjs'])('a .%s file of 301 lines is too long, one of 300 is not', async (ending) => {
  using folder = temporaryFolder();
  folder.plant(`apps/web/src/long.${ending}`, lines(301));
  folder.plant(`apps/web/src/full.${ending}`, lines(300));
  const verdict = await judge(fileLength, folder.root);
  expect(verdict.looked).toBe(2);
  expect(verdict.offences).toEqual([`apps/web/src/long.${ending} has 301 lines; move a part into a file of its own`]);
});

test('a last line without an end counts', async () => {
  using folder = temporaryFolder();
  folder.plant('long.ts', `${lines(300)}a`);
  expect((await judge(fileLength, folder.root)).offences).toHaveLength(1);
});

test.each(['pnpm-lock.yaml', 'data/list.sql', 'apps/web/src/routes.gen.ts', 'apps/web/dist/index.js'])('%s may be long', async (name) => {
  using folder = temporaryFolder();
  folder.plant('short.ts', 'a');
  folder.plant(name, lines(5000));
  expect(await judge(fileLength, folder.root)).toMatchObject({ looked: 1, offences: [] });
});

test('an empty folder proves nothing', async () => {
  using folder = temporaryFolder();
  expect((await judge(fileLength, folder.root)).offences).toHaveLength(1);
});
