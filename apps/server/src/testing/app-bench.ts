import { aTenant, type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import type { Scope } from '@wardwright/domain/db';
import { DomainError } from '@wardwright/domain/kernel';
import type { FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { type AppParts, createApp, type DomainRoutes } from '../app.ts';
import { createLogger } from '../http/logger.ts';
import { readSettings } from '../settings.ts';
import { type Live, startLive } from '../system/live.ts';
import type { Sessions } from '../trpc/context.ts';

const person = { userId: '0', sessionId: '0', email: 'someone@example.org', name: 'Some One' };

/** Nobody is signed in. */
export const strangers: Sessions = {
  read: () => Promise.resolve(null),
  scope: () => Promise.reject(new Error('A stranger was looked up.')),
};

/** The web server over a real database, with routes that misbehave on purpose. Whoever asks may do everything. */
export interface Bench {
  readonly scope: Scope;
  /** Everything logged since the last server was made. */
  readonly logged: () => string;
  readonly serve: (env?: Record<string, string>, parts?: Partial<AppParts>) => Promise<FastifyInstance>;
  /** Closes the last server. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openBench(pages: string): Promise<Bench> {
  let logged = '';
  let app: FastifyInstance | undefined;
  const logger = createLogger('info', { write: (line) => void (logged += line) });
  const db: TestDatabase = await testDatabase();
  const scope = await aTenant(db.database);
  const live: Live = await startLive(db.urls.app, logger);
  const sessions: Sessions = { read: () => Promise.resolve(person), scope: () => Promise.resolve(scope) };
  const clear = async () => {
    await app?.close();
    app = undefined;
  };
  return {
    scope,
    logged: () => logged,
    serve: async (env = {}, parts = {}) => {
      logged = '';
      const settings = readSettings(env);
      app = await createApp({ settings, database: db.database, live, logger, sessions, routes: [routes], pages, ...parts });
      return app;
    },
    clear,
    close: async () => {
      await clear();
      await live.stop();
      await db.close();
    },
  };
}

const routes: DomainRoutes = (scoped) => {
  scoped.get('/crash', () => {
    throw new Error('the password is hunter2');
  });
  scoped.get('/refuse', () => {
    throw new DomainError('rule-broken', 'Too many nights in a row.', { nights: 7 });
  });
  scoped.get('/slow', async () => {
    await pause(400);
    return { finished: true };
  });
  scoped.get('/response', ({ query }) => new Response(JSON.stringify('y'.repeat(Number((query as { length: string }).length))), {
    headers: { 'content-type': 'application/json' },
  }));
  scoped.post('/auth/sign-in', () => ({ ok: true }));
  scoped.get('/who', ({ ip }) => ({ ip }));
};
