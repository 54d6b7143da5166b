import type { Database, Scope } from '@wardwright/domain/db';
import { isDemoAccount } from '@wardwright/domain/identity/fixtures';
import { memberEmail } from '@wardwright/domain/identity/queries';
import { checkPassword } from '@wardwright/domain/identity/rules';
import { DomainError } from '@wardwright/domain/kernel';
import type { Settings } from '../settings.ts';
import { mailSender } from '../system/mail.ts';
import type { ResetRequest } from './auth.ts';
import { isCommonPassword } from './common-passwords.ts';
import { invitationLink, type LetterParts, postInvitation, postReset } from './letters.ts';
import { hashPassword } from './passwords.ts';

/** What the procedures of this context need beyond the database. */
export interface IdentityServices {
  /** Whether anybody may make a login and a tenant. */
  readonly signUpOpen: boolean;
  /** Whether the demo accounts exist and may be shown. */
  readonly demo: boolean;
  /** Whether letters reach people; otherwise links are copied by hand. */
  readonly sendsMail: boolean;
  /** @throws DomainError `rule-broken` when the password is too short or too common */
  readonly hashNewPassword: (password: string) => Promise<string>;
  readonly invitationLink: (slug: string, token: string) => string;
  /** Tells whether a mail server took the letter. */
  readonly postInvitation: (scope: Scope, letter: { to: string; link: string; tenantName: string }) => Promise<boolean>;
  readonly postReset: (request: ResetRequest) => Promise<void>;
}

/** The rule for new passwords, with the list of common ones. @throws DomainError `rule-broken` */
export const checkNewPassword = (password: string): void => checkPassword(password, isCommonPassword);

/** Keeps the password of a demo account as the sign-in page shows it. @throws DomainError `rule-broken` */
export function refuseDemoAccount(email: string): void {
  if (isDemoAccount(email)) throw new DomainError('rule-broken', 'This is a demo account. Everybody signs in with its password, so it stays as it is.');
}

/** Leaves the accounts of the sign-in page open and what they are, for the next visitor tries them. @throws DomainError `rule-broken` */
export async function refuseDemoMember({ demo }: Pick<IdentityServices, 'demo'>, scope: Scope, id: string): Promise<void> {
  if (demo && isDemoAccount(await memberEmail(scope, id)))
    throw new DomainError('rule-broken', 'This is a demo account, which the next visitor wants to try as it is. Invite somebody else, and try this with them.');
}

/** Puts the services together from the settings. They hold no state, so there may be several. */
export function identityServices(
  { publicUrl, signUp, demo, mail }: Pick<Settings, 'publicUrl' | 'signUp' | 'demo' | 'mail'>,
  database: Database,
): IdentityServices {
  const letters: LetterParts = { database, publicUrl, sendMail: mailSender(mail) };
  return {
    signUpOpen: signUp === 'open',
    demo,
    sendsMail: letters.sendMail !== null,
    hashNewPassword: async (password) => {
      checkNewPassword(password);
      return hashPassword(password);
    },
    invitationLink: (slug, token) => invitationLink(publicUrl, slug, token),
    postInvitation: (scope, letter) => postInvitation(letters, scope, letter),
    postReset: (request) => postReset(letters, request),
  };
}
