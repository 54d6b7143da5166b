import { readFileSync } from 'node:fs';
import path from 'node:path';
import { testDatabase } from '@wardwright/domain/testing';
import { emptyDatabase, startTestServer } from '@wardwright/postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReady, serversOfThisFile } from '../testing/server-process.ts';

const { start } = serversOfThisFile();

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
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/decisions/0003-running.md'), 'utf8');
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
