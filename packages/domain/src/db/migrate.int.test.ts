import { steps } from '@wardwright/migrations';
import { changeUrl } from '@wardwright/postgres';
import { emptyDatabase } from '@wardwright/postgres/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareJobs } from './jobs-schema.ts';
import { appliedSteps, migrate, unknownSteps } from './migrate.ts';
import { prepareDatabase, roleName } from './prepare-database.ts';
import { testPasswords } from '../testing.ts';

const names = steps.map((step) => step.name);
let empty: Awaited<ReturnType<typeof emptyDatabase>>;
let owner: string;

beforeEach(async () => {
  empty = await emptyDatabase();
  await prepareDatabase(empty.adminUrl, testPasswords);
  owner = changeUrl(empty.adminUrl, { role: roleName('owner'), password: testPasswords.owner });
});
afterEach(() => empty.drop());

test('several servers that start at once carry out each step once', async () => {
  const done = await Promise.all([migrate(owner), migrate(owner), migrate(owner)]);
  expect(done.flat()).toEqual(names);
  expect(await appliedSteps(owner)).toEqual(names);
});

test('several servers that start at once prepare everything, queue and all', async () => {
  const jobs = changeUrl(empty.adminUrl, { role: roleName('jobs'), password: testPasswords.jobs });
  const start = async () => {
    await prepareDatabase(empty.adminUrl, testPasswords);
    const done = await migrate(owner);
    await prepareJobs(jobs);
    return done;
  };
  const starts = await Promise.all([start(), start(), start(), start()]);
  expect(starts.flat()).toEqual(names);
  // Without turns two of them meet sooner or later: "tuple concurrently updated".
  for (let round = 0; round < 5; round += 1) {
    const again = await Promise.allSettled(Array.from({ length: 8 }, () => prepareJobs(jobs)));
    expect(again.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
});

test('several databases of one server can be prepared at once, though they share the roles', async () => {
  const others = await Promise.all([emptyDatabase(), emptyDatabase(), emptyDatabase()]);
  for (let round = 0; round < 5; round += 1) {
    const prepared = await Promise.allSettled([empty, ...others].map(({ adminUrl }) => prepareDatabase(adminUrl, testPasswords)));
    expect(prepared.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
  for (const other of others) await other.drop();
});

test('a migrator that was killed does not lock out the next one', async () => {
  await migrate(owner, names[0]);
  const client = new pg.Client(owner);
  await client.connect();
  await client.query('update system.migrations_lock set is_locked = 1');
  await client.end();
  expect(await migrate(owner)).toEqual(names.slice(1));
});

test('a database can be brought to an earlier step and then further', async () => {
  expect(await appliedSteps(owner)).toEqual([]);
  expect(await migrate(owner, names[1])).toEqual(names.slice(0, 2));
  expect(unknownSteps([...(await appliedSteps(owner)), '29990101000000_future'])).toEqual(['29990101000000_future']);
  expect(await migrate(owner)).toEqual(names.slice(2));
});
