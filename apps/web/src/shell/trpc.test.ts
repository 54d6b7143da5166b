import { afterEach, expect, test, vi } from 'vitest';
import { clientOf } from './trpc.ts';

afterEach(() => void vi.unstubAllGlobals());

test('what is asked for stands in no address', async () => {
  const asked = vi.fn<typeof fetch>(async () => new Response(JSON.stringify([{ result: { data: {} } }, { result: { data: {} } }]), { headers: { 'content-type': 'application/json' } }));
  vi.stubGlobal('fetch', asked);
  const { identity } = clientOf('larkmoor');
  await Promise.all([identity.door.invitation.query({ token: 'a-token-that-nobody-may-read' }), identity.members.list.query({ text: 'Rosa Ortega' })]);
  expect(asked).toHaveBeenCalledTimes(1);
  const [url, init] = asked.mock.calls[0] ?? [];
  expect(url).toBe('/t/larkmoor/trpc/identity.door.invitation,identity.members.list?batch=1');
  expect(init).toMatchObject({ method: 'POST', body: JSON.stringify({ 0: { token: 'a-token-that-nobody-may-read' }, 1: { text: 'Rosa Ortega' } }) });
});
