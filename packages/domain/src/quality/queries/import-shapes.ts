import { z } from 'zod';
import { importBatchRow, importRejectionRow } from '../schema.ts';

/** What a file turned out to be, shown before anything is written. */
export const importPreview = z.object({
  /** Plain name of the recognised form, such as "HRRP, as published (one fiscal year)". */
  form: z.string(),
  delimiter: z.string(),
  compressed: z.boolean(),
  columns: z.array(z.string()),
  /** The first rows as they are written in the file. */
  firstRows: z.array(z.array(z.string())),
  /** Rows by period and outcome. */
  periods: z.array(z.object({ label: z.string(), stored: z.int(), suppressed: z.int() })),
  measures: z.array(z.object({ label: z.string(), rows: z.int() })),
  facilities: z.object({ known: z.int(), added: z.int() }),
  /** What applying would do, or did, to the observations. */
  changes: z.object({ added: z.int(), changed: z.int(), unchanged: z.int() }),
  /** Sentences worth reading before applying. */
  notes: z.array(z.string()),
  /** An earlier import of the very same file. */
  sameFile: z.object({ id: z.uuid(), appliedAt: z.iso.datetime().nullable() }).nullable(),
});
export type ImportPreview = z.output<typeof importPreview>;

/** What a comparison of all our facilities with their peers came to. */
export const detectionReport = z.object({
  peerGroup: z.string(),
  observations: z.int(),
  series: z.int(),
  processed: z.int(),
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  /** Why rows were skipped, in words, with how often. */
  skippedBecause: z.array(z.object({ reason: z.string(), count: z.int() })),
  byType: z.record(z.string(), z.int()),
});
export type DetectionReport = z.output<typeof detectionReport>;

/** An import in lists and on its page. */
export const importShape = importBatchRow.omit({ tenantId: true, report: true }).extend({
  report: z.object({ preview: importPreview.optional(), detection: detectionReport.optional() }),
  requestedByName: z.string().nullable(),
});
/** A rejected line as the page of an import lists it: where it stood, what it said and why it was not kept. */
export const rejectionShape = importRejectionRow.omit({ tenantId: true, createdAt: true });
