import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnNameMappers, toCamel, toSnake } from './column-names.ts';

test.each([
  ['tenant_id', 'tenantId'],
  ['s3_bucket', 's3Bucket'],
  ['n1_pass', 'n1Pass'],
  ['oauth2_clients', 'oauth2Clients'],
  ['pgy1_supervision_ratio', 'pgy1SupervisionRatio'],
  ['reminder_days_180', 'reminderDays180'],
  ['reminder_90_sent', 'reminder90Sent'],
  ['shift_reminder_24h', 'shiftReminder24h'],
])('%s is %s and back', (column, property) => {
  expect(toCamel(column)).toBe(property);
  expect(toSnake(property)).toBe(column);
});

test('any column of plain words goes there and back', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (parts) => {
      const column = parts.join('_');
      expect(toSnake(toCamel(column))).toBe(column);
    }),
  );
});

test('rows of raw queries are translated too, and relation prefixes are kept', () => {
  expect(columnNameMappers.postProcessResponse({ rows: [{ tenant_id: 1 }] })).toEqual({ rows: [{ tenantId: 1 }] });
  expect(columnNameMappers.postProcessResponse([{ created_at: 1 }, 7])).toEqual([{ createdAt: 1 }, 7]);
  expect(columnNameMappers.wrapIdentifier('person:createdAt', (name) => `"${name}"`)).toBe('"person:created_at"');
});
