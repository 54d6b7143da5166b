import { acceptInvitation, createTenant, emailAddress, invitationOffer, personName, refuseTakenSlug, withNewLogin } from '@wardwright/domain/identity/commands';
import { demoAccounts, demoPassword } from '@wardwright/domain/identity/fixtures';
import { namedRole } from '@wardwright/domain/identity/schema';
import { DomainError, found } from '@wardwright/domain/kernel';
import { z } from 'zod';
import { noInput, signedIn } from '../../trpc/procedures.ts';
import { open, router } from '../../trpc/trpc.ts';
import { tenantNames } from './account.ts';

const anyone = open.meta({ permission: 'anyone' });
const token = z.string().min(20).max(200);
const newPassword = z.string().min(1).max(400);
const entered = z.object({ slug: z.string() });

/** What can be done without being signed in. Signing in itself is at `/auth`, because it sets a cookie. */
export const doorRouter = router({
  /** What the pages before sign-in show: who asks, whether sign-up is open and, in demo mode only, the accounts to try. */
  welcome: anyone
    .input(noInput)
    .output(
      z.object({
        signedIn: z.boolean(),
        signUpOpen: z.boolean(),
        sendsMail: z.boolean(),
        demo: z
          .object({ password: z.string(), accounts: z.array(z.object({ name: z.string(), email: z.string(), title: z.string(), tenant: z.string() })) })
          .nullable(),
      }),
    )
    .query(async ({ ctx: { identity, signedIn: person } }) => ({
      signedIn: (await person()) !== null,
      signUpOpen: identity.signUpOpen,
      sendsMail: identity.sendsMail,
      demo: identity.demo ? { password: demoPassword, accounts: [...demoAccounts] } : null,
    })),

  /** Makes a login and a tenant it administers, where sign-up is open. Sign in with it afterwards. */
  signUp: anyone
    .input(z.object({ name: personName, email: emailAddress, password: newPassword, tenant: tenantNames }))
    .output(entered)
    .mutation(async ({ ctx: { identity, database, requestId }, input: { name, email, password, tenant } }) => {
      if (!identity.signUpOpen) throw new DomainError('forbidden', 'Sign-up is closed. Ask an administrator for an invitation.');
      await refuseTakenSlug(database, tenant.slug);
      const passwordHash = await identity.hashNewPassword(password);
      return withNewLogin(database.identity, { name, email, passwordHash }, { kind: 'user', requestId }, async (userId) => {
        const { slug } = await createTenant(database, { userId, requestId }, tenant);
        return { slug };
      });
    }),

  /** What the invitation behind a link offers. */
  invitation: anyone
    .input(z.object({ token }))
    .output(z.object({ tenantName: z.string(), email: z.string(), roles: z.array(namedRole), hasLogin: z.boolean() }))
    .query(({ ctx: { database, slug, requestId }, input }) =>
      invitationOffer(database, { slug: found(slug, 'invitation'), token: input.token }, requestId),
    ),

  /** Accepts an invitation with a new login. Sign in with it afterwards. */
  joinWithNewLogin: anyone
    .input(z.object({ token, name: personName, password: newPassword }))
    .output(entered)
    .mutation(async ({ ctx: { identity, database, slug, requestId }, input: { name, password, ...given } }) => {
      const link = { slug: found(slug, 'invitation'), token: given.token };
      const { email } = await invitationOffer(database, link, requestId);
      const passwordHash = await identity.hashNewPassword(password);
      await withNewLogin(database.identity, { name, email, passwordHash }, { kind: 'user', requestId }, (userId) =>
        acceptInvitation(database, link, { userId, email, requestId }),
      );
      return { slug: link.slug };
    }),

  /** Accepts an invitation with the login that is signed in. */
  join: signedIn
    .input(z.object({ token }))
    .output(entered)
    .mutation(async ({ ctx: { person, database, slug, requestId }, input }) => {
      const link = { slug: found(slug, 'invitation'), token: input.token };
      await acceptInvitation(database, link, { userId: person.userId, email: person.email, requestId });
      return { slug: link.slug };
    }),
});
