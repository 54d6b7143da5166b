import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataModelPage } from '../data-model/page.ts';
import { judge } from '../guard.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { readTables } from './catalog.ts';
import { dataModelOf, pageFile } from './data-model.ts';

let clone: Awaited<ReturnType<typeof testDatabase>>;
let page: string;
beforeAll(async () => {
  clone = await testDatabase();
  const admin = connect(clone.urls.admin);
  page = dataModelPage(await readTables(admin));
  await admin.destroy();
});
afterAll(() => clone.close());

const verdictOn = async (text: string | null) => {
  using folder = temporaryFolder();
  if (text !== null) folder.plant(pageFile, text);
  const admin = connect(clone.urls.admin);
  try {
    return await judge(dataModelOf(folder.root), admin);
  } finally {
    await admin.destroy();
  }
};

test('a page that was just written is innocent', async () => {
  expect(await verdictOn(page)).toMatchObject({ offences: [] });
});

test.each([
  ['no page', () => null],
  ['a page that misses its end', () => page.slice(0, -200)],
  ['a page with something added', () => `${page}\nmore\n`],
  ['a page with another type', () => page.replace('| timestamptz |', '| date |')],
])('%s is found', async (_, text) => {
  expect((await verdictOn(text())).offences).toEqual([expect.stringContaining('out of date')]);
});

test('it tells columns, references, choices, protection, and draws the lines', () => {
  expect(page).toContain('| `health_system_id` | uuid | yes |  | → directory.health_systems |');
  expect(page).toContain('* Check: `type` is one of resident, faculty');
  expect(page).toContain('Belongs to no tenant. A person may work for several tenants.');
  expect(page).toContain('  health_systems |o--o{ sites : "health_system_id"');
});
