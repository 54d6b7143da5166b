import { expect, test } from 'vitest';
import { z } from 'zod';
import { complaintOf } from './complaint.ts';

const said = (schema: z.ZodType, value: unknown): string | undefined => schema.safeParse(value, { error: complaintOf }).error?.issues[0]?.message;

test.each<[string, z.ZodType, unknown, string]>([
  ['nothing said', z.string(), undefined, 'This is needed.'],
  ['an empty choice', z.enum(['a', 'b']), null, 'This is needed.'],
  ['blank words', z.string().trim().min(1), '  ', 'This is needed.'],
  ['an empty address', z.email(), '', 'This is needed.'],
  ['a short word', z.string().min(12), 'short', 'At least 12 characters.'],
  ['a long word', z.string().max(2000), 'x'.repeat(2001), 'At most 2,000 characters.'],
  ['a small number', z.int().min(1), 0, 'At least 1.'],
  ['a big number', z.int().max(6), 7, 'At most 6.'],
  ['too few of a list', z.array(z.string()).min(2), ['a'], 'At least 2 of them.'],
  ['too many of a list', z.array(z.string()).max(1), ['a', 'b'], 'At most 1 of them.'],
  ['a fraction', z.int(), 1.5, 'A whole number.'],
  ['letters for a number', z.number(), 'x', 'A number.'],
  ['no address', z.email(), 'nobody', 'This is not an e-mail address.'],
  ['no date', z.iso.date(), '2026-02-30', 'This is not a date.'],
  ['no reference', z.uuid(), 'x', 'Choose one that is offered.'],
  ['no choice', z.enum(['a', 'b']), 'c', 'Choose one that is offered.'],
  ['another form', z.string().regex(/^\d$/), 'x', 'This cannot be read.'],
  ['another kind', z.boolean(), 'x', 'This cannot be read.'],
  ['a rule with a sentence of its own', z.string().regex(/^\d$/, 'One digit, as on the badge'), 'x', 'One digit, as on the badge'],
])('%s', (_what, schema, value, words) => {
  expect(said(schema, value)).toBe(words);
});
