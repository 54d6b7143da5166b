import { tables } from '@wardwright/domain/tables';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { verdictsOfThisFile } from '../testing/planted-database.ts';
import { rowShapes, rowShapesAgainst } from './row-shapes.ts';

const verdictAfter = verdictsOfThisFile();

test('the rows and the tables agree', async () => {
  const verdict = await verdictAfter(rowShapes);
  expect(verdict.offences).toEqual([]);
  expect(verdict.looked).toBeGreaterThan(300);
});

test.each([
  ['a column that the code does not know', 'alter table directory.sites add column floor text', 'directory.sites.floor is missing'],
  ['a column that is gone', 'alter table directory.sites drop column address', 'no column for address'],
  ['a column that may be empty', 'alter table directory.sites alter name drop not null', 'directory.sites.name is nullable'],
  ['a column that may not be empty', 'alter table directory.sites alter address set not null', 'directory.sites.address is not null'],
  ['another type', 'alter table directory.sites alter address type boolean using true', 'directory.sites.address is boolean'],
  [
    'a shorter list of words',
    "alter table directory.people drop constraint people_type_check, add check (type in ('resident'))",
    'lacks faculty',
  ],
  [
    'a longer list of words',
    "alter table directory.people drop constraint people_type_check, add check (type in ('resident', 'faculty', 'guest'))",
    'has guest too many',
  ],
  ['a list that is gone', 'alter table directory.people drop constraint people_type_check', 'no CHECK in the database'],
  ['a list where the code has none', "alter table directory.sites add check (name in ('East', 'West'))", 'CHECK of fixed words'],
  ['a table that the code does not know', 'create table quality.planted (id uuid)', 'quality.planted has no zod row'],
  ['a reason without a table', 'drop table system.migrations_lock', 'does not exist'],
])('%s is found', async (_, statement, words) => {
  expect((await verdictAfter(rowShapes, statement)).offences).toContainEqual(expect.stringContaining(words));
});

test('a description without a table is found', async () => {
  const { offences } = await verdictAfter(rowShapesAgainst({ ...tables, 'quality.nowhere': z.object({ id: z.uuid() }) }));
  expect(offences).toEqual(['tables.ts describes quality.nowhere, which does not exist']);
});

test('every way to write the same list of words is read', async () => {
  const row = z.object({ id: z.uuid(), a: z.enum(['x', 'y']), b: z.enum(['x', 'y']).nullable(), c: z.literal('x'), d: z.enum(['it\'s', 'y']) });
  const table = `create table quality.planted (
    id uuid not null,
    a varchar(5) not null check (a in ('x', 'y')),
    b text check (b is null or b in ('y', 'x')),
    c text not null check (c = 'x'),
    d text not null check (d = any (array['it''s', 'y'])))`;
  const { offences } = await verdictAfter(rowShapesAgainst({ ...tables, 'quality.planted': row }), table);
  expect(offences).toEqual([]);
});
