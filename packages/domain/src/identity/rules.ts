import { DomainError, type Permission } from '../kernel/index.ts';

/** Fewest characters of a password. Length is what makes guessing hopeless, so there is no rule about kinds of letters. */
export const shortestPassword = 12;
/** Most characters of a password; longer ones would let a stranger keep the server busy with hashing. */
export const longestPassword = 200;
/** Fewest different characters of a password: `aaaaaaaaaaaa` is as short as one letter. */
export const fewestLetters = 5;

/** A password as it is judged and hashed: the same characters typed on different keyboards are the same password. */
export const canonicalPassword = (password: string): string => password.normalize('NFKC');

/** Why a password is refused, or null. Needs no list of common passwords, so a form can tell while somebody types. */
export function passwordProblem(password: string): string | null {
  const fault = passwordFault(password);
  return fault && faultSentences[fault];
}

/** What can be wrong with a password before it is compared with common ones: its length, or that its characters repeat. */
export type PasswordFault = 'short' | 'long' | 'monotonous';

/** The first fault of a password, or null; for pages, which have words of their own. */
export function passwordFault(password: string): PasswordFault | null {
  const letters = Array.from(canonicalPassword(password));
  if (letters.length < shortestPassword) return 'short';
  if (letters.length > longestPassword) return 'long';
  return new Set(letters).size < fewestLetters ? 'monotonous' : null;
}

const faultSentences: Readonly<Record<PasswordFault, string>> = {
  short: `Use at least ${shortestPassword} characters. A sentence is easy to remember.`,
  long: `Use at most ${longestPassword} characters.`,
  monotonous: `Use at least ${fewestLetters} different characters.`,
};

/**
 * The forms under which a guesser would meet a password: as it is, without the digits and signs people append, with the
 * usual digits for letters read back, and what is left when a shorter word is only repeated. All in lower case.
 */
export function guessableForms(password: string): readonly string[] {
  const whole = canonicalPassword(password).trim().toLowerCase();
  const core = whole.replaceAll(/^[^a-z]+|[^a-z]+$/g, '');
  const forms = [whole, whole.replaceAll(/\s+/g, ''), core, asLetters(whole), asLetters(core), asLetters(whole).replaceAll(/[^a-z]+$/g, '')];
  const repeated = forms.map((form) => /^(.+?)\1+$/.exec(form)?.[1] ?? '');
  return [...new Set([...forms, ...repeated])].filter((form) => form.length > 0);
}

const asLetters = (text: string): string =>
  text.replaceAll(/[0134578@$!]/g, (sign) => ({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's', '!': 'i' })[sign] ?? sign);

/**
 * Refuses a password that is too short, or that stands on the list of common ones in any guessable form.
 * @param isCommon whether a lower-case word is on the list
 * @throws DomainError `rule-broken` with the field
 */
export function checkPassword(password: string, isCommon: (word: string) => boolean): void {
  const problem =
    passwordProblem(password) ??
    (guessableForms(password).some(isCommon)
      ? 'This password, or the word it is built on, is among the most common ones. Choose another.'
      : null);
  if (problem) throw new DomainError('rule-broken', problem, { field: 'password' });
}

/** Failures that cost nothing, so that a slip of the finger is not punished. */
const freeFailures = 2;
const longestWait = 60;

/** Seconds that an account has to wait at one address after this many failed sign-ins in a row: 1, 2, 4 ... at most 60. */
export const waitAfter = (failures: number): number =>
  failures <= freeFailures ? 0 : Math.min(longestWait, 2 ** Math.min(failures - freeFailures - 1, 10));

/** Seconds until a letter for the same address can be asked for again, after this many: 15, 30, 60 ... at most a quarter of an hour. */
export const waitAfterLetters = (letters: number): number => (letters <= freeFailures ? 0 : Math.min(900, 15 * 2 ** Math.min(letters - freeFailures - 1, 10)));

/** Days during which an invitation can be accepted. */
export const invitationDays = 7;

/** What has become of an invitation. */
export const invitationStates = ['open', 'accepted', 'revoked', 'expired'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** What has become of an invitation at this moment. @param now ISO instant */
export function invitationState(
  invitation: { readonly acceptedAt: string | null; readonly revokedAt: string | null; readonly expiresAt: string },
  now: string,
): InvitationState {
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.revokedAt) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}

/** Short names that a web address needs for itself, now or when tenants get subdomains. */
const reserved = new Set(['admin', 'api', 'app', 'auth', 'demo', 'help', 'mail', 'static', 'status', 'support', 'trpc', 'www']);

/** Whether a tenant may not have this short name. */
export const isReservedSlug = (slug: string): boolean => reserved.has(slug);

/** Days a sign-in lasts at most, however often it is used. */
export const sessionDays = 14;
/** Days without use after which a sign-in ends by itself. */
export const idleDays = 3;

/** The role that governs a tenant; every tenant always has somebody active in it. */
export const administratorRole = 'tenant.admin';
/** What administrators cannot give up, because nobody else could give it back. */
export const administratorRights: readonly Permission[] = ['tenant.member.read', 'tenant.member.write', 'tenant.role.write'];
