import { z } from 'zod';
import { lifecycleColumns, tenantColumns } from '../../kernel/row.ts';
import { count, instant, text } from './fields.ts';
import { importBatchStatuses } from './vocabulary.ts';

/**
 * One file taken in. The books balance: rows read = stored + suppressed + rejected. `sha256` recognises a file that
 * was taken in before.
 */
export const importBatchRow = z.object({
  ...tenantColumns,
  status: z.enum(importBatchStatuses),
  importer: text(100),
  fileName: text(255),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'A digest has 64 hexadecimal digits'),
  rowsRead: count(),
  rowsStored: count(),
  rowsSuppressed: count(),
  rowsRejected: count(),
  report: z.record(z.string(), z.unknown()),
  errorMessage: text().nullable(),
  requestedBy: z.uuid(),
  jobId: z.uuid().nullable(),
  startedAt: instant().nullable(),
  finishedAt: instant().nullable(),
  ...lifecycleColumns,
});
export type ImportBatchRow = z.output<typeof importBatchRow>;

/** One line of a file that could not be kept, with the reason a person can act on. `line` counts from 1, the heading included. */
export const importRejectionRow = z.object({
  ...tenantColumns,
  batchId: z.uuid(),
  line: z.int().min(1),
  columnName: text(100).nullable(),
  value: z.string().max(200).nullable(),
  reason: text(500),
  createdAt: instant(),
});
export type ImportRejectionRow = z.output<typeof importRejectionRow>;
