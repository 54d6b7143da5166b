import type { Knex } from 'knex';
import { Invitation } from '../model.ts';

/** Withdraws the open invitations of an address; their links stop working. */
export const withdrawInvitations = (trx: Knex.Transaction, email: string): PromiseLike<unknown> =>
  Invitation.query(trx)
    .where({ email })
    .whereNull('acceptedAt')
    .whereNull('revokedAt')
    .patch({ revokedAt: new Date().toISOString() });

/**
 * Withdraws the open invitations of a member. A link made before a member was let in, shut out or given other roles would
 * undo that decision later.
 */
export async function withdrawInvitationsOf(trx: Knex.Transaction, userId: string): Promise<void> {
  const login = (await trx('identity.users').where({ id: userId }).first('email')) as { email: string } | undefined;
  if (login) await withdrawInvitations(trx, login.email);
}
