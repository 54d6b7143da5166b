import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { reportConnection } from './connection.ts';
import { clientOf } from './trpc.ts';

/** Keeps the tenant's pages fresh: what the server announces is asked again, and after a gap everything is. */
export function useLive(tenant: string): void {
  const cache = useQueryClient();
  useEffect(() => {
    const stale = (topic: string): void => {
      // The parts of a topic are branches of the router whose answers are stale; "*" means any of them.
      const concerns = (key: readonly unknown[]): boolean =>
        topic === '*' || topic.split('.').every((branch) => JSON.stringify(key[0] ?? null).includes(`"${branch}"`));
      void cache.invalidateQueries({ predicate: ({ queryKey }) => concerns(queryKey) });
    };
    const stream = clientOf(tenant).system.live.subscribe(
      {},
      {
        onConnectionStateChange: ({ state }) => reportConnection(state === 'pending' ? 'live' : 'reconnecting'),
        onData: ({ data }) => stale(data.topic),
        onError: () => reportConnection('reconnecting'),
      },
    );
    return () => stream.unsubscribe();
  }, [tenant, cache]);
}
