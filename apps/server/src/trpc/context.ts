import type { IncomingHttpHeaders } from 'node:http';
import type { Database, Scope } from '@wardwright/domain/db';
import { DomainError } from '@wardwright/domain/kernel';
import type { IdentityServices } from '../identity/services.ts';
import type { Live } from '../system/live.ts';

/** The signed-in person, before any tenant is looked at. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly name: string;
}

/** What every procedure is given. Built once per HTTP request; the lookups are made on first need and then kept. */
export interface Context {
  readonly requestId: string;
  readonly database: Database;
  readonly live: Live;
  readonly identity: IdentityServices;
  /** Short name of the tenant in the address, or null outside `/t/<slug>`. */
  readonly slug: string | null;
  readonly signedIn: () => Promise<SignedIn | null>;
  /**
   * The scope of the tenant in the address.
   * @throws DomainError `unauthenticated` without a session, `not-found` for strangers to the tenant.
   */
  readonly scope: () => Promise<Scope>;
  /** The same, looked up anew: streams outlive sessions, memberships and roles. */
  readonly recheck: () => Promise<Scope>;
  /** Told how long each procedure took. */
  readonly observe?: (procedure: string, ok: boolean, seconds: number) => void;
}

/** How the identity context answers for a request. */
export interface Sessions {
  readonly read: (database: Database, headers: IncomingHttpHeaders) => Promise<SignedIn | null>;
  readonly scope: (
    database: Database,
    signedIn: SignedIn,
    slug: string,
    request: { readonly requestId: string; readonly idempotencyKey?: string | undefined },
  ) => Promise<Scope>;
}

/** What is the same for all requests. */
export interface ContextParts {
  readonly database: Database;
  readonly live: Live;
  readonly identity: IdentityServices;
  readonly sessions: Sessions;
  readonly observe: NonNullable<Context['observe']>;
}

/** What a context needs to know of an HTTP request. */
export interface ContextRequest {
  readonly id: string;
  readonly slug: string | null;
  readonly headers: IncomingHttpHeaders;
}

/** Builds the context of one request. Procedures of a batch share it, so that the session is read once. */
export function createContext({ database, live, identity, sessions, observe }: ContextParts, request: ContextRequest): Context {
  const { id: requestId, slug, headers } = request;
  const given = headers['idempotency-key'];
  const idempotencyKey = typeof given === 'string' ? given : undefined;
  const read = () => sessions.read(database, headers);
  const scopeFor = async (reading: Promise<SignedIn | null>): Promise<Scope> => {
    const person = await reading;
    if (!person) throw new DomainError('unauthenticated', 'Sign in first.');
    if (slug === null) throw new DomainError('not-found', 'This address names no tenant.');
    return sessions.scope(database, person, slug, { requestId, idempotencyKey });
  };
  const signedIn = once(read);
  const scope = once(() => scopeFor(signedIn()));
  return { requestId, database, live, identity, slug, signedIn, scope, recheck: () => scopeFor(read()), observe };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => (answer ??= work());
}
