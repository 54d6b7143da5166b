import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderInFrame } from './test-frame.tsx';
import { signOut } from './sign-out.ts';
import { SignOutBanner } from './sign-out-banner.tsx';

const asked = vi.fn<typeof fetch>();
const left = vi.fn<(url: string | URL) => void>();
beforeEach(() => {
  vi.stubGlobal('fetch', asked);
  vi.spyOn(window.location, 'assign').mockImplementation(left);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  asked.mockReset();
  left.mockReset();
});

const answered = (status: number, detail?: string) => asked.mockResolvedValueOnce(new Response(JSON.stringify({ ok: true, detail }), { status }));

test.each([200, 401])('an answer of %i leads away: no session is left', async (status) => {
  answered(status);
  await renderInFrame(<SignOutBanner />);
  act(() => signOut());
  await waitFor(() => expect(left).toHaveBeenCalledWith('/sign-in'));
  expect(screen.queryByRole('alert')).toBeNull();
});

test.each([
  ['too many requests', () => answered(429, 'Wait 20 s, then try again.'), 'Wait 20 s, then try again.'],
  ['a refusal', () => answered(403, 'This request comes from the page of another site.'), 'another site'],
  ['a failure without words', () => asked.mockResolvedValueOnce(new Response('', { status: 500 })), 'The server cannot be reached.'],
  ['no answer', () => asked.mockRejectedValueOnce(new TypeError('offline')), 'The server cannot be reached.'],
])('after %s the page stays and says that the session lives', async (_name, prepare, sentence) => {
  prepare();
  await renderInFrame(<SignOutBanner />);
  act(() => signOut());
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('You are still signed in.');
  expect(alert.textContent).toContain(sentence);
  expect(left).not.toHaveBeenCalled();
  answered(200);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(left).toHaveBeenCalledWith('/sign-in'));
  expect(screen.queryByRole('alert')).toBeNull();
});
