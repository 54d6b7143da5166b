import { z } from 'zod';
import { announce } from '../../db/announce.ts';
import { defineCommand } from '../../db/operation.ts';
import { byId, rowVersion, words } from '../../kernel/index.ts';
import { Signal } from '../model.ts';
import { signalsTopic } from './detection/detect-signals.ts';

const edited = z.object({
  id: z.uuid(),
  version: z.int(),
  description: z.string(),
  whyMattersNarrative: z.string().nullable(),
});

/** Puts a person's words in place of the generated ones; no later comparison overwrites them. */
export const editSignal = defineCommand({
  name: 'quality.signal.edit',
  permission: 'quality.signal.edit',
  input: byId.extend({
    expectedVersion: rowVersion,
    description: words(500).optional(),
    whyMattersNarrative: words(4000).nullable().optional(),
  }),
  output: edited,
  run: async (trx, scope, { id, expectedVersion, description, whyMattersNarrative }) => {
    const before = await Signal.byId<Signal>(trx, scope, id);
    const patch = {
      ...(whyMattersNarrative === undefined ? {} : { whyMattersNarrative }),
      ...(description === undefined
        ? {}
        : { description, metadata: JSON.stringify({ ...before.metadata, descriptionEditedBy: scope.actor.id }) }),
    };
    const after = await Signal.change<Signal>(trx, scope, id, patch, expectedVersion);
    await announce(trx, signalsTopic);
    const words = ({ description, whyMattersNarrative }: Signal) => ({ description, whyMattersNarrative });
    return {
      result: edited.parse(after),
      audit: [{ entity: Signal.tableName, entityId: id, before: words(before), after: words(after) }],
    };
  },
});
