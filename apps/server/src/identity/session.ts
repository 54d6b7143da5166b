import { createHash } from 'node:crypto';
import type { Database, Scope } from '@wardwright/domain/db';
import { notFound } from '@wardwright/domain/kernel';
import { entryOf, liveSession } from '@wardwright/domain/identity/queries';
import type { SignedIn } from '../trpc/context.ts';

/** First half of the names of our cookies; over https browsers only accept the session cookie with `__Secure-` before it. */
export const cookiePrefix = 'wardwright';

const sessionCookie = /(?:^|;\s*)(__Secure-)?wardwright\.session_token=([^;]+)/g;

/** How a session token is kept: whoever reads the table cannot sign in with what they find. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

function sessionToken(cookies: string | undefined): string | null {
  const found = [...(cookies ?? '').matchAll(sessionCookie)];
  const [, , value] = found.find(([, secure]) => secure) ?? found[0] ?? [];
  // The cookie reads token.signature. The signature adds nothing here: the token itself cannot be guessed.
  const [token] = (value ?? '').split('.');
  return token && /^[\w-]{20,64}$/.test(token) ? token : null;
}

/** The person whose session cookie comes with the request, or null. Asked anew for each request: one indexed read. */
export async function readSession(
  database: Database,
  headers: { readonly cookie?: string | undefined },
): Promise<SignedIn | null> {
  const token = sessionToken(headers.cookie);
  return token ? liveSession(database.identity, hashToken(token)) : null;
}

/**
 * What a signed-in person may do in the tenant of the address, looked up anew for each request: one read.
 * @throws DomainError `not-found` for strangers and for tenants that do not exist, so that tenants cannot be probed
 */
export async function tenantScope(
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
