import { expect, test } from 'vitest';
import { EventIdConflict, EventStoreError, VersionConflict, asRefusal, isPassing } from './errors.ts';

const withCode = (code: string, message = 'x', detail?: string): Error => Object.assign(new Error(message), { code, detail });

test.each(['40001', '40P01', '08006', '57P01', '57P03', '53300', '53100', '55P03', '25P03', 'ECONNREFUSED', 'ENOENT'])('%s passes', (code) => {
  expect(isPassing(withCode(code))).toBe(true);
});

test.each(['23505', '22P02', '42P01', '57014', 'ES409', ''])('%j does not pass by itself', (code) => {
  expect(isPassing(withCode(code))).toBe(false);
});

test('a connection that has ended passes, though pg gives it no code', () => {
  expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isPassing('Connection terminated')).toBe(false);
});

test('refusals of the database become the errors of the store', () => {
  expect(asRefusal(withCode('ES409', 'x', '{"expected":3,"actual":5}'), 3)).toEqual(new VersionConflict(3, 5));
  expect(asRefusal(withCode('ES208', 'in use'), 'any')).toBeInstanceOf(EventIdConflict);
  expect(asRefusal(withCode('ES422', 'type'), 'any')).toEqual(new EventStoreError('type'));
  const other = withCode('23505');
  expect(asRefusal(other, 'any')).toBe(other);
});
