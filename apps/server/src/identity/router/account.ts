import { createTenant, endOtherSessions, endSession, newTenant, personName, renameLogin } from '@wardwright/domain/identity/commands';
import { sessionsOf, sessionView, tenantChoice, tenantsOf } from '@wardwright/domain/identity/queries';
import { byId, DomainError } from '@wardwright/domain/kernel';
import { z } from 'zod';
import { noInput, signedIn } from '../../trpc/procedures.ts';
import { router } from '../../trpc/trpc.ts';

const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;

/** Only the two names: whoever makes a tenant for themselves does not choose its plan. */
export const tenantNames = newTenant.pick({ name: true, slug: true });

/** What a signed-in person sees and decides about themselves, whichever tenant they are in. */
export const accountRouter = router({
  /** Who is signed in, and where they may go. */
  me: signedIn
    .input(noInput)
    .output(z.object({ userId: z.uuid(), name: z.string(), email: z.string(), tenants: z.array(tenantChoice), mayCreateTenant: z.boolean() }))
    .query(async ({ ctx: { person, database, identity } }) => ({
      userId: person.userId,
      name: person.name,
      email: person.email,
      tenants: await tenantsOf(database.identity, person.userId),
      mayCreateTenant: identity.signUpOpen,
    })),

  /** What the person may do in the tenant of the address. */
  access: signedIn
    .input(noInput)
    .output(z.object({ permissions: z.array(z.string()) }))
    .query(async ({ ctx }) => {
      const { permissions } = await ctx.scope();
      return { permissions: [...permissions] };
    }),

  /** Changes the person's name, in every tenant. */
  rename: signedIn
    .input(z.object({ name: personName }))
    .output(done)
    .mutation(async ({ ctx: { person, database, requestId }, input }) => {
      await renameLogin(database.identity, person.userId, input.name, requestId);
      return ok;
    }),

  /** The browsers in which the person is signed in. */
  sessions: signedIn
    .input(noInput)
    .output(z.array(sessionView))
    .query(({ ctx: { person, database } }) => sessionsOf(database.identity, person.userId, person.sessionId)),

  /** Signs one browser out. */
  endSession: signedIn
    .input(byId)
    .output(done)
    .mutation(async ({ ctx: { person, database, requestId }, input }) => {
      await endSession(database.identity, { userId: person.userId, sessionId: input.id, requestId });
      return ok;
    }),

  /** Signs every browser out but this one. */
  endOtherSessions: signedIn
    .input(z.object({}))
    .output(z.object({ ended: z.int() }))
    .mutation(async ({ ctx: { person, database, requestId } }) => ({
      ended: await endOtherSessions(database.identity, { ...person, requestId }),
    })),

  /** Opens another tenant with the person as its administrator, where sign-up is open. */
  createTenant: signedIn
    .input(tenantNames)
    .output(z.object({ slug: z.string() }))
    .mutation(async ({ ctx: { person, database, identity, requestId }, input }) => {
      if (!identity.signUpOpen) throw new DomainError('forbidden', 'New hospital groups are opened by the operator of this server.');
      const { slug } = await createTenant(database, { userId: person.userId, requestId }, input);
      return { slug };
    }),
});
