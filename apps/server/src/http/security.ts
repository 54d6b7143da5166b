import helmet from '@fastify/helmet';
import { DomainError, notFound } from '@wardwright/domain/kernel';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../settings.ts';

/** Methods that change nothing. */
export const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

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

const control = /\p{Cc}/u;

/** Refuses tenants that cannot exist, before the database is asked for a name that it cannot even read. */
export function refuseOddTenants(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ params }) => {
    const { slug } = (params ?? {}) as { slug?: string };
    if (slug !== undefined && control.test(slug)) throw notFound('tenant');
  });
}
