import { answer, carryOut } from '@wardwright/domain/db';
import { invite, deactivateMember, reactivateMember, revokeInvitation, setMemberRoles, setRolePermissions, updateTenant } from '@wardwright/domain/identity/commands';
import { accountEvents, invitationList, memberList, roleList, tenantSettings } from '@wardwright/domain/identity/queries';
import { letterList } from '@wardwright/domain/system/queries';
import { z } from 'zod';
import { command, permitted, query } from '../trpc/procedures.ts';
import { router } from '../trpc/trpc.ts';
import { accountRouter } from './router/account.ts';
import { doorRouter } from './router/door.ts';

/** Logins, tenants, members, roles and invitations. */
export const identityRouter = router({
  /** Before signing in: what the first pages need, sign-up, and the links of invitations. */
  door: doorRouter,
  /** The signed-in person: name, sessions, tenants. */
  account: accountRouter,

  settings: router({ get: query(tenantSettings), update: command(updateTenant) }),

  members: router({
    list: query(memberList),
    deactivate: command(deactivateMember),
    reactivate: command(reactivateMember),
    setRoles: command(setMemberRoles),
    /** What happened to the login of one member. */
    accountEvents: query(accountEvents),
  }),

  roles: router({ list: query(roleList), setPermissions: command(setRolePermissions) }),

  invitations: router({
    list: query(invitationList),
    revoke: command(revokeInvitation),

    /** Invites somebody. The link is in this answer alone; with a mail server it is sent as well, and `sent` says whether that went well. */
    create: permitted(invite.permission)
      .input(invite.input)
      .output(z.object({ id: z.uuid(), link: z.string(), sent: z.boolean(), expiresAt: z.iso.datetime() }))
      .mutation(async ({ ctx: { identity, ...ctx }, input }) => {
        // Kept answers to repeated requests would keep the link; inviting twice is harmless without them.
        const scope = { ...(await ctx.scope()), idempotencyKey: undefined };
        const { id, email, token, expiresAt } = await carryOut(invite, scope, input);
        const tenant = await answer(tenantSettings, { ...scope, permissions: new Set([tenantSettings.permission]) }, {});
        const link = identity.invitationLink(tenant.slug, token);
        const sent = await identity.postInvitation(scope, { to: email, link, tenantName: tenant.name });
        return { id, link, sent, expiresAt };
      }),
  }),

  /** Letters that were sent, or that wait to be copied. */
  letters: router({ list: query(letterList) }),
});
