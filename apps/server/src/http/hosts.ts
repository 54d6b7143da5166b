import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../settings.ts';
import { isLoopback } from '../settings/environment.ts';

/** The name in a `Host` header, without its port; empty when there is none. */
function nameOf(host: string | undefined): string {
  const url = `http://${host ?? ''}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : '';
}

/** Whether a `Host` header names this machine, as a browser on it would. */
export const isLocalName = (host: string | undefined): boolean => isLoopback(nameOf(host));

/**
 * Refuses names that are not ours where only this machine can reach the server. The page of another site could otherwise
 * let its own name lead here and read the answers as if they were its own.
 */
export function refuseForeignHosts(app: FastifyInstance, { loopback, publicUrl }: Settings): void {
  if (!loopback) return;
  const own = new URL(publicUrl).hostname;
  app.addHook('onRequest', async ({ headers: { host } }) => {
    if (host === undefined || isLocalName(host) || nameOf(host) === own) return;
    throw new DomainError('forbidden', `This server answers at ${publicUrl} only. Open that address, or set PUBLIC_URL to the one people type.`);
  });
}
