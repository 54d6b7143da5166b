import { z } from 'zod';
import { archivable, lifecycleColumns, tenantColumns } from '../../kernel/row.ts';
import { real, text } from './fields.ts';
import { directionPreferences, domains, periodicities, unitTypes } from './vocabulary.ts';

/** How many decimals people see: `0`, `0.0` to `0.0000`, or `clock` for a time of day. */
export const displayFormat = z.string().regex(/^(0(\.0{1,4})?|clock)$/, 'Write 0, 0.0 to 0.0000, or clock');

/**
 * One measure of care, in words and numbers. `metricId` is its code, such as `readmission.hf`, unique in a tenant.
 * The floors keep a z-value finite where peers hardly differ; they are in the metric's own unit.
 */
export const metricRow = z.object({
  ...tenantColumns,
  metricId: text(100),
  name: text(255),
  shortName: text(60),
  description: text().nullable(),
  domain: z.enum(domains),
  directionPreference: z.enum(directionPreferences),
  targetLow: real().nullable(),
  targetHigh: real().nullable(),
  unitType: z.enum(unitTypes),
  unitLabel: z.string().max(40),
  displayFormat,
  periodicity: z.enum(periodicities),
  source: text(255),
  isSynthetic: z.boolean(),
  numeratorWording: text().nullable(),
  denominatorWording: text().nullable(),
  caveat: text().nullable(),
  lagDays: z.int().min(0).nullable(),
  minimumDenominator: z.int().min(0).nullable(),
  stdFloorAggregate: real().min(0),
  stdFloorPeriod: real().min(0),
  ...archivable,
  ...lifecycleColumns,
});
export type MetricRow = z.output<typeof metricRow>;
