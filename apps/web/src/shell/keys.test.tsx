import { fireEvent, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenForKeys, useActiveShortcuts, useShortcuts } from './keys.ts';
import { setPreference } from './preferences.ts';

const moved = vi.fn<(what: string) => void>();
let stop: () => void = () => undefined;

beforeEach(() => {
  moved.mockClear();
  stop = listenForKeys(window);
});
afterEach(() => {
  stop();
  setPreference('letterKeys', true);
});

function Page(): ReactElement {
  useShortcuts('quality.keys.title', [
    { keys: 'j', label: 'quality.keys.next', run: () => moved('j') },
    { keys: 'g q', label: 'shell.keys.quality', run: () => moved('g q') },
  ]);
  const groups = useActiveShortcuts();
  return (
    <>
      <input aria-label="name" />
      <div contentEditable suppressContentEditableWarning data-testid="editable" />
      <output>{groups.flatMap((group) => group.shortcuts.map((shortcut) => shortcut.keys)).join(', ')}</output>
    </>
  );
}

const press = (key: string, target: Element = document.body, more = {}): void => {
  fireEvent.keyDown(target, { key, ...more });
};

test('a letter runs its shortcut, a sequence needs both letters', () => {
  render(<Page />);
  press('j');
  press('g');
  press('q');
  press('q');
  expect(moved.mock.calls.flat()).toEqual(['j', 'g q']);
});

test('letters are dead inside fields and editable text', () => {
  const { getByLabelText, getByTestId } = render(<Page />);
  press('j', getByLabelText('name'));
  press('j', getByTestId('editable'));
  expect(moved).not.toHaveBeenCalled();
});

test('letters with a modifier belong to the browser', () => {
  render(<Page />);
  press('j', document.body, { ctrlKey: true });
  press('j', document.body, { metaKey: true });
  expect(moved).not.toHaveBeenCalled();
});

test('letters can be switched off', () => {
  setPreference('letterKeys', false);
  render(<Page />);
  press('j');
  expect(moved).not.toHaveBeenCalled();
});

test('letters are dead while a dialog is open', () => {
  render(<Page />);
  render(<div role="dialog" aria-modal="true" />);
  press('j');
  expect(moved).not.toHaveBeenCalled();
});

test('shortcuts come and go with their page', () => {
  const { container, unmount } = render(<Page />);
  expect(container.querySelector('output')?.textContent).toBe('j, g q');
  unmount();
  press('j');
  expect(moved).not.toHaveBeenCalled();
});
