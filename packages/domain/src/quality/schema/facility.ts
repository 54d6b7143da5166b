import { z } from 'zod';
import { archivable, lifecycleColumns, tenantColumns } from '../../kernel/row.ts';
import { text } from './fields.ts';

/**
 * One hospital that a metric is reported for: ours (`isOwn`, gets signals) or a peer (gives statistics only).
 * `ccn` is the six-character certification number, leading zeros and letters kept; unique in a tenant.
 */
export const facilityRow = z.object({
  ...tenantColumns,
  ccn: z.string().regex(/^[0-9A-Z]{6}$/, 'A facility code has six characters, digits or capitals'),
  name: text(255),
  type: text(100).nullable(),
  ownership: text(100).nullable(),
  state: text(2).nullable(),
  region: text(100).nullable(),
  city: text(100).nullable(),
  healthSystem: text(255).nullable(),
  bedCount: z.int().min(0).nullable(),
  isOwn: z.boolean(),
  isSynthetic: z.boolean(),
  ...archivable,
  ...lifecycleColumns,
});
export type FacilityRow = z.output<typeof facilityRow>;
