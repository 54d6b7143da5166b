import type { Knex } from 'knex';
import { newId } from '../kernel/ids.ts';
import { scopeOf } from './scope.ts';

/** What a command did to one thing, for the audit trail. Put no patient's or person's secrets in it. */
export interface AuditEntry {
  /** Table of the thing, `<schema>.<table>`. */
  readonly entity: string;
  readonly entityId: string;
  readonly before?: object | null;
  readonly after?: object | null;
}

/** Writes audit rows in the transaction of the change itself, so that neither exists without the other. */
export async function audit(trx: Knex.Transaction, action: string, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const scope = scopeOf(trx);
  await trx('system.auditLog').insert(
    entries.map((entry) => ({
      tenantId: scope.tenantId,
      id: newId(),
      actorKind: scope.actor.kind,
      actorId: scope.actor.id,
      action,
      entity: entry.entity,
      entityId: entry.entityId,
      before: entry.before ? JSON.stringify(entry.before) : null,
      after: entry.after ? JSON.stringify(entry.after) : null,
      requestId: scope.requestId,
    })),
  );
}
