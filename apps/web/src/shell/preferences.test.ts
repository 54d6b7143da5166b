import { afterEach, expect, test } from 'vitest';
import { preferences, printInLight, setPreference } from './preferences.ts';

const root = document.documentElement;

afterEach(() => {
  setPreference('theme', 'system');
  setPreference('density', 'default');
});

test('a choice is kept for this browser and shown at once', () => {
  setPreference('theme', 'dark');
  setPreference('density', 'compact');
  expect(root.dataset).toMatchObject({ theme: 'dark', density: 'compact' });
  expect(JSON.parse(localStorage.getItem('wardwright.preferences') ?? '{}')).toMatchObject({ theme: 'dark', density: 'compact' });
  expect(preferences().theme).toBe('dark');
});

test('following the system leaves the theme to it', () => {
  setPreference('theme', 'dark');
  setPreference('theme', 'system');
  expect(root.dataset['theme']).toBeUndefined();
});

test('a dark page is printed in the light theme and is dark again afterwards', () => {
  setPreference('theme', 'dark');
  const stop = printInLight(window);
  window.dispatchEvent(new Event('beforeprint'));
  expect(root.dataset['theme']).toBe('light');
  window.dispatchEvent(new Event('afterprint'));
  expect(root.dataset['theme']).toBe('dark');
  stop();
});
