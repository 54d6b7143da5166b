import { expect, test } from 'vitest';
import { verdictsOfThisFile } from '../testing/planted-database.ts';
import { databaseRoles } from './roles.ts';

const verdictAfter = verdictsOfThisFile();

test('the schema is innocent', async () => {
  const verdict = await verdictAfter(databaseRoles);
  expect(verdict.offences).toEqual([]);
  expect(verdict.looked).toBeGreaterThanOrEqual(5);
});

test.each([
  ['a table of the app role', 'alter table directory.sites owner to wardwright_app', 'owns directory.sites'],
  ['a schema of the identity role', 'create schema planted authorization wardwright_identity', 'owns schema planted'],
  ['the right to empty a table', 'grant truncate on directory.sites to wardwright_app', 'may TRUNCATE directory.sites'],
  ['a table for everybody', 'grant select on directory.sites to public', 'public may SELECT directory.sites'],
  [
    'a function that searches where its caller says',
    `create function system.planted() returns int language sql security definer as 'select 1';
     alter function system.planted owner to wardwright_owner; revoke all on function system.planted from public`,
    'without a pinned search_path',
  ],
  [
    'a function with the rights of its owner that anybody may call',
    `create function system.planted() returns int language sql security definer set search_path = '' as 'select 1';
     alter function system.planted owner to wardwright_owner`,
    'anybody may call it',
  ],
  [
    'a function of the superuser',
    `create function system.planted() returns int language sql security definer set search_path = system as 'select 1'`,
    'as the superuser',
  ],
])('%s is found', async (_, statement, words) => {
  expect((await verdictAfter(databaseRoles, statement)).offences).toContainEqual(expect.stringContaining(words));
});

test.each([
  ['bypassrls', 'bypassrls'],
  ['superuser', 'superuser'],
  ['in role wardwright_owner', 'member of wardwright_owner'],
])('a role created with %s is found', async (power, words) => {
  expect((await verdictAfter(databaseRoles, `create role wardwright_planted ${power}`)).offences).toContainEqual(expect.stringContaining(words));
});
