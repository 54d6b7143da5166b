import { useSyncExternalStore } from 'react';

export type ConnectionState = 'live' | 'reconnecting' | 'offline';

export interface Connection {
  readonly state: ConnectionState;
  /** When the page last heard from the server (ISO). */
  readonly since: string;
}

let current: Connection = { state: 'live', since: new Date().toISOString() };
const listeners = new Set<() => void>();

/** The live stream tells how it fares; a browser that knows it is offline overrules it. */
export function reportConnection(state: ConnectionState): void {
  const known = typeof navigator !== 'undefined' && navigator.onLine === false ? 'offline' : state;
  if (known === current.state && known !== 'live') return;
  current = { state: known, since: known === 'live' ? new Date().toISOString() : current.since };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const lost = (): void => reportConnection('offline');
  const back = (): void => reportConnection('reconnecting');
  listeners.add(listener);
  window.addEventListener('offline', lost);
  window.addEventListener('online', back);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('offline', lost);
    window.removeEventListener('online', back);
  };
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}
