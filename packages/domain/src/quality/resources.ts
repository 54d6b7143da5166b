import { defineResource } from '../kernel/index.ts';
import { facilityRow, metricRow } from './schema.ts';

/** Hospitals, ours and peers. Which are ours is said by `claimFacility`, because it changes what gets signals. */
export const facilities = defineResource({
  name: 'facility',
  path: 'quality.facilities',
  row: facilityRow,
  write: facilityRow.pick({
    ccn: true,
    name: true,
    type: true,
    ownership: true,
    state: true,
    region: true,
    city: true,
    healthSystem: true,
    bedCount: true,
  }),
  sort: ['name', 'ccn', 'createdAt'],
  access: { read: 'quality.facility.read', write: 'quality.facility.write' },
});

/** What is measured, in words and numbers. A change of direction or floor takes effect at the next recalculation. */
export const metrics = defineResource({
  name: 'metric',
  path: 'quality.metrics',
  row: metricRow,
  write: metricRow.omit({
    tenantId: true,
    id: true,
    isSynthetic: true,
    archivedAt: true,
    version: true,
    createdAt: true,
    updatedAt: true,
  }),
  sort: ['name', 'metricId', 'createdAt'],
  access: { read: 'quality.metric.read', write: 'quality.metric.write' },
});
