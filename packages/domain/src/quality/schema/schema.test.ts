import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCamel, toSnake } from '../../db/column-names.ts';
import * as schema from '../schema.ts';

const rows = {
  facilities: schema.facilityRow,
  metrics: schema.metricRow,
  observations: schema.observationRow,
  importBatches: schema.importBatchRow,
  importRejections: schema.importRejectionRow,
  signals: schema.signalRow,
  contributions: schema.contributionRow,
};

test.each(Object.entries(rows))('every column of %s finds its way to SQL and back', (_, row) => {
  const columns = Object.keys(row.shape);
  expect(columns.slice(0, 2)).toEqual(['tenantId', 'id']);
  for (const column of columns) expect(toCamel(toSnake(column))).toBe(column);
});

test.each([
  ['123456.7890', true],
  ['-1.5', true],
  ['0', true],
  ['1234567', false],
  ['1.23456', false],
  ['1e3', false],
  ['', false],
])('numeric(10, 4) takes %j: %s', (text, taken) => {
  expect(schema.decimal(10, 4).safeParse(text).success).toBe(taken);
});

test('what is written to a numeric column passes its own check, rounded to the last digit', () => {
  fc.assert(
    fc.property(fc.double({ min: -999_999, max: 999_999, noNaN: true }), (value) => {
      const text = schema.toDecimal(value, 10, 4);
      expect(schema.decimal(10, 4).parse(text)).toBe(text);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.000_050_1);
    }),
  );
  expect(schema.toDecimal(-0.00001, 10, 4)).toBe('0.0000');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1_000_000, 999_999.99999])('%d does not fit and is not cut', (value) => {
  expect(() => schema.toDecimal(value, 10, 4)).toThrow(RangeError);
});
