import { z } from 'zod';
import { newestFirst, pageAfter } from '../db/keyset.ts';
import { defineQuery } from '../db/operation.ts';
import { pageInput, pageOf } from '../kernel/index.ts';
import { AuditEvent } from './model.ts';
import { auditRow } from './schema.ts';


/** The audit trail, newest first; optionally of one thing only. */
export const auditTrail = defineQuery({
  name: 'tenant.audit.list',
  permission: 'tenant.audit.read',
  input: z.object({ ...pageInput, entityId: z.uuid().optional(), actorId: z.uuid().optional() }),
  output: pageOf(auditRow),
  read: async (trx, _scope, { entityId, actorId, ...page }) => {
    const events = AuditEvent.query(trx);
    if (entityId) void events.where({ entityId });
    if (actorId) void events.where({ actorId });
    return await pageAfter(events, newestFirst('at'), page, (event) => event);
  },
});

export { jobById, jobList, type JobView, jobView } from './jobs.ts';
export { letterList, letterView } from './letters.ts';
