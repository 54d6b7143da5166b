import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { PlainMessageId } from './catalogue.ts';
import { preferences } from './preferences.ts';

/** One shortcut: a key as the keyboard reports it ('j', '/', 'Escape') or a sequence of two ('g q'). */
export interface Shortcut {
  readonly keys: string;
  readonly label: PlainMessageId;
  readonly run: () => void;
}

export interface ShortcutGroup {
  readonly title: PlainMessageId;
  readonly shortcuts: readonly Shortcut[];
}

/** A second key of a sequence must follow within this time. */
const SEQUENCE_MS = 1000;
let groups: readonly ShortcutGroup[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly ShortcutGroup[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

/** Letters and digits must stay letters and digits while somebody types. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.closest('input, textarea, select, [role="textbox"], [role="combobox"], [role="searchbox"]') !== null;
}

function isCovered(): boolean {
  const open = document.querySelector('[aria-modal="true"], [role="menu"]');
  return open !== null;
}

function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key.length === 1 && !preferences().letterKeys) return false;
  return !isTyping(event.target) && !isCovered();
}

function find(keys: string): Shortcut | undefined {
  for (const group of [...groups].reverse()) {
    const hit = group.shortcuts.find((shortcut) => shortcut.keys === keys);
    if (hit) return hit;
  }
  return undefined;
}

function startsSequence(key: string): boolean {
  return groups.some((group) => group.shortcuts.some((shortcut) => shortcut.keys.startsWith(`${key} `)));
}

/** Listens on the window; returns what undoes it. */
export function listenForKeys(target: Window): () => void {
  let first = '';
  let since = 0;
  const onKey = (event: KeyboardEvent): void => {
    if (!isShortcut(event)) return;
    const { key } = event;
    const pair = first !== '' && event.timeStamp - since < SEQUENCE_MS ? find(`${first} ${key}`) : undefined;
    const hit = pair ?? find(key);
    first = hit === undefined && startsSequence(key) ? key : '';
    since = event.timeStamp;
    if (hit) {
      event.preventDefault();
      hit.run();
    }
  };
  target.addEventListener('keydown', onKey);
  return () => target.removeEventListener('keydown', onKey);
}

/** Makes a group of shortcuts live while the component is on the page; the newest group wins a shared key. */
export function useShortcuts(title: PlainMessageId, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map((shortcut) => `${shortcut.keys}\t${shortcut.label}`).join('\n');
  useEffect(() => {
    const stable = latest.current.map(({ keys, label }) => ({
      keys,
      label,
      run: () => latest.current.find((shortcut) => shortcut.keys === keys)?.run(),
    }));
    const group: ShortcutGroup = { title, shortcuts: stable };
    publish([...groups, group]);
    return () => publish(groups.filter((other) => other !== group));
  }, [title, names]);
}

/** The groups that are live now, for the shortcuts sheet. */
export function useActiveShortcuts(): readonly ShortcutGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}
