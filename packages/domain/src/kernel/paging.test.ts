import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from './errors.ts';
import { decodeCursor, encodeCursor } from './paging.ts';

const shape = z.tuple([z.string(), z.int()]);

test('a cursor comes back as it went in, whatever letters the key holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (name, rank) => {
      expect(decodeCursor(encodeCursor([name, rank]), shape)).toEqual([name, rank]);
    }),
  );
});

test.each(['', '%%%', encodeCursor(['only one part']), encodeCursor([1, 'turned round'])])(
  'a foreign cursor %j is refused in words',
  (cursor) => {
    expect(() => decodeCursor(cursor, shape)).toThrow(DomainError);
  },
);
