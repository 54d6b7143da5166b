import path from 'node:path';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import type { Database } from '@wardwright/domain/db';
import { fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { compressAnswers } from './http/compression.ts';
import { drainMs, finishBeforeClosing } from './http/drain.ts';
import { type ReadinessCheck, reportHealth } from './http/health.ts';
import { refuseForeignHosts } from './http/hosts.ts';
import { reportMetrics } from './http/metrics.ts';
import { reportProblems } from './http/problem.ts';
import { serveProcedures } from './http/procedures.ts';
import { limitRates } from './http/rate-limits.ts';
import { requestIds } from './http/request-id.ts';
import { requestLog } from './http/request-log.ts';
import { protectPages, refuseForeignOrigins, refuseOddTenants } from './http/security.ts';
import { servePages } from './http/static.ts';
import { identityServices } from './identity/services.ts';
import type { Settings } from './settings.ts';
import type { Live } from './system/live.ts';
import type { Sessions } from './trpc/context.ts';

/** Routes that a context adds beside its procedures, such as sign-in and uploads. */
export type DomainRoutes = (app: FastifyInstance) => void | Promise<void>;

/** What the web server is made of. */
export interface AppParts {
  readonly settings: Settings;
  readonly database: Database;
  readonly live: Live;
  readonly logger: Logger;
  readonly sessions: Sessions;
  readonly routes?: readonly DomainRoutes[];
  /** Beside the database, what must work before requests are welcome. */
  readonly checks?: Readonly<Record<string, ReadinessCheck>>;
  readonly jobCounts?: (() => Promise<Readonly<Record<string, number>>>) | undefined;
  /** Folder of the built pages. */
  readonly pages?: string;
}

const largestJson = 1024 * 1024;
const builtPages = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../web/dist');

/** The web server: every route, and what stands before and behind each of them. It does not listen yet. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { settings, database, live, logger, sessions } = parts;
  const app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    genReqId: requestIds(settings),
    logController: requestLog,
    trustProxy: proxies(settings),
    bodyLimit: largestJson,
    forceCloseConnections: true,
    // Closing counts as a plugin and must be given longer than the requests it waits for.
    pluginTimeout: 3 * drainMs,
    // A batch names all of its procedures in one part of the address.
    routerOptions: { maxParamLength: 5000 },
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  reportProblems(app);
  finishBeforeClosing(app);
  await protectPages(app, settings);
  refuseForeignHosts(app, settings);
  await limitRates(app, settings);
  refuseForeignOrigins(app, settings);
  refuseOddTenants(app);
  await compressAnswers(app);
  await app.register(cookie);
  const observe = reportMetrics(app, settings.metricsToken, {
    pools: { app: database.shared, identity: database.identity },
    jobs: parts.jobCounts,
  });
  reportHealth(app, { database: () => answers(database), live: () => live.connected, ...parts.checks });
  for (const add of parts.routes ?? []) await app.register(async (scope) => add(scope));
  await serveProcedures(app, { database, live, identity: identityServices(settings, database), sessions, observe });
  await servePages(app, parts.pages ?? builtPages);
  return app;
}

async function answers(database: Database): Promise<boolean> {
  await Promise.all([database.shared.raw('select 1'), database.identity.raw('select 1')]);
  return true;
}

function proxies({ trustProxy }: Settings): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return trustProxy === false ? false : [...trustProxy];
}
