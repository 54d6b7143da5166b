import { expect, test } from 'vitest';
import { namesOf, Refusal } from './names.ts';

test.each(['call room', 'call-room', 'CallRoom', 'call_room'])('%s is read', (noun) => {
  expect(namesOf(noun)).toEqual({
    singular: 'call room',
    plural: 'call rooms',
    pascal: 'CallRoom',
    camel: 'callRoom',
    camelPlural: 'callRooms',
    snakePlural: 'call_rooms',
    kebab: 'call-room',
    kebabPlural: 'call-rooms',
  });
});

test.each([
  ['facility', 'facilities'],
  ['bus', 'buses'],
  ['branch', 'branches'],
  ['holiday', 'holidays'],
])('one %s, two %s', (one, two) => {
  expect(namesOf(one).plural).toBe(two);
});

test('an irregular plural can be given', () => {
  expect(namesOf('staff member', 'staff people').snakePlural).toBe('staff_people');
});

test.each(['', '42', 'a/b', '../x'])('"%s" is refused', (noun) => {
  expect(() => namesOf(noun)).toThrow(Refusal);
});
