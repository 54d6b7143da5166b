import { readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyDatabase, startTestServer } from '@wardwright/postgres/testing';
import { testDatabase } from '@wardwright/domain/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aHome, askDatabase, buildServer, databaseProcess, isWorking, type ServerProcess, startServer } from './testing/server-process.ts';

const at = aHome();
const running: ServerProcess[] = [];
const start = (env: Record<string, string> = {}) => {
  const server = startServer({ WARDWRIGHT_HOME: at, ...env });
  running.push(server);
  return server;
};
const timed = async <T>(work: Promise<T>): Promise<{ ms: number; result: T }> => {
  const begun = performance.now();
  const result = await work;
  return { ms: performance.now() - begun, result };
};
const isReady = async (address: string) => (await fetch(`${address}/readyz`)).status === 200;

beforeAll(buildServer);
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.signal('SIGTERM');
    await server.ended;
  }
});
afterAll(() => rmSync(path.dirname(at), { recursive: true, force: true }));

describe('a server on the built-in database', () => {
  it('starts from nothing, keeps its secrets and stops without a trace', async () => {
    const server = start();
    expect(await isReady(await server.ready)).toBe(true);
    expect(server.said()).toMatch(/Wardwright is ready at http:\/\/localhost:\d+ {2}\(\d+\.\d s\)/);
    expect(server.said()).toContain(at);
    expect(statSync(path.join(at, 'secrets.json')).mode & 0o777).toBe(0o600);
    const database = databaseProcess(at);
    expect(database).toBeGreaterThan(0);
    server.signal('SIGTERM');
    const { ms, result } = await timed(server.ended);
    expect(result).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(isWorking(database!)).toBe(false);
    expect(databaseProcess(at)).toBeNull();
    expect(server.said()).not.toMatch(/\n\s+at /);
  });

  it('comes back with all data after kill -9', async () => {
    const first = start();
    await first.ready;
    await askDatabase(at, "insert into identity.users (name, email) values ('Kept Person', 'kept@example.org')");
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    const second = start();
    expect(await isReady(await second.ready)).toBe(true);
    expect(await askDatabase(at, "select name from identity.users where email = 'kept@example.org'")).toEqual([{ name: 'Kept Person' }]);
  });

  it('ends with a sentence when its database is killed, and comes back', async () => {
    const first = start();
    await first.ready;
    process.kill(databaseProcess(at)!, 'SIGKILL');
    expect(await first.ended).toBe(1);
    expect(first.said()).toContain('has ended unexpectedly. Start Wardwright again; nothing that was confirmed is lost.');
    expect(await isReady(await start().ready)).toBe(true);
  });

  it('lets nobody in with a public password once the demo is off', async () => {
    const demoLogins = () =>
      askDatabase(at, "select count(*)::int as all, count(*) filter (where is_active)::int as active from identity.users where email like '%@larkmoor.example'");
    await start().ready;
    const [{ all }] = (await demoLogins()) as [{ all: number }];
    expect(all).toBeGreaterThan(2);
    expect(await demoLogins()).toEqual([{ all, active: all }]);
    running[0]!.signal('SIGTERM');
    await running[0]!.ended;
    await start({ WARDWRIGHT_DEMO: 'off' }).ready;
    expect(await demoLogins()).toEqual([{ all, active: 0 }]);
    running[1]!.signal('SIGTERM');
    await running[1]!.ended;
    await start().ready;
    expect(await demoLogins()).toEqual([{ all, active: all }]);
  });

  it('says when its port is taken', async () => {
    const first = start();
    const { port } = new URL(await first.ready);
    const second = start({ PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`Port ${port} is taken, perhaps by another Wardwright; stop that one, or set PORT to another number.`);
  });

  it('ends at once on a second signal', async () => {
    const server = start();
    const address = await server.ready;
    const { hostname, port } = new URL(address);
    // A request whose body never ends holds up an orderly stop.
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    socket.on('error', () => undefined);
    const head = ['POST /auth/sign-in/email HTTP/1.1', `host: localhost:${port}`, `origin: http://localhost:${port}`, 'content-type: application/json', 'content-length: 9'];
    socket.write(`${head.join('\r\n')}\r\n\r\n{`);
    await pause(300);
    server.signal('SIGINT');
    await pause(1000);
    server.signal('SIGINT');
    const { ms, result } = await timed(server.ended);
    expect(result).toBe(130);
    expect(ms).toBeLessThan(3000);
    socket.destroy();
    // The database has been told to stop as well, and does so on its own.
    await vi.waitUntil(() => databaseProcess(at) === null, 20_000);
  });

  it('ends a start that is not over yet, without a trace', async () => {
    const server = start();
    await vi.waitUntil(() => databaseProcess(at) !== null, { timeout: 20_000, interval: 10 });
    const database = databaseProcess(at);
    server.signal('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.said()).not.toContain('ready at');
    expect(isWorking(database!)).toBe(false);
  });

  it('names every mistake in its settings and nothing else', async () => {
    const server = start({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(await server.ended).toBe(1);
    expect(server.said().split('\n')).toEqual([
      'Wardwright cannot start with these settings:',
      '  PORT must be a whole number from 0 to 65535.',
      '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
      '',
    ]);
  });

  it('refuses a folder that a newer version has written, and leaves it alone', async () => {
    const first = start();
    await first.ready;
    await askDatabase(at, "insert into system.migrations (name, batch, migration_time) values ('29990101000000_future', 9, now())");
    first.signal('SIGTERM');
    await first.ended;
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toBe(
      `The data in ${at} were written by a newer version of Wardwright (29990101000000_future); start that version, or restore a backup made by this one.\n`,
    );
    expect(databaseProcess(at)).toBeNull();
  });
});

describe('a server on a database of one’s own', () => {
  it('refuses one that may forget what it has confirmed', async () => {
    const database = await emptyDatabase();
    const server = start({ DATABASE_URL: database.adminUrl });
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(/^The database runs with fsync=off, .* and could lose confirmed work; switch them on\.\n$/);
    await database.drop();
  });

  it('says when nobody answers', async () => {
    const server = start({ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' });
    expect(await server.ended).toBe(1);
    expect(server.said()).toBe(
      'The database in DATABASE_URL cannot be used (ECONNREFUSED); check the address, the login and that the server runs.\n',
    );
  });

  it('runs on four logins that were made beforehand', async () => {
    const database = await testDatabase();
    const { owner, app, identity, jobs } = database.urls;
    const urls = { OWNER_DATABASE_URL: owner, APP_DATABASE_URL: app, IDENTITY_DATABASE_URL: identity, JOBS_DATABASE_URL: jobs };
    const server = start({ WARDWRIGHT_TEST: '1', ...urls });
    expect(await isReady(await server.ready)).toBe(true);
    const wrong = start({ WARDWRIGHT_TEST: '1', ...urls, APP_DATABASE_URL: owner });
    expect(await wrong.ended).toBe(1);
    expect(wrong.said()).toBe('APP_DATABASE_URL signs in as "wardwright_owner"; it must sign in as wardwright_app.\n');
    server.signal('SIGTERM');
    await server.ended;
    await database.close();
  });
});

// Roles belong to a whole server, so these tests do not share one with others.
describe('the roles of a database of one’s own', () => {
  let own: Awaited<ReturnType<typeof startTestServer>>;
  beforeAll(async () => {
    own = await startTestServer();
  });
  afterAll(() => own.stop());

  const address = (user: string, password: string, database = 'ward') =>
    Object.assign(new URL(own.adminUrl), { username: user, password, pathname: `/${database}` }).href;
  const say = async (database: string, ...statements: string[]) => {
    const admin = new pg.Client(Object.assign(new URL(own.adminUrl), { pathname: `/${database}` }).href);
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };

  it('are made by a login that may, start after start', async () => {
    await say('postgres', "create role hospital login createrole password 'hospital'", "create role plain login password 'plain'", 'create database ward owner hospital');
    for (let round = 0; round < 2; round += 1) {
      const server = start({ WARDWRIGHT_TEST: '1', DATABASE_URL: address('hospital', 'hospital') });
      expect(await isReady(await server.ready)).toBe(true);
      server.signal('SIGTERM');
      expect(await server.ended).toBe(0);
    }
    const refused = start({ WARDWRIGHT_TEST: '1', DATABASE_URL: address('plain', 'plain') });
    expect(await refused.ended).toBe(1);
    expect(refused.said()).toContain('DATABASE_URL signs in as "plain", which may not create roles;');
  });

  it('can be made beforehand, with the statements of the documentation', async () => {
    await say('postgres', 'drop database ward', 'create database ward', 'drop role wardwright_owner, wardwright_app, wardwright_identity, wardwright_jobs');
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/decisions/0003-running.md'), 'utf8');
    const statements = page.match(/^ {4}(create role|grant|create schema) .*;$/gm) ?? [];
    expect(statements).toHaveLength(7);
    const urls = {
      OWNER_DATABASE_URL: address('wardwright_owner', '...'),
      APP_DATABASE_URL: address('wardwright_app', '...'),
      IDENTITY_DATABASE_URL: address('wardwright_identity', '...'),
      JOBS_DATABASE_URL: address('wardwright_jobs', '...'),
    };
    await say('ward', ...statements.slice(0, 4));
    const early = start({ WARDWRIGHT_TEST: '1', ...urls });
    expect(await early.ended).toBe(1);
    expect(early.said()).toContain('The schemas system and jobs are missing in the database; docs/decisions/0003-running.md shows');
    await say('ward', ...statements.slice(4));
    expect(await isReady(await start({ WARDWRIGHT_TEST: '1', ...urls }).ready)).toBe(true);
  });
});
