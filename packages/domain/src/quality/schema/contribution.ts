import { z } from 'zod';
import { tenantColumns } from '../../kernel/row.ts';
import { count, instant, real, text } from './fields.ts';
import { entityDimensions } from './signal-documents.ts';
import { contributionDirections } from './vocabulary.ts';

/**
 * How much one part of a whole (a facility of its system, a service line of its facility) pulls the whole's value away
 * from what it is. Rows belong to a signal and are replaced together when it is detected again.
 */
export const contributionRow = z.object({
  ...tenantColumns,
  signalId: z.uuid(),
  parentNode: text(255),
  childNode: text(255),
  metricRef: z.uuid(),
  metricId: text(100),
  facilityRef: z.uuid().nullable(),
  facilityId: text(50).nullable(),
  parentServiceLine: text(255).nullable(),
  childDimensions: entityDimensions,
  childLabel: text(500),
  childValue: real(),
  parentValue: real(),
  weightField: text(50),
  weightValue: real(),
  weightShare: real().min(0).max(1),
  rawComponent: real(),
  excessOverParent: real(),
  contributionWeight: real().min(0),
  direction: z.enum(contributionDirections),
  rank: count(),
  pct: real(),
  cumulativePct: real(),
  createdAt: instant(),
});
export type ContributionRow = z.output<typeof contributionRow>;
