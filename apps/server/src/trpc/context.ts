import type { Database, Scope } from '@wardwright/domain/db';

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
  /** Short name of the tenant in the address, or null outside `/t/<slug>`. */
  readonly slug: string | null;
  readonly signedIn: () => Promise<SignedIn | null>;
  /**
   * The scope of the tenant in the address.
   * @throws DomainError `unauthenticated` without a session, `not-found` for strangers to the tenant.
   */
  readonly scope: () => Promise<Scope>;
}
