import { lazy, type ReactElement, Suspense, useEffect, useSyncExternalStore } from 'react';
import type { ModuleId } from './modules.ts';

const PaletteDialog = lazy(() => import('./palette-dialog.tsx').then((module) => ({ default: module.PaletteDialog })));

let asked = 0;
const listeners = new Set<() => void>();

/** Opens the palette; it is fetched when it is first asked for. */
export function openPalette(): void {
  asked += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How the palette's shortcut is written on this machine. */
export function paletteKey(): string {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
}

/** Something a page adds to the palette while it is open. */
export interface Verb {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

export interface PaletteProps {
  readonly tenant: string;
  readonly modules: readonly ModuleId[];
  readonly verbs: readonly Verb[];
}

/** Search and verbs, on ⌘K or Ctrl K from anywhere, fields included. */
export function Palette(props: PaletteProps): ReactElement | null {
  const times = useSyncExternalStore(subscribe, () => asked);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      openPalette();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (times === 0) return null;
  return (
    <Suspense fallback={null}>
      <PaletteDialog {...props} asked={times} />
    </Suspense>
  );
}
