import type { Database } from '@wardwright/domain/db';
import { onLogins } from '@wardwright/domain/identity/commands';
import { idleDays, sessionDays } from '@wardwright/domain/identity/rules';
import { newId } from '@wardwright/domain/kernel';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { identityAdapter } from './adapter.ts';
import { hashPassword, needsRehash, passwordMatches } from './passwords.ts';
import { cookiePrefix } from './session.ts';

/** Somebody who asked for a new password, and the secret half of the link. */
export interface ResetRequest {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly token: string;
}

/** What signing in needs to know of the server around it. */
export interface AuthParts {
  readonly database: Database;
  readonly secret: string;
  readonly publicUrl: string;
  /** Every origin a browser may legitimately send. */
  readonly origins: readonly string[];
  readonly onReset: (request: ResetRequest) => Promise<void>;
  /** Given work that must not delay an answer, so that its duration tells nothing. */
  readonly inBackground: (work: Promise<unknown>) => void;
  readonly onError: (message: string) => void;
}

/** The mounted endpoints answer requests to `/auth/...`; nothing else of better-auth is reachable from outside. */
export interface Auth {
  readonly handler: (request: Request) => Promise<Response>;
  /** The addresses of every endpoint better-auth has, mounted or not. */
  readonly endpoints: readonly string[];
}

const day = 86_400;
/** Header in which our own server hands over the client's address; what a client sends under this name is dropped. */
export const addressHeader = 'x-wardwright-address';
/** Minutes for which a link for a new password works. */
export const resetMinutes = 60;

/** Sets up better-auth: cookies, origin checks, passwords and links. Sessions are read by our own query instead. */
export function createAuth({ database, secret, publicUrl, origins, onReset, inBackground, onError }: AuthParts): Auth {
  const { identity } = database;
  const auth = betterAuth({
    baseURL: publicUrl,
    basePath: '/auth',
    secret,
    trustedOrigins: (request) => [...origins, ...ownOrigins(request)],
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => onError(message) },
    database: identityAdapter(identity),
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // Our own rule has been asked before; these bounds only must not contradict it.
      minPasswordLength: 1,
      maxPasswordLength: 1000,
      resetPasswordTokenExpiresIn: resetMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => onReset({ userId: user.id, email: user.email, name: user.name, token }),
      password: {
        hash: hashPassword,
        verify: async ({ hash, password }) => {
          const matches = await passwordMatches(password, hash);
          if (matches && needsRehash(hash)) await rehash(database, hash, password);
          return matches;
        },
      },
    },
    session: { expiresIn: sessionDays * day, disableSessionRefresh: true, cookieCache: { enabled: false } },
    verification: { storeIdentifier: 'hashed' },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const active = (await identity('identity.users').where({ id: session.userId, isActive: true }).first('id')) as object | undefined;
            if (!active) throw new APIError('FORBIDDEN', { code: 'LOGIN_DEACTIVATED' });
            return { data: { expiresAt: new Date(Math.min(session.expiresAt.getTime(), Date.now() + idleDays * day * 1000)) } };
          },
        },
      },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.startsWith('https:'),
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => newId() },
      backgroundTasks: { handler: inBackground },
    },
  });
  const endpoints = Object.values(auth.api).flatMap(({ path }) => (path ? [path] : []));
  return { handler: auth.handler, endpoints };
}

/** Over a proxy or another name of this machine, the page and the request still come from the same place. */
function ownOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get('host');
  return host ? [`http://${host}`, `https://${host}`] : [];
}

// The old hash names its account: it holds a salt that no other account has.
const rehash = ({ identity }: Database, old: string, password: string) =>
  onLogins(identity, { kind: 'user', requestId: 'sign-in' }, 'login.password.rehash', async (trx) => {
    await trx('identity.accounts').where({ password: old }).update({ password: await hashPassword(password) });
  });
