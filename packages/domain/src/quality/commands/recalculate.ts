import { z } from 'zod';
import { defineCommand } from '../../db/operation.ts';
import { inTenant, liftTimeLimit, type Scope } from '../../db/scope.ts';
import { enqueueJob } from '../../system/jobs.ts';
import type { DetectionReport } from '../queries/import-shapes.ts';
import { type PeerGroup, peerGroups } from '../schema.ts';
import { detectSignals, type Watch } from './detection/detect-signals.ts';
import { currentPeerGroup } from './peer-group.ts';

/** Task that compares all facilities again. */
export const recalculateTask = 'quality.recalculate';

/** Compares all facilities again, with the same peers or with others; every signal remembers which. */
export const recalculate = defineCommand({
  name: 'quality.signal.recalculate',
  permission: 'quality.signal.recalculate',
  input: z.object({ peerGroup: z.enum(peerGroups).optional() }),
  output: z.object({ jobId: z.uuid(), peerGroup: z.enum(peerGroups) }),
  run: async (trx, scope, given) => {
    const peerGroup = given.peerGroup ?? (await currentPeerGroup(trx));
    const jobId = await enqueueJob(trx, scope, { task: recalculateTask, title: 'Compare all facilities again', input: { peerGroup } });
    return {
      result: { jobId, peerGroup },
      audit: [{ entity: 'system.jobs', entityId: jobId, after: { task: recalculateTask, peerGroup } }],
    };
  },
});

/** The work behind `recalculate`, in one transaction: whoever cancels finds everything as it was. */
export const recalculateSignals = (scope: Scope, given: { readonly peerGroup: PeerGroup }, watch: Watch): Promise<DetectionReport> =>
  inTenant(scope, async (trx) => {
    await liftTimeLimit(trx);
    const report = await detectSignals(trx, scope, given, watch);
    watch.signal.throwIfAborted();
    return report;
  });
