import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import { DomainError, rowVersion } from '../../kernel/index.ts';
import { Invitation } from '../model.ts';
import { invitationDays } from '../rules.ts';
import { defineGovernance } from './governance.ts';
import { emailAddress } from './logins.ts';
import { requireRoles } from './members.ts';
import { withdrawInvitations } from './open-invitations.ts';

/** How the token of an invitation is kept. */
export const hashInvitation = (token: string): string => createHash('sha256').update(token).digest('hex');

const invited = z.object({ id: z.uuid(), email: z.string(), token: z.string(), expiresAt: z.iso.datetime() });

/**
 * Invites somebody by a link that works once and for a week. The token is in the answer and nowhere else. Inviting an
 * address again withdraws its open invitation, so repeating the command is harmless.
 * @throws DomainError `conflict` when the address belongs to an active member already
 */
export const invite = defineGovernance({
  name: 'tenant.member.invite',
  permission: 'tenant.member.write',
  input: z.object({ email: emailAddress, roleIds: z.array(z.uuid()).min(1).max(20) }),
  output: invited,
  run: async (trx, scope, { email, roleIds }) => {
    await requireRoles(trx, roleIds);
    await refuseMember(trx, email);
    await withdrawInvitations(trx, email);
    const token = randomBytes(32).toString('base64url');
    const row = await Invitation.add(trx, scope, {
      email,
      roleIds,
      tokenHash: hashInvitation(token),
      invitedBy: scope.actor.id,
      expiresAt: new Date(Date.now() + invitationDays * 86_400_000).toISOString(),
    });
    return { id: row.id, email, token, expiresAt: row.expiresAt };
  },
});

async function refuseMember(trx: Knex.Transaction, email: string): Promise<void> {
  const member = await trx('identity.memberships as m')
    .join('identity.users as u', 'u.id', 'm.userId')
    .where({ 'u.email': email, 'm.isActive': true })
    .first('m.id');
  if (member) throw new DomainError('conflict', 'Somebody with this address is a member already.', { field: 'email' });
}

/** Withdraws an invitation that nobody has accepted; its link stops working. */
export const revokeInvitation = defineGovernance({
  name: 'tenant.invitation.revoke',
  permission: 'tenant.member.write',
  input: z.object({ id: z.uuid(), expectedVersion: rowVersion }),
  output: z.object({ id: z.uuid(), version: z.int() }),
  run: async (trx, scope, { id, expectedVersion }) => {
    const { acceptedAt, revokedAt } = await Invitation.byId(trx, scope, id);
    if (acceptedAt) throw new DomainError('conflict', 'This invitation has been accepted. Deactivate the member instead.');
    if (revokedAt) throw new DomainError('conflict', 'This invitation has been withdrawn already.');
    const { version } = await Invitation.change(trx, scope, id, { revokedAt: new Date().toISOString() }, expectedVersion);
    return { id, version };
  },
});
