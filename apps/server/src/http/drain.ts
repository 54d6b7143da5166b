import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** How long running requests may take to finish when the server stops. */
export const drainMs = 10_000;

/**
 * Makes closing wait for the requests that are being answered. Event streams never end by themselves and are not waited
 * for: their browsers connect again.
 */
export function finishBeforeClosing(app: FastifyInstance, limit: number = drainMs): void {
  const running = new Set<FastifyRequest>();
  app.addHook('onRequest', async (request, reply) => {
    running.add(request);
    reply.raw.once('close', () => running.delete(request));
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const type = payload instanceof Response ? payload.headers.get('content-type') : reply.getHeader('content-type');
    if (String(type).startsWith('text/event-stream')) running.delete(request);
  });
  app.addHook('preClose', async () => {
    for (const begun = performance.now(); running.size > 0 && performance.now() - begun < limit; ) await sleep(20);
    if (running.size > 0) app.log.warn({ requests: running.size }, 'requests did not finish in time and are cut off');
  });
}
