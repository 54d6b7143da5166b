import { checked, type Database } from '@wardwright/domain/db';
import { claimAttempt, claimLetter, emailAddress, forgiveAttempts, signOut } from '@wardwright/domain/identity/commands';
import { longestPassword } from '@wardwright/domain/identity/rules';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Settings } from '../settings.ts';
import { addressHeader, type Auth, createAuth } from './auth.ts';
import { checkNewPassword, identityServices, refuseDemoAccount } from './services.ts';
import { sessionCookie, sessionsOf } from './session.ts';

/** What the sign-in addresses are built from. */
export interface AuthRouteParts {
  readonly settings: Settings;
  /** Signs the session cookies. */
  readonly secret: string;
  readonly database: Database;
  readonly log: Logger;
}

const typedPassword = z.string().min(1, 'Write a password').max(longestPassword * 2);

/** What each mounted address takes. Everything else under `/auth` is not found. */
const inputs = {
  '/sign-in/email': z.object({ email: emailAddress, password: typedPassword }),
  '/sign-out': z.object({}),
  '/change-password': z.object({ currentPassword: typedPassword, newPassword: typedPassword }),
  '/request-password-reset': z.object({ email: emailAddress }),
  '/reset-password': z.object({ token: z.string().min(1).max(200), newPassword: typedPassword }),
} as const;
type Endpoint = keyof typeof inputs;

/** The addresses that answer, below `/auth`. */
export const mountedEndpoints = Object.keys(inputs) as readonly Endpoint[];

/** Adds sign-in, sign-out, and what belongs to passwords: the five places where a cookie or a password changes hands. All but sign-out are better-auth's. */
export const authRoutes =
  ({ settings, secret, database, log }: AuthRouteParts) =>
  (app: FastifyInstance): void => {
    const { postReset } = identityServices(settings, database);
    const running = new Set<Promise<unknown>>();
    const auth = createAuth({
      database,
      secret,
      publicUrl: settings.publicUrl,
      origins: settings.origins,
      onReset: postReset,
      inBackground: (work) => {
        const settled = work.catch(() => log.error('a letter for a new password was not sent')).finally(() => running.delete(settled));
        running.add(settled);
      },
      onError: (message) => log.error({ component: 'better-auth' }, message),
    });
    app.addHook('onClose', async () => {
      await Promise.all(running);
    });
    const { read } = sessionsOf({ secret, publicUrl: settings.publicUrl });
    const pass = forwardTo(auth, settings.publicUrl);
    const guarded = delayed(database);

    app.post('/auth/sign-in/email', async (request, reply) => {
      const given = checked(inputs['/sign-in/email'], request.body);
      await guarded(given.email, request, reply, () => pass('/sign-in/email', given, request, reply));
      return { ok: true };
    });

    app.post('/auth/sign-out', async (request, reply) => {
      const person = await read(database, request.headers);
      if (person) await signOut(database.identity, { ...person, requestId: request.id });
      forgetCookie(reply, settings.publicUrl);
      if (!person) throw new DomainError('unauthenticated', 'This browser was not signed in, so no session was ended.');
      return { ok: true };
    });

    app.post('/auth/change-password', async (request, reply) => {
      const given = checked(inputs['/change-password'], request.body);
      const person = await read(database, request.headers);
      if (!person) throw new DomainError('unauthenticated', 'Sign in first.');
      refuseDemoAccount(person.email);
      checkNewPassword(given.newPassword);
      const change = () => pass('/change-password', { ...given, revokeOtherSessions: true }, request, reply);
      await guarded(person.email, request, reply, change);
      return { ok: true };
    });

    app.post('/auth/request-password-reset', async (request, reply) => {
      const given = checked(inputs['/request-password-reset'], request.body);
      refuseDemoAccount(given.email);
      const wait = await claimLetter(database.identity, given.email);
      refuseFor(wait, reply, 'A link for this address was asked for several times. Use the last one, or wait');
      await pass('/request-password-reset', given, request, reply);
      return { ok: true };
    });

    app.post('/auth/reset-password', async (request, reply) => {
      const given = checked(inputs['/reset-password'], request.body);
      checkNewPassword(given.newPassword);
      await pass('/reset-password', given, request, reply);
      return { ok: true };
    });

    app.all('/auth/*', () => {
      throw new DomainError('not-found', 'There is nothing at this address.');
    });
  };

/** Makes whoever guesses a password wait, by account and address; a right one ends the waiting. */
const delayed =
  ({ identity }: Database) =>
  async (email: string, request: FastifyRequest, reply: FastifyReply, attempt: () => Promise<void>): Promise<void> => {
    const seconds = await claimAttempt(identity, email, request.ip);
    refuseFor(seconds, reply, 'The password was wrong several times. Wait');
    await attempt();
    await forgiveAttempts(identity, email, request.ip);
  };

function refuseFor(seconds: number, reply: FastifyReply, reason: string): void {
  if (seconds === 0) return;
  void reply.header('retry-after', seconds);
  throw new DomainError('too-many-requests', `${reason} ${seconds} s, then try again.`, { retryAfter: seconds });
}

const forgetCookie = (reply: FastifyReply, publicUrl: string): void =>
  void reply
    .header('cache-control', 'no-store')
    .setCookie(sessionCookie(publicUrl), '', { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), maxAge: 0 });

/** Hands a checked request to better-auth and its cookies to the browser. Its answers stay here: they hold the token. */
const forwardTo =
  ({ handler }: Auth, publicUrl: string) =>
  async (endpoint: Endpoint, body: object, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const headers = new Headers({ 'content-type': 'application/json', 'x-request-id': request.id, [addressHeader]: request.ip });
    for (const name of ['cookie', 'origin', 'referer', 'host', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) {
      const value = request.headers[name];
      if (typeof value === 'string') headers.set(name, value);
    }
    const answer = await handler(
      new Request(`${publicUrl}/auth${endpoint}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    );
    if (!answer.ok) throw await refusalOf(answer);
    for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie);
    void reply.header('cache-control', 'no-store');
  };

const refusals: Readonly<Record<string, () => DomainError>> = {
  INVALID_EMAIL_OR_PASSWORD: () => new DomainError('unauthenticated', 'The e-mail address or the password is wrong.'),
  LOGIN_DEACTIVATED: () => new DomainError('forbidden', 'This login has been deactivated. Ask the operator of this server.'),
  CREDENTIAL_ACCOUNT_NOT_FOUND: () => new DomainError('rule-broken', 'This login has no password yet. Ask for a link to set one.'),
  INVALID_PASSWORD: () => new DomainError('rule-broken', 'The current password is wrong.', { field: 'currentPassword' }),
  INVALID_TOKEN: () => new DomainError('not-found', 'This link has expired or was used already. Ask for a new one.'),
  UNAUTHORIZED: () => new DomainError('unauthenticated', 'Sign in first.'),
  INVALID_ORIGIN: () => new DomainError('forbidden', 'This request comes from the page of another site.'),
  MISSING_OR_NULL_ORIGIN: () => new DomainError('forbidden', 'This request does not say which page it comes from.'),
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: () => new DomainError('forbidden', 'This request comes from the page of another site.'),
};

async function refusalOf(answer: Response): Promise<Error> {
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  return refusals[code ?? '']?.() ?? new Error(`better-auth answered ${answer.status} ${code ?? 'without a code'}`);
}
