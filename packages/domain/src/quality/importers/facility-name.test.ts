import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readableName } from './facility-name.ts';

test.each([
  ["ST JOHN'S RIVERSIDE HOSPITAL", "St John's Riverside Hospital"],
  ['UNIVERSITY OF TENNESSEE MEDICAL CENTER', 'University of Tennessee Medical Center'],
  ['UPMC HANOVER', 'UPMC Hanover'],
  ['MCLAREN BAY REGION', 'McLaren Bay Region'],
  ['HCA FLORIDA JFK HOSPITAL', 'HCA Florida JFK Hospital'],
  ['O\'CONNOR HOSPITAL', "O'Connor Hospital"],
  ['ST. VINCENT MEDICAL CENTER/NORTH', 'St. Vincent Medical Center/North'],
  ['WELLMONT HEALTH SYSTEM, INC', 'Wellmont Health System, Inc'],
  ['Already Written Well', 'Already Written Well'],
])('%s is %s', (name, written) => {
  expect(readableName(name)).toBe(written);
});

test('no letter is lost, added or changed, only its case', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z'’/. -]{1,40}$/), (name) => {
      expect(readableName(name).toUpperCase()).toBe(name);
    }),
  );
});
