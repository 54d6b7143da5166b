import type { Knex } from 'knex';
import { Signal } from '../model.ts';
import type { PeerGroup } from '../schema.ts';

/** With whom our facilities were compared last; everybody, before the first time. */
export async function currentPeerGroup(trx: Knex.Transaction): Promise<PeerGroup> {
  const signal = await Signal.query(trx).select('peerGroup').whereNull('closedAt').limit(1).first();
  return signal?.peerGroup ?? 'all';
}
