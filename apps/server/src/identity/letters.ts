import { type Database, inTenant, type Scope } from '@wardwright/domain/db';
import { placesOf } from '@wardwright/domain/identity/queries';
import { invitationDays } from '@wardwright/domain/identity/rules';
import { recordLetter, recordSending } from '@wardwright/domain/system/commands';
import type { SendMail } from '../system/mail.ts';
import { type ResetRequest, resetMinutes } from './auth.ts';

/** What the letters of this context need. */
export interface LetterParts {
  readonly database: Database;
  readonly publicUrl: string;
  readonly sendMail: SendMail | null;
}

interface Draft {
  readonly to: string;
  readonly subject: string;
  /** The text around a link that lets its reader in. */
  readonly text: (link: string) => string;
  readonly link: string;
  /** Whether the log may hold the link: only where it could not reach its reader in any other way. */
  readonly logLink: boolean;
}

/** The link stands behind a #, so that it appears in no log of a server or proxy on the way. */
const linkTo = (publicUrl: string, path: string, token: string): string => `${publicUrl}${path}#${token}`;

/** The link of an invitation, to be copied or sent. */
export const invitationLink = (publicUrl: string, slug: string, token: string): string => linkTo(publicUrl, `/t/${slug}/join`, token);

/** The link with which the owner of a login chooses a new password. */
export const resetLink = (publicUrl: string, token: string): string => linkTo(publicUrl, '/reset-password', token);

/** Notes a letter, and sends it where there is a mail server. @returns whether it was sent */
async function post({ sendMail }: LetterParts, scope: Scope, { to, subject, text, link, logLink }: Draft): Promise<boolean> {
  const bodyText = text(logLink ? link : '(the link is not kept)');
  const id = await inTenant(scope, (trx) => recordLetter(trx, scope, { recipientEmail: to, subject, bodyText }));
  if (!sendMail) return false;
  const problem = await sendMail({ to, subject, text: text(link) }).then(
    () => null,
    (error: unknown) => `The mail server did not take the letter (${codeOf(error)}).`,
  );
  await inTenant(scope, (trx) => recordSending(trx, scope, id, problem));
  return problem === null;
}

// The message of a mail server may quote the address; its code does not.
const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown error';
};

/**
 * Sends the link of an invitation, or notes that there is no mail server; the inviter has been shown the link anyway.
 * @returns whether a mail server took the letter
 */
export const postInvitation = (
  parts: LetterParts,
  scope: Scope,
  { to, link, tenantName }: { readonly to: string; readonly link: string; readonly tenantName: string },
): Promise<boolean> =>
  post(parts, scope, {
    to,
    subject: `Your invitation to ${tenantName}`,
    text: (shown) =>
      `You are invited to work in ${tenantName} on Wardwright.\n\nOpen this link to join:\n${shown}\n\n` +
      `It works once, within ${invitationDays} days. If you did not expect it, do nothing.\n`,
    link,
    logLink: false,
  });

/**
 * Sends the link for a new password. Without a mail server it goes to the letter log of the tenant, where an administrator
 * copies it. That would hand a login that belongs to several tenants to the administrators of one; then nobody is given the
 * link, and the log says whom to ask. Tenants that have shut the login out count: they may let it in again within the hour.
 */
export async function postReset(parts: LetterParts, { userId, email, name, token }: ResetRequest): Promise<void> {
  const { database, publicUrl, sendMail } = parts;
  const places = await placesOf(database.identity, userId);
  if (!places) return;
  const { tenants, memberships } = places;
  const link = resetLink(publicUrl, token);
  const subject = 'A new password for Wardwright';
  const text = (shown: string) =>
    `Hello ${name},\n\nsomebody, probably you, asked for a new password.\n\nOpen this link to choose one:\n${shown}\n\n` +
    `It works once, within ${resetMinutes} minutes. If it was not you, do nothing; your password stays as it is.\n`;
  if (sendMail && tenants.length === 0) return sendMail({ to: email, subject, text: text(link) });
  const noted = sendMail ? tenants.slice(0, 1) : tenants;
  const draft: Draft =
    sendMail || memberships === 1
      ? { to: email, subject, text, link, logLink: !sendMail }
      : { to: email, subject, text: () => severalTenants, link, logLink: false };
  for (const tenant of noted) {
    const scope: Scope = {
      tenantId: tenant.id,
      actor: { kind: 'user', id: userId },
      permissions: new Set(),
      requestId: 'password-reset',
      knex: database.resolve(tenant.id),
    };
    await post(parts, scope, draft);
  }
}

const severalTenants =
  'There is no mail server, and this login belongs to several hospital groups, so its link for a new password is shown to none of them. ' +
  'Ask the operator of this server.\n';
