import { expect, test } from 'vitest';
import { personRow } from './schema.ts';

test('the address of a person is kept in lower case, so that a tenant cannot have it twice', () => {
  const { email } = personRow.shape;
  expect(email.parse('Rosa.Ortega@Larkmoor.example')).toBe('rosa.ortega@larkmoor.example');
  expect(email.parse(null)).toBeNull();
  expect(email.safeParse('rosa').success).toBe(false);
});
