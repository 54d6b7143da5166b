import { connect } from '@wardwright/domain/db';
import { testDatabase } from '@wardwright/domain/testing';
import { steps } from '@wardwright/migrations';
import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { reversible } from './reversible.ts';

const verdictWith = async (up: string, down: string) => {
  const planted = {
    name: '29990101000000_quality_planted',
    migration: {
      up: async (knex: ReturnType<typeof connect>) => void (await knex.raw(up)),
      down: async (knex: ReturnType<typeof connect>) => void (await knex.raw(down)),
    },
  };
  return await verdictOn(up === '' ? steps : [...steps, planted]);
};

const verdictOn = async (list: typeof steps) => {
  const clone = await testDatabase();
  const owner = connect(clone.urls.owner);
  try {
    return await judge(reversible(list), owner);
  } finally {
    await owner.destroy();
    await clone.close();
  }
};

test('the migrations are innocent', async () => {
  expect(await verdictWith('', '')).toMatchObject({ looked: steps.length, offences: [] });
});

test('a migration that undoes what it did is innocent', async () => {
  const { offences } = await verdictWith('create table quality.planted (id uuid)', 'drop table quality.planted');
  expect(offences).toEqual([]);
});

test.each([
  ['a table that stays', 'create table if not exists quality.planted (id uuid)', 'select 1', 'drop schema'],
  ['a function that stays', 'create or replace function system.planted() returns int language sql as $$ select 1 $$', 'select 1', 'system.planted()'],
  ['an index that is lost', 'select 1', 'drop index directory.people_by_name', 'people_by_name'],
  ['a policy that is lost', 'select 1', 'drop policy tenant_isolation on directory.sites', 'tenant_isolation'],
  ['a right that is lost', 'select 1', 'revoke insert on directory.sites from wardwright_app', 'relation directory.sites'],
  ['a step that cannot go back', 'select 1', 'drop table quality.nowhere', 'cannot be taken back'],
  ['a step that cannot be repeated', 'create sequence system.planted', 'alter sequence system.planted rename to planted_2', 'planted_2'],
])('%s is found', async (_, up, down, words) => {
  expect((await verdictWith(up, down)).offences).toContainEqual(expect.stringContaining(words));
});
