import { existsSync } from 'node:fs';
import path from 'node:path';
import serveStatic from '@fastify/static';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.ts';

const machineAddress = /^\/(trpc|auth|assets|healthz|readyz|metrics)(\/|$)|^\/t\/[^/]+\/trpc(\/|$)/;
const year = 31_536_000;

/** The address as the router read it, however it was written; null when it cannot be read. */
function addressOf({ url }: FastifyRequest): string | null {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    return null;
  }
}

function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const address = addressOf(request);
  return address !== null && !machineAddress.test(address) && request.headers.accept?.includes('text/html') === true;
}

/** Serves the built pages; every address a person may open leads to the one page, which routes by itself. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'));
  if (built)
    await app.register(serveStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Names in assets/ carry a hash of their content; everything else must be asked for again.
        const lasting = file.startsWith(path.join(folder, 'assets') + path.sep);
        void reply.setHeader('vary', 'accept-encoding');
        void reply.setHeader('cache-control', lasting ? `public, max-age=${year}, immutable` : 'no-cache');
      },
    });
  app.setNotFoundHandler((request, reply) => {
    if (built && wantsPage(request)) return reply.sendFile('index.html');
    return sendProblem(request, reply, new DomainError('not-found', 'There is nothing at this address.'));
  });
}
