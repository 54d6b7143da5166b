import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Database, Scope } from '@wardwright/domain/db';
import { notFound } from '@wardwright/domain/kernel';
import { entryOf, liveSession } from '@wardwright/domain/identity/queries';
import type { Sessions, SignedIn } from '../trpc/context.ts';

/** First half of the names of our cookies. */
export const cookiePrefix = 'wardwright';

/** What the session cookie of an installation depends on. */
export interface CookieParts {
  /** Signs the cookies; whoever changes it signs everybody out. */
  readonly secret: string;
  readonly publicUrl: string;
}

/** Over https the name begins with `__Secure-`: browsers send such a cookie over https alone and let no other page set it. */
export const sessionCookie = (publicUrl: string): string => `${publicUrl.startsWith('https:') ? '__Secure-' : ''}${cookiePrefix}.session_token`;

/** How a session token is kept: whoever reads the table cannot sign in with what they find. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A token as the cookie carries it: with a signature, as better-auth makes it. */
export const signedToken = (token: string, secret: string): string =>
  encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);

const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function sessionToken(cookies: string | undefined, { secret, publicUrl }: CookieParts): string | null {
  const start = `${sessionCookie(publicUrl)}=`;
  const value = (cookies ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(start))
    ?.slice(start.length);
  const [, token] = /^([\w-]{20,64})\.[\w%+/=]+$/.exec(value ?? '') ?? [];
  return value !== undefined && token !== undefined && equal(value, signedToken(token, secret)) ? token : null;
}

/** How requests to this installation are known by their cookie, anew for each request: one indexed read, one for the tenant. */
export const sessionsOf = (parts: CookieParts): Sessions => ({
  read: async (database, { cookie }) => {
    const token = sessionToken(cookie, parts);
    return token ? liveSession(database.identity, hashToken(token)) : null;
  },
  scope: tenantScope,
});

/**
 * What a signed-in person may do in the tenant of the address, looked up anew for each request: one read.
 * @throws DomainError `not-found` for strangers and for tenants that do not exist, so that tenants cannot be probed
 */
async function tenantScope(
  database: Database,
  person: SignedIn,
  slug: string,
  request: { readonly requestId: string; readonly idempotencyKey?: string | undefined },
): Promise<Scope> {
  const entry = await entryOf(database.identity, person.userId, slug);
  if (!entry) throw notFound('tenant');
  return {
    ...request,
    tenantId: entry.tenantId,
    actor: { kind: 'user', id: person.userId },
    permissions: entry.permissions,
    knex: database.resolve(entry.tenantId),
  };
}
