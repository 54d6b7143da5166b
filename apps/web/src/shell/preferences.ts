import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'default' | 'touch';

/** What a reader sets for this browser; public/theme.js reads the same entry before the first paint. */
export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  /** Single-letter shortcuts; some speech and switch users need them off. */
  readonly letterKeys: boolean;
  readonly railOpen: boolean;
}

const KEY = 'wardwright.preferences';
const defaults: Preferences = { theme: 'system', density: 'default', letterKeys: true, railOpen: false };
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return kept !== null && typeof kept === 'object' ? { ...defaults, ...kept } : defaults;
  } catch {
    return defaults;
  }
}

let current = read();

export function preferences(): Preferences {
  return current;
}

function apply(): void {
  const root = document.documentElement;
  if (current.theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = current.theme;
  root.dataset['density'] = current.density;
}

export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  current = { ...current, [name]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing still follows the choice until the page is closed.
  }
  apply();
  for (const listener of listeners) listener();
}

/** Paper is white: a dark page is printed in the light theme. Returns what undoes it. */
export function printInLight(target: Window): () => void {
  const before = (): void => {
    document.documentElement.dataset['theme'] = 'light';
  };
  target.addEventListener('beforeprint', before);
  target.addEventListener('afterprint', apply);
  return () => {
    target.removeEventListener('beforeprint', before);
    target.removeEventListener('afterprint', apply);
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}
