import { z } from 'zod';
import { defineQuery } from '../db/operation.ts';
import { decodeCursor, encodeCursor, pageInput, pageOf } from '../kernel/index.ts';
import { AuditEvent } from './model.ts';
import { auditRow } from './schema.ts';

const auditKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** The audit trail, newest first; optionally of one thing only. */
export const auditTrail = defineQuery({
  name: 'tenant.audit.list',
  permission: 'tenant.audit.read',
  input: z.object({ ...pageInput, entityId: z.uuid().optional(), actorId: z.uuid().optional() }),
  output: pageOf(auditRow),
  read: async (trx, _scope, { limit, cursor, entityId, actorId }) => {
    let query = AuditEvent.query(trx).orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
    if (entityId) query = query.where({ entityId });
    if (actorId) query = query.where({ actorId });
    if (cursor) query = query.whereRaw('(at, id) < (?, ?)', [...decodeCursor(cursor, auditKey)]);
    const found = await query.limit(limit + 1);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { rows, nextCursor: found.length > limit && last ? encodeCursor([last.at, last.id]) : null };
  },
});

export { jobById, jobList, type JobView, jobView } from './jobs.ts';
export { letterList, letterView } from './letters.ts';
