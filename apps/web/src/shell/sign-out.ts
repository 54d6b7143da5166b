import { useSyncExternalStore } from 'react';
import { t } from './i18n.tsx';

let problem: string | null = null;
const listeners = new Set<() => void>();

function say(next: string | null): void {
  problem = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function askToSignOut(): Promise<string | null> {
  const answer = await fetch('/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).catch(() => null);
  if (!answer) return t('shell.error.unreachable');
  // Whoever is not signed in has nothing left to end.
  if (answer.ok || answer.status === 401) return null;
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
  return detail ?? t('shell.error.unreachable');
}

async function leave(): Promise<void> {
  say(null);
  const refusal = await askToSignOut();
  if (refusal === null) window.location.assign('/sign-in');
  else say(refusal);
}

/** Ends the session and leaves nothing of it on the page: the whole document is loaded anew. If it lives on, the page stays and says so. */
export function signOut(): void {
  void leave();
}

/** Why the last try to sign out failed, or null. */
export const useSignOutProblem = (): string | null => useSyncExternalStore(subscribe, () => problem);
