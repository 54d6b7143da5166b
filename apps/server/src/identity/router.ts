import { answer, carryOut } from '@wardwright/domain/db';
import { invite, deactivateMember, reactivateMember, revokeInvitation, setMemberRoles, setRolePermissions, updateTenant } from '@wardwright/domain/identity/commands';
import { accountEvents, invitationList, memberList, roleList, tenantSettings } from '@wardwright/domain/identity/queries';
import { letterList } from '@wardwright/domain/system/queries';
import { z } from 'zod';
import { command, permitted, query } from '../trpc/procedures.ts';
import { router } from '../trpc/trpc.ts';
import { accountRouter } from './router/account.ts';
import { doorRouter } from './router/door.ts';
import { refuseDemoMember } from './services.ts';

/** Logins, tenants, members, roles and invitations. */
export const identityRouter = router({
  /** Before signing in: what the first pages need, sign-up, and the links of invitations. */
  door: doorRouter,
  /** The signed-in person: name, sessions, tenants. */
  account: accountRouter,

  settings: router({
    /** The tenant as its administrators see it: names, address, how it works. */
    get: query(tenantSettings),
    /** Changes the settings; a stale version is refused with `conflict`. */
    update: command(updateTenant),
  }),

  members: router({
    /** Who may enter the tenant, with their roles, by name. */
    list: query(memberList),
    /** Takes the way in away from a member; their sessions end at once. The last administrator stays, and so do demo accounts. */
    deactivate: command(deactivateMember, async ({ identity, scope }, { id }) => refuseDemoMember(identity, await scope(), id)),
    /** Lets a deactivated member in again, with the roles they had. */
    reactivate: command(reactivateMember),
    /** Gives a member exactly these roles. Somebody has to stay administrator, and demo accounts keep theirs. */
    setRoles: command(setMemberRoles, async ({ identity, scope }, { id }) => refuseDemoMember(identity, await scope(), id)),
    /** What happened to the login of one member. */
    accountEvents: query(accountEvents),
  }),

  roles: router({
    /** Roles of the tenant with what each may do and how many have it. */
    list: query(roleList),
    /** Decides what a role may do; it counts from the next request of everybody who has it. Administrators keep their own rights. */
    setPermissions: command(setRolePermissions),
  }),

  invitations: router({
    /** Invitations, newest first, with their state. Links are not in it. */
    list: query(invitationList),
    /** Makes the link of an open invitation useless. */
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

  letters: router({
    /** Letters that were sent, or that wait to be copied, newest first. */
    list: query(letterList),
  }),
});
