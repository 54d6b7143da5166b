import { randomBytes } from 'node:crypto';
import { checked, type Database } from '@wardwright/domain/db';
import { createTenant, emailAddress, withNewLogin } from '@wardwright/domain/identity/commands';
import { DomainError, newId } from '@wardwright/domain/kernel';
import { createAuth } from './auth.ts';
import { resetLink } from './letters.ts';
import { hashPassword } from './passwords.ts';
import { refuseDemoAccount } from './services.ts';

/** What the operator's commands work with. */
export interface OperatorParts {
  readonly database: Database;
  readonly publicUrl: string;
}

const loginOf = async ({ database }: OperatorParts, email: string): Promise<string | null> => {
  const row = (await database.identity('identity.users').where({ email }).first('id')) as { id: string } | undefined;
  return row?.id ?? null;
};

/**
 * A link with which the owner of a login chooses a new password, once and within the hour. For logins that work in several
 * tenants, whose links no administrator is shown, and for first ones.
 * @throws DomainError `not-found` when no active login has the address
 */
export async function passwordLink({ database, publicUrl }: OperatorParts, given: string): Promise<string> {
  const email = checked(emailAddress, given);
  refuseDemoAccount(email);
  let token: string | null = null;
  const { handler } = createAuth({
    database,
    secret: randomBytes(32).toString('hex'),
    publicUrl,
    origins: [],
    onReset: async (request) => {
      token = request.token;
    },
    inBackground: () => undefined,
    onError: () => undefined,
  });
  const headers = { 'content-type': 'application/json', origin: publicUrl };
  await handler(new Request(`${publicUrl}/auth/request-password-reset`, { method: 'POST', headers, body: JSON.stringify({ email }) }));
  if (token === null) throw new DomainError('not-found', 'There is no login with this address.');
  return resetLink(publicUrl, token);
}

/**
 * Opens a tenant where sign-up is closed. A login that is new gets a password nobody knows, and a link to choose one.
 * @returns the link for a new login, or null when the address has a login already
 * @throws DomainError `conflict` when the short name is taken
 */
export async function openTenant(
  parts: OperatorParts,
  { slug, name, email: given }: { readonly slug: string; readonly name: string; readonly email: string },
): Promise<string | null> {
  const email = checked(emailAddress, given);
  const requestId = newId();
  const known = await loginOf(parts, email);
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
  const { identity } = parts.database;
  const open = (userId: string) => createTenant(parts.database, { userId, requestId }, { name, slug });
  if (known) {
    await open(known);
    return null;
  }
  await withNewLogin(identity, { email, name: email.split('@', 1)[0] ?? email, passwordHash }, { kind: 'operator', requestId }, open);
  return passwordLink(parts, email);
}
