import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '../settings.ts';

const minute = 60_000;
const signInAttemptsPerMinute = 30;
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Headers that keep foreign scripts, frames and plug-ins out of the pages. */
export const protectPages = async (app: FastifyInstance, { publicUrl }: Settings): Promise<void> => {
  const https = publicUrl.startsWith('https:');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The component library writes its variables and measures into style elements and attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  });
};

/** Refuses changes that a page of another site asks a signed-in browser to make. */
export function refuseForeignOrigins(app: FastifyInstance, { origins }: Settings): void {
  app.addHook('onRequest', async (request) => {
    if (harmless.has(request.method)) return;
    const { origin, host } = request.headers;
    if (origin === undefined) return;
    const own = origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
    if (!own) throw new DomainError('forbidden', 'This request comes from the page of another site.');
  });
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';
const isSignIn = (request: FastifyRequest): boolean => pathOf(request).startsWith('/auth/') && !harmless.has(request.method);
const isCheap = (request: FastifyRequest): boolean => /^\/(assets\/|healthz$|readyz$|metrics$)/.test(pathOf(request));

/** Limits what one address may ask for in a minute; signing in counts by itself and is limited more tightly. */
export const limitRates = async (app: FastifyInstance, { rateLimit: perMinute }: Settings): Promise<void> => {
  if (perMinute === 0) return;
  await app.register(rateLimit, {
    timeWindow: minute,
    cache: 20_000,
    allowList: isCheap,
    keyGenerator: (request) => `${isSignIn(request) ? 'sign-in' : 'any'} ${normalizeIP(request.ip)}`,
    max: (request) => (isSignIn(request) ? Math.min(perMinute, signInAttemptsPerMinute) : perMinute),
    errorResponseBuilder: (_request, { ttl }) =>
      new DomainError('too-many-requests', `Too many requests from this address. Wait ${Math.ceil(ttl / 1000)} s, then try again.`),
  });
};
