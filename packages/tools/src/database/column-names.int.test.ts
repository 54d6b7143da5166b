import { expect, test } from 'vitest';
import { verdictsOfThisFile } from '../testing/planted-database.ts';
import { columnNames } from './column-names.ts';

const verdictAfter = verdictsOfThisFile();

test('the schema is innocent', async () => {
  const verdict = await verdictAfter(columnNames);
  expect(verdict.offences).toEqual([]);
  expect(verdict.looked).toBeGreaterThan(300);
});

test.each(['week__one', '"weekOne"', 'week_', 'week_1', '_week'])('a column %s is found', async (name) => {
  const { offences } = await verdictAfter(columnNames, `alter table directory.sites add column ${name} text`);
  expect(offences).toEqual([expect.stringContaining('directory.sites')]);
});

test('two columns that become one property are found', async () => {
  const { offences } = await verdictAfter(columnNames, 'alter table directory.sites add column week_one text, add column "weekOne" text');
  expect(offences).toContainEqual(expect.stringContaining('both weekOne'));
});

test('a listed exception is innocent', async () => {
  const statement = 'alter table directory.sites add column reminder_days_180 integer';
  expect((await verdictAfter(columnNames, statement)).offences).toEqual([]);
});
