import { expect, test } from 'vitest';
import { differences, named } from './audit-difference.ts';

test('only what changed is listed, without the columns that always change', () => {
  const before = { id: '1', version: 1, name: 'Old', email: null, roles: ['a'] };
  const after = { id: '1', version: 2, name: 'New', email: null, roles: ['a', 'b'] };
  expect(differences(before, after)).toEqual([
    { field: 'name', before: 'Old', after: 'New' },
    { field: 'roles', before: '["a"]', after: '["a","b"]' },
  ]);
});

test('a new thing has no before, and what was left empty is not listed', () => {
  expect(differences(null, { name: 'New', note: null, done: false })).toEqual([
    { field: 'done', before: null, after: 'false' },
    { field: 'name', before: null, after: 'New' },
  ]);
});

test('a row is called by its newest name, if it has one', () => {
  expect(named({ before: { name: 'Old', status: 'x' }, after: { name: 'New' } })).toBe('New');
  expect(named({ before: null, after: { fileName: 'year.csv' } })).toBe('year.csv');
  expect(named({ before: { status: 'staged' }, after: { status: 'applied', name: '' } })).toBeNull();
  expect(named({ before: null, after: null })).toBeNull();
});
