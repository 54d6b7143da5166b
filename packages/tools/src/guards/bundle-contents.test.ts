import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { bundleContents } from './bundle-contents.ts';

const verdictOn = async (script: string) => {
  using folder = temporaryFolder();
  folder.plant('apps/web/dist/assets/index-a1.js', 'console.log("page")');
  folder.plant('apps/web/dist/assets/lazy/page-b2.js', script);
  return await judge(bundleContents, folder.root);
};

test.each([
  'e.name="Knex";',
  'throw Error("objection: no such relation")',
  'import"node:fs";',
  'require("pg-protocol")',
  'const a="__vite-browser-external"',
  "q.raw(`select set_config('app.tenant_id', ?, true)`)",
])('%s is server code', async (script) => {
  expect((await verdictOn(script)).offences).not.toEqual([]);
});

test('page code is innocent', async () => {
  expect(await verdictOn('const node={type:"node:",kids:[]};draw(node)')).toMatchObject({ looked: 2, offences: [] });
});

test('without a build there is no verdict of innocence', async () => {
  using folder = temporaryFolder();
  expect((await judge(bundleContents, folder.root)).offences).toHaveLength(1);
});
