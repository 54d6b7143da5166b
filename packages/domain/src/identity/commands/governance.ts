import type { Knex } from 'knex';
import type { z } from 'zod';
import { type Command, defineCommand, type Scope } from '../../db/index.ts';

/** Says under which name the triggers of this transaction record what changes. */
export const recordAs = async (trx: Knex.Transaction, action: string): Promise<void> => {
  await trx.raw(`select set_config('app.action', ?, true)`, [action]);
};

interface Governance<Input extends z.ZodType, Output extends z.ZodType> extends Omit<Command<Input, Output>, 'run'> {
  readonly run: (trx: Knex.Transaction, scope: Scope, input: z.output<Input>) => Promise<z.input<Output>>;
}

/**
 * A command on tables whose audit rows are written by triggers: tenants, roles, memberships, invitations. It only lends
 * them its name, so nothing is recorded twice and nothing escapes.
 */
export const defineGovernance = <Input extends z.ZodType, Output extends z.ZodType>(
  governance: Governance<Input, Output>,
): Command<Input, Output> =>
  defineCommand<Input, Output>({
    ...governance,
    run: async (trx, scope, input) => {
      await recordAs(trx, governance.name);
      return { result: await governance.run(trx, scope, input), audit: [] };
    },
  });
