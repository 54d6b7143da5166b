import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  type Operation,
  retryLink,
  splitLink,
  type TRPCClient,
  type TRPCClientError,
  type TRPCLink,
} from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { newId } from '@wardwright/domain/kernel';
import type { AppRouter } from '@wardwright/server/router';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

export type Client = TRPCClient<AppRouter>;

const clients = new Map<string | null, Client>();

/** Gives each change a key of its own, which its repetitions share. */
const keyed: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next({ ...op, context: { ...op.context, idempotencyKey: newId() } });

const keyOf = ({ op }: { readonly op: Operation }): Record<string, string> => ({ 'idempotency-key': String(op.context['idempotencyKey']) });

/** Only when no answer came: the server then recognises the key and does nothing twice. */
const mayRepeat = ({ error, attempts }: { readonly error: TRPCClientError<AppRouter>; readonly attempts: number }): boolean =>
  !error.data && attempts <= 3;

/**
 * The client of a tenant, or with null the one for what needs no tenant. Questions travel together; each change travels
 * alone, and is repeated by itself when the network swallowed the answer. All of it travels in bodies: proxies keep
 * addresses, and no name or token belongs there.
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
          true: [keyed, retryLink({ retry: mayRepeat, retryDelayMs: (attempt) => 500 * 2 ** attempt }), httpLink({ url, headers: keyOf })],
          false: httpBatchLink({ url, maxURLLength: 2000, maxItems: 20, methodOverride: 'POST' }),
        }),
      }),
    ],
  });
  clients.set(tenant, made);
  return made;
}
