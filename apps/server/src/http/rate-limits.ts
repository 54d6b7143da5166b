import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '../settings.ts';
import { harmless } from './security.ts';

const minute = 60_000;
const signInAttemptsPerMinute = 30;

/** Procedures that hash a password or try a secret for whoever asks: they count like an attempt to sign in. */
export const likeSignIn: ReadonlySet<string> = new Set([
  'identity.door.signUp',
  'identity.door.joinWithNewLogin',
  'identity.door.invitation',
]);

const cheap = new Set(['/*', '/healthz', '/readyz', '/metrics']);

// The pattern of the route decides and not the address as it was written: one address can be written in many ways.
const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? '';

function isSignIn(request: FastifyRequest): boolean {
  const route = routeOf(request);
  // Signing out guesses nothing, and must not fail because somebody at the same address mistyped a password.
  if (route.startsWith('/auth/')) return route !== '/auth/sign-out' && !harmless.has(request.method);
  const { path = '' } = request.params as { path?: string };
  return route.endsWith('/trpc/:path') && path.split(',').some((procedure) => likeSignIn.has(procedure));
}

/** Limits what one address may ask for in a minute; signing in counts by itself and is limited more tightly. */
export const limitRates = async (app: FastifyInstance, { rateLimit: perMinute }: Settings): Promise<void> => {
  if (perMinute === 0) return;
  await app.register(rateLimit, {
    timeWindow: minute,
    cache: 20_000,
    allowList: (request) => cheap.has(routeOf(request)),
    keyGenerator: (request) => `${isSignIn(request) ? 'sign-in' : 'any'} ${normalizeIP(request.ip)}`,
    max: (request) => (isSignIn(request) ? Math.min(perMinute, signInAttemptsPerMinute) : perMinute),
    errorResponseBuilder: (_request, { ttl }) =>
      new DomainError('too-many-requests', `Too many requests from this address. Wait ${Math.ceil(ttl / 1000)} s, then try again.`),
  });
};
