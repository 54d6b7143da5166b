import { z } from 'zod';
import { newestFirst, pageAfter } from '../../db/keyset.ts';
import { defineQuery } from '../../db/operation.ts';
import { pageInput, pageOf } from '../../kernel/index.ts';
import { invitationState, invitationStates } from '../rules.ts';
import { type InvitationRow, namedRole } from '../schema.ts';

/** An invitation as administrators see it. The link is shown once, when it is made, and cannot be read again. */
export const invitationView = z.object({
  id: z.uuid(),
  email: z.string(),
  roles: z.array(namedRole),
  invitedBy: z.string().nullable(),
  state: z.enum(invitationStates),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  version: z.int(),
});
export type InvitationView = z.infer<typeof invitationView>;

type Found = InvitationRow & { readonly roles: InvitationView['roles']; readonly inviter: string | null };

/** Invitations of the tenant, newest first. */
export const invitationList = defineQuery({
  name: 'tenant.invitation.list',
  permission: 'tenant.member.read',
  input: z.object({ ...pageInput }),
  output: pageOf(invitationView),
  read: async (trx, _scope, page) => {
    const invitations = trx('identity.invitations as i')
      .leftJoin('identity.users as u', 'u.id', 'i.invitedBy')
      .select('i.*', 'u.name as inviter')
      .select({
        roles: trx.raw(`coalesce((select jsonb_agg(jsonb_build_object('key', r.key, 'title', r.title) order by r.title) from identity.roles as r
          where r.tenant_id = i.tenant_id and r.id = any(i.role_ids)), '[]')`),
      });
    const now = new Date().toISOString();
    return await pageAfter(
      invitations as PromiseLike<Found[]> & typeof invitations,
      newestFirst('createdAt', 'i'),
      page,
      ({ id, email, roles, inviter, expiresAt, createdAt, version, ...invitation }) => ({
        id,
        email,
        roles,
        invitedBy: inviter,
        state: invitationState({ ...invitation, expiresAt }, now),
        expiresAt,
        createdAt,
        version,
      }),
    );
  },
});
