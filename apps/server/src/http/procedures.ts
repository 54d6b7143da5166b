import { TRPCError } from '@trpc/server';
import { type CreateFastifyContextOptions, fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { appRouter, type AppRouter } from '../router.ts';
import { type ContextParts, createContext } from '../trpc/context.ts';
import { likeSignIn } from './rate-limits.ts';

/** Where the procedures are found: outside of tenants, and inside of one. */
const prefixes = ['/trpc', '/t/:slug/trpc'] as const;

const largestBatch = 20;

type Options = FastifyTRPCPluginOptions<AppRouter>['trpcOptions'];

/** Puts every procedure at both addresses; the tenant of a request is the one in its address. */
export async function serveProcedures(app: FastifyInstance, parts: ContextParts): Promise<void> {
  const trpcOptions: Options = {
    router: appRouter,
    // What is asked for, such as a name or a token, belongs in no address: proxies keep those.
    allowMethodOverride: true,
    maxBatchSize: largestBatch,
    createContext: ({ req, info }) => {
      refuseBatch(info);
      return createContext(parts, { id: req.id, slug: slugOf(req), headers: req.headers });
    },
    onError: ({ error, path, req }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') req.log.error({ err: error.cause ?? error, procedure: path }, 'procedure failed');
    },
  };
  for (const prefix of prefixes) await app.register(fastifyTRPCPlugin, { prefix, trpcOptions });
}

/** A limit counts requests, so what it protects must not travel many to a request. */
function refuseBatch({ type, calls }: CreateFastifyContextOptions['info']): void {
  const guarded = calls.filter(({ path }) => likeSignIn.has(path)).length;
  if (calls.length > 1 && (type === 'mutation' || guarded > 1))
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'Send each change in a request of its own.' });
}

function slugOf(request: FastifyRequest): string | null {
  const { slug } = request.params as { slug?: string };
  return slug ?? null;
}
