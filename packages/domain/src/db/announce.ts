import type { Knex } from 'knex';
import { scopeOf } from './scope.ts';

/** The Postgres channel on which servers tell each other that something changed. */
export const liveChannel = 'wardwright_live';

/** A hint that a tenant's pages of this topic are stale. It carries no data: pages ask again, under their own rights. */
export interface Announcement {
  readonly tenantId: string;
  readonly topic: string;
}

/**
 * Tells every open page of the tenant, once the transaction has committed, that this topic changed.
 * Use it after whole batches, not per row: each announcement makes commits take turns.
 */
export async function announce(trx: Knex.Transaction, topic: string): Promise<void> {
  const message: Announcement = { tenantId: scopeOf(trx).tenantId, topic };
  await trx.raw('select pg_notify(?, ?)', [liveChannel, JSON.stringify(message)]);
}
