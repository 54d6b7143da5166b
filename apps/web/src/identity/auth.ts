import { t } from '../shell/i18n.tsx';
import { AuthRefusal } from './refused.ts';

interface Problem {
  readonly detail?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Posts to one of the addresses under /auth, where cookies and passwords change hands. @throws AuthRefusal */
async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(`/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) throw new AuthRefusal(t('shell.error.unreachable'), {});
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  throw new AuthRefusal(problem.detail ?? t('shell.error.unreachable'), problem.details ?? {});
}

export const signIn = (given: { readonly email: string; readonly password: string }): Promise<void> => post('sign-in/email', given);

export const changePassword = (given: { readonly currentPassword: string; readonly newPassword: string }): Promise<void> =>
  post('change-password', given);

export const requestReset = (given: { readonly email: string }): Promise<void> => post('request-password-reset', given);

export const resetPassword = (given: { readonly token: string; readonly newPassword: string }): Promise<void> =>
  post('reset-password', given);

/** Where to go after signing in: an address of our own, never one of another site. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
