import { expect, test } from 'vitest';
import { checkDurability, checkVersion } from './server-checks.ts';

const facts = {
  user: 'x',
  version: 15,
  mayCreateRoles: true,
  hasSchemas: true,
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
};

test('PostgreSQL 15 is the oldest that will do', () => {
  expect(() => checkVersion({ ...facts, version: 14 })).toThrow('The database is PostgreSQL 14; PostgreSQL 15 or newer is needed.');
  expect(() => checkVersion(facts)).not.toThrow();
  expect(() => checkVersion({ ...facts, version: 18 })).not.toThrow();
});

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])('%s must not be off', (name) => {
  expect(() => checkDurability({ ...facts, [name]: 'off' })).toThrow(`The database runs with ${name}=off and could lose confirmed work; switch it on.`);
});

test.each(['on', 'local', 'remote_write', 'remote_apply'])('synchronous_commit may be %s', (level) => {
  expect(() => checkDurability({ ...facts, synchronous_commit: level })).not.toThrow();
});
