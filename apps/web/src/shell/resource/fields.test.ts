import { people, sites } from '@wardwright/domain/directory/resources';
import { expect, test } from 'vitest';
import { blankValues, complaints, fieldsOf } from './fields.ts';

test('fields follow the schema: kind, whether they may stay empty, and their choices', () => {
  const fields = new Map(fieldsOf(people.write).map((field) => [field.name, field]));
  expect(fields.get('name')).toMatchObject({ kind: 'text', optional: false });
  expect(fields.get('email')).toMatchObject({ kind: 'email', optional: true });
  expect(fields.get('pgyLevel')).toMatchObject({ kind: 'number', optional: true });
  expect(fields.get('type')).toMatchObject({ kind: 'choice', choices: ['resident', 'faculty'] });
  expect(fields.get('canScreen')).toMatchObject({ kind: 'switch' });
  expect(fields.get('specialties')).toMatchObject({ kind: 'words' });
  expect(fieldsOf(sites.write).find((field) => field.name === 'healthSystemId')).toMatchObject({ kind: 'reference', optional: true });
});

test('a blank row complains about what must be said, and about nothing else', () => {
  const blank = blankValues(fieldsOf(sites.write));
  expect(Object.keys(complaints(sites.write, blank))).toEqual(['name', 'timeZone']);
  expect(complaints(sites.write, { ...blank, name: 'Main', timeZone: 'America/Denver' })).toEqual({});
  expect(complaints(sites.write, { ...blank, name: 'Main', timeZone: 'Mars/Olympus' })).toHaveProperty('timeZone');
});
