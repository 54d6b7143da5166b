import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { appRouter, type AppRouter } from '../router.ts';
import { type ContextParts, createContext } from '../trpc/context.ts';

/** Where the procedures are found: outside of tenants, and inside of one. */
const prefixes = ['/trpc', '/t/:slug/trpc'] as const;

type Options = FastifyTRPCPluginOptions<AppRouter>['trpcOptions'];

/** Puts every procedure at both addresses; the tenant of a request is the one in its address. */
export async function serveProcedures(app: FastifyInstance, parts: ContextParts): Promise<void> {
  const trpcOptions: Options = {
    router: appRouter,
    createContext: ({ req }) => createContext(parts, { id: req.id, slug: slugOf(req), headers: req.headers }),
    onError: ({ error, path, req }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') req.log.error({ err: error.cause ?? error, procedure: path }, 'procedure failed');
    },
  };
  for (const prefix of prefixes) await app.register(fastifyTRPCPlugin, { prefix, trpcOptions });
}

function slugOf(request: FastifyRequest): string | null {
  const { slug } = request.params as { slug?: string };
  return slug ?? null;
}
