import type { Knex } from 'knex';
import { z } from 'zod';
import { byWord, pageAfter } from '../../db/keyset.ts';
import { defineQuery } from '../../db/operation.ts';
import { pageInput, pageOf } from '../../kernel/index.ts';
import { currentPeerGroup } from '../commands/peer-group.ts';
import { Facility } from '../model.ts';
import { facilityRow, peerGroups } from '../schema.ts';

const shown = facilityRow.pick({ id: true, ccn: true, name: true, type: true, ownership: true, state: true, city: true, isOwn: true, isSynthetic: true, version: true });
const filters = {
  /** Words of the name, the town or the state, or a facility code; all of them must match. */
  search: z.string().trim().max(100).optional(),
  /** Ours, peers, or both. */
  whose: z.enum(['ours', 'peers', 'all']).default('all'),
};

type Filters = z.output<z.ZodObject<typeof filters>>;

function narrowed(trx: Knex.Transaction, { search, whose }: Filters) {
  const facilities = Facility.query(trx).whereNull('archivedAt');
  if (whose !== 'all') void facilities.where({ isOwn: whose === 'ours' });
  for (const word of (search ?? '').split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    void facilities.whereRaw(`concat_ws(' ', name, ccn, city, state) ilike ?`, [pattern]);
  }
  return facilities;
}

/** Hospitals by name, ours and peers, as people look for them. */
export const facilityList = defineQuery({
  name: 'quality.facility.find',
  permission: 'quality.facility.read',
  input: z.object({ ...pageInput, ...filters }),
  output: pageOf(shown),
  read: async (trx, _scope, { limit, cursor, ...given }) =>
    await pageAfter(narrowed(trx, given), byWord('name'), { limit, cursor }, (row) => shown.parse(row)),
});

/** How many hospitals are ours, how many are peers, and with whom ours were compared last. */
export const facilityCounts = defineQuery({
  name: 'quality.facility.count',
  permission: 'quality.facility.read',
  input: z.object({}),
  output: z.object({ ours: z.int(), peers: z.int(), peerGroup: z.enum(peerGroups) }),
  read: async (trx) => {
    const ours = await narrowed(trx, { whose: 'ours' }).resultSize();
    const peers = await narrowed(trx, { whose: 'peers' }).resultSize();
    return { ours, peers, peerGroup: await currentPeerGroup(trx) };
  },
});
