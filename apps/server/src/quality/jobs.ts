import { importTasks, recalculateSignals, recalculateTask, recalculate, startImport } from '@wardwright/domain/quality/commands';
import { applyImport, stageImport } from '@wardwright/domain/quality/importers';
import { peerGroups } from '@wardwright/domain/quality/schema';
import { z } from 'zod';
import { defineTask, type Task } from '../system/tasks.ts';
import type { Uploads } from './uploads.ts';

const batch = z.object({ batchId: z.uuid() });
const chosen = z.object({ peerGroup: z.enum(peerGroups) });

/** The long work of quality. Each of it is one transaction, so a repetition after a crash starts from the beginning. */
export const qualityTasks = (uploads: Uploads): readonly Task[] => [
  defineTask({
    name: importTasks.stage,
    input: batch,
    permissions: [startImport.permission],
    run: async ({ scope, input: { batchId }, report, signal }) => {
      const path = uploads.pathOf(scope.tenantId, batchId);
      const { rowsRead, rowsStored, rowsSuppressed, rowsRejected } = await stageImport(scope, { batchId, path }, { report, signal });
      return { batchId, rowsRead, rowsStored, rowsSuppressed, rowsRejected };
    },
  }) as Task,
  defineTask({
    name: importTasks.apply,
    input: batch.extend(chosen.shape),
    permissions: [startImport.permission],
    run: async ({ scope, input: { batchId, peerGroup }, report, signal }) => {
      const path = uploads.pathOf(scope.tenantId, batchId);
      const { detection } = await applyImport(scope, { batchId, path, peerGroup }, { report, signal });
      await uploads.drop(scope.tenantId, batchId);
      return { batchId, detection };
    },
  }) as Task,
  defineTask({
    name: recalculateTask,
    input: chosen,
    permissions: [recalculate.permission],
    run: async ({ scope, input, report, signal }) => ({ detection: await recalculateSignals(scope, input, { report, signal }) }),
  }) as Task,
];
