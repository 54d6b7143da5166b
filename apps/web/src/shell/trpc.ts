import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { newId } from '@wardwright/domain/kernel';
import type { AppRouter } from '@wardwright/server/router';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export type Client = TRPCClient<AppRouter>;

const clients = new Map<string | null, Client>();

/**
 * The client of a tenant, or with null the one for what needs no tenant. Questions travel together; each change travels
 * alone with a key of its own, so that a repeated request changes nothing twice.
 */
export function clientOf(tenant: string | null): Client {
  const known = clients.get(tenant);
  if (known) return known;
  const url = tenant === null ? '/trpc' : `/t/${tenant}/trpc`;
  const made = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: splitLink({
          condition: (operation) => operation.type === 'mutation',
          true: httpLink({ url, headers: () => ({ 'idempotency-key': newId() }) }),
          false: httpBatchLink({ url, maxURLLength: 2000, maxItems: 20 }),
        }),
      }),
    ],
  });
  clients.set(tenant, made);
  return made;
}
