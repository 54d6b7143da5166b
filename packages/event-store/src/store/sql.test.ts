import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asInstant } from './sql.ts';

test.each([
  ['2026-01-03 09:00:00+00', '2026-01-03T09:00:00.000Z'],
  ['2026-01-03 09:00:00.1+00', '2026-01-03T09:00:00.100Z'],
  ['2026-01-03 09:00:00.123456+00', '2026-01-03T09:00:00.123Z'],
  ['2026-03-29 03:30:00.5+02', '2026-03-29T01:30:00.500Z'],
  ['2026-03-28 21:30:00-05:30', '2026-03-29T03:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(asInstant(text)).toBe(instant);
});

test('the short way and the long one agree', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString();
      expect(asInstant(`${iso.slice(0, 10)} ${iso.slice(11, -1)}+00`)).toBe(iso);
    }),
  );
});
