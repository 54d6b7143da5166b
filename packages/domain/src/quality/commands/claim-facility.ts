import { z } from 'zod';
import { announce } from '../../db/announce.ts';
import { defineCommand } from '../../db/operation.ts';
import { byId, rowVersion } from '../../kernel/index.ts';
import { Facility, Signal } from '../model.ts';
import { facilityRow } from '../schema.ts';
import { signalsTopic } from './detection/detect-signals.ts';

/**
 * Says that a facility is ours, or no longer. Ours get signals at the next comparison; one that is given up has its open
 * signals closed, so that nobody works on a stranger's numbers.
 */
export const claimFacility = defineCommand({
  name: 'quality.facility.claim',
  permission: 'quality.facility.write',
  input: byId.extend({ expectedVersion: rowVersion, isOwn: z.boolean() }),
  output: facilityRow,
  run: async (trx, scope, { id, expectedVersion, isOwn }) => {
    const before = await Facility.byId<Facility>(trx, scope, id);
    const after = await Facility.change<Facility>(trx, scope, id, { isOwn }, expectedVersion);
    const change = { entity: Facility.tableName, entityId: id, before: { isOwn: before.isOwn }, after: { isOwn } };
    if (isOwn) return { result: facilityRow.parse(after), audit: [change] };
    const closedAt = new Date().toISOString();
    const open = await Signal.query(trx).select('id').where({ facilityRef: id }).whereNull('closedAt');
    await Signal.query(trx).patch({ closedAt, updatedAt: closedAt }).where({ facilityRef: id }).whereNull('closedAt');
    if (open.length > 0) await announce(trx, signalsTopic);
    const closed = open.map((signal) => ({
      entity: Signal.tableName,
      entityId: signal.id,
      before: { closedAt: null },
      after: { closedAt, reason: 'The facility is no longer ours.' },
    }));
    return { result: facilityRow.parse(after), audit: [change, ...closed] };
  },
});
