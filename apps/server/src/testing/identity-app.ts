import { addLogin, createTenant } from '@wardwright/domain/identity/commands';
import { newId } from '@wardwright/domain/kernel';
import { type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.ts';
import { createLogger } from '../http/logger.ts';
import { hashPassword } from '../identity/passwords.ts';
import { authRoutes } from '../identity/routes.ts';
import { sessionsOf } from '../identity/session.ts';
import { readSettings } from '../settings.ts';
import type { Live } from '../system/live.ts';
import { Browser } from './browser.ts';

/** A good password for tests. */
export const password = 'forty two lanterns';

const live: Live = {
  connected: true,
  topics: async function* () {},
  stop: () => Promise.resolve(),
};

/** The server with sign-in, on a database of its own. */
export interface IdentityApp {
  readonly db: TestDatabase;
  readonly app: FastifyInstance;
  /** A login with the usual password. */
  person(columns?: { email?: string; passwordHash?: string }): Promise<{ userId: string; email: string }>;
  /** A tenant, its founder, and the founder's browser, signed in. */
  tenant(): Promise<{ slug: string; email: string; userId: string; tenantId: string; browser: Browser }>;
  browser(address?: string): Browser;
  close(): Promise<void>;
}

/** Starts the server as it would start with these settings. @param over another one whose database it is to use */
export async function identityApp(env: Record<string, string> = {}, over?: IdentityApp): Promise<IdentityApp> {
  const db = over?.db ?? (await testDatabase());
  const log = createLogger('silent');
  const settings = readSettings({ RATE_LIMIT: '0', ...env });
  const secret = settings.authSecret ?? 'a secret for tests that is long enough';
  const { database } = db;
  const app = await createApp({
    settings,
    database,
    live,
    logger: log,
    sessions: sessionsOf({ secret, publicUrl: settings.publicUrl }),
    routes: [authRoutes({ settings, secret, database, log })],
  });
  let count = 0;
  const browser = (address = `198.51.100.${(count += 1)}`) => new Browser(app, address);
  const person: IdentityApp['person'] = async ({ email = `${newId()}@example.org`, passwordHash } = {}) => {
    const stored = passwordHash ?? (await hashPassword(password));
    const userId = await addLogin(database.identity, { email, name: 'Ada Okafor', passwordHash: stored }, { kind: 'operator', requestId: 'test' });
    return { userId, email };
  };
  return {
    db,
    app,
    browser,
    person,
    tenant: async () => {
      const { userId, email } = await person();
      const { slug, tenantId } = await createTenant(database, { userId, requestId: 'r' }, { name: 'Larkmoor', slug: `s-${newId().slice(-12)}` });
      const own = browser();
      await own.signIn(email, password);
      return { slug, tenantId, email, userId, browser: own };
    },
    close: async () => {
      await app.close();
      if (!over) await db.close();
    },
  };
}
