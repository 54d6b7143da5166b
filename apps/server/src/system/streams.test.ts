import type { Scope } from '@wardwright/domain/db';
import { DomainError, newId, type Permission } from '@wardwright/domain/kernel';
import { expect, test } from 'vitest';
import type { Live } from './live.ts';
import { liveTopics } from './streams.ts';

const scope = { tenantId: newId(), permissions: new Set<Permission>(['tenant.settings.read']) } as unknown as Scope;

/** Announces these topics and counts who still listens. */
function shouting(...topics: string[]): Live & { listeners: number } {
  const live = {
    connected: true,
    listeners: 0,
    stop: () => Promise.resolve(),
    topics: (_tenantId: string, signal: AbortSignal) => {
      live.listeners += 1;
      signal.addEventListener('abort', () => (live.listeners -= 1), { once: true });
      return (async function* () {
        yield* topics;
      })();
    },
  };
  return live;
}

const all = async (events: AsyncGenerator<readonly [string, { topic: string }]>): Promise<string[]> => {
  const seen: string[] = [];
  for await (const [, { topic }] of events) seen.push(topic);
  return seen;
};

test('a new stream begins quietly, one that comes back is told that everything may be stale', async () => {
  const ctx = { live: shouting('jobs'), scope: () => Promise.resolve(scope), recheck: () => Promise.resolve(scope) };
  expect(await all(liveTopics(ctx, null, undefined))).toEqual(['connected', 'jobs']);
  expect(await all(liveTopics(ctx, '4', undefined))).toEqual(['*', 'jobs']);
  expect(ctx.live.listeners).toBe(0);
});

test('a stream ends when its session or membership is gone', async () => {
  const gone = () => Promise.reject(new DomainError('unauthenticated', 'Sign in first.'));
  const ctx = { live: shouting('jobs'), scope: () => Promise.resolve(scope), recheck: gone };
  await expect(all(liveTopics(ctx, null, undefined))).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(ctx.live.listeners).toBe(0);
});

test('a stream ends when the role no longer includes it', async () => {
  const lesser = { ...scope, permissions: new Set<Permission>() };
  const ctx = { live: shouting('jobs'), scope: () => Promise.resolve(scope), recheck: () => Promise.resolve(lesser) };
  await expect(all(liveTopics(ctx, null, undefined))).rejects.toMatchObject({ code: 'forbidden' });
});

test('a reader who leaves early leaves nobody listening', async () => {
  const ctx = { live: shouting('a', 'b', 'c'), scope: () => Promise.resolve(scope), recheck: () => Promise.resolve(scope) };
  const events = liveTopics(ctx, null, undefined);
  await events.next();
  await events.return(undefined);
  expect(ctx.live.listeners).toBe(0);
});
