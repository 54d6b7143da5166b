import { z } from 'zod';
import { tenantColumns } from '../../kernel/row.ts';
import { count, day, instant, real, text } from './fields.ts';

/**
 * One facility, one metric, one period: what a source published. Values are double precision because the
 * statistics are. `periodIndex` is the place on the time axis in steps of the metric's periodicity (months, quarters
 * or years), so that a missing period leaves a gap. A suppressed row may still carry a value: keep it, never divide by it.
 */
export const observationRow = z.object({
  ...tenantColumns,
  facilityRef: z.uuid(),
  metricRef: z.uuid(),
  periodStart: day(),
  periodEnd: day(),
  periodLabel: text(40),
  periodIndex: real(),
  value: real().nullable(),
  predicted: real().nullable(),
  expected: real().nullable(),
  denominator: count().nullable(),
  numerator: count().nullable(),
  footnote: text().nullable(),
  suppressed: z.boolean(),
  importBatchId: z.uuid().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
});
export type ObservationRow = z.output<typeof observationRow>;
