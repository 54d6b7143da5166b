import { z } from 'zod';

/** Columns that every tenant-owned row carries. */
export const tenantColumns = {
  tenantId: z.uuid(),
  id: z.uuid(),
};

/** How often a row was changed, as the database counts: from 1 up to the largest integer. */
export const rowVersion = z.int().min(1).max(2_147_483_647);

/** Who changed a row last and how often: `version` rises by one with each change and guards against lost updates. */
export const lifecycleColumns = {
  version: rowVersion,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

/** Reference rows are archived, not deleted, so that history keeps its names. */
export const archivable = {
  archivedAt: z.iso.datetime().nullable(),
};

/** The address of one row. */
export const byId = z.object({ id: z.uuid() });

/** Text a person types: trimmed, never blank, at most `max` characters. */
export const words = (max = 255) => z.string().trim().min(1).max(max);
