import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessMatrices } from '../access.ts';
import { newId } from '../kernel/index.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { addLogin, createTenant, renameLogin, setLoginActive } from './commands.ts';
import { entryOf, liveSession, tenantsOf } from './queries.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const hash = (token: string) => createHash('sha256').update(token).digest('hex');
const operator = { kind: 'operator', requestId: 'test' } as const;

const aLogin = (email = `${newId()}@example.org`) =>
  addLogin(db.database.identity, { email, name: 'Ada Okafor', passwordHash: '$argon2id$test' }, operator);

async function aSession(userId: string, columns: object = {}) {
  const token = newId();
  await db.database.identity('identity.sessions').insert({
    id: newId(),
    userId,
    token: hash(token),
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    ...columns,
  });
  return token;
}

const founded = async (slug = `f-${newId().slice(-12)}`) => {
  const userId = await aLogin();
  const tenant = await createTenant(db.database, { userId, requestId: 'r-1' }, { name: 'Larkmoor Health', slug });
  return { userId, ...tenant };
};

describe('a new tenant', () => {
  test('has the default roles, its service principals and its founder as administrator', async () => {
    const { userId, tenantId, slug } = await founded();
    const entry = await entryOf(db.database.identity, userId, slug);
    expect(entry?.tenantId).toBe(tenantId);
    expect([...(entry?.permissions ?? [])]).toContain('tenant.member.write');
    await db.database.shared.transaction(async (trx) => {
      await trx.raw(`select set_config('app.tenant_id', ?, true)`, [tenantId]);
      const roles = (await trx('identity.roles').select('key')) as { key: string }[];
      expect(new Set(roles.map((role) => role.key))).toEqual(new Set(accessMatrices.flatMap(({ roles: r }) => Object.keys(r))));
      const granted = (await trx('identity.rolePermissions').count({ n: '*' })) as { n: number }[];
      const expected = accessMatrices.flatMap(({ roles: r }) => Object.values(r)).flatMap(({ grants }) => grants).length;
      expect(granted[0]?.n).toBe(expected);
      const principals = (await trx('identity.servicePrincipals').orderBy('key').select('key')) as { key: string }[];
      expect(principals.map((principal) => principal.key)).toEqual(['clock', 'importer']);
    });
    expect(await tenantsOf(db.database.identity, userId)).toEqual([
      { id: tenantId, name: 'Larkmoor Health', slug, isDemo: false },
    ]);
  });

  test('is audited as one command by its founder', async () => {
    const { userId, tenantId } = await founded();
    const rows = await db.database.shared.transaction(async (trx) => {
      await trx.raw(`select set_config('app.tenant_id', ?, true)`, [tenantId]);
      return (await trx('system.auditLog').select()) as Record<string, unknown>[];
    });
    const entities = new Set(rows.map((row) => row['entity']));
    const tables = ['membership_roles', 'memberships', 'role_permissions', 'roles', 'service_principals', 'tenants'];
    expect(entities).toEqual(new Set(tables.map((table) => `identity.${table}`)));
    for (const row of rows) expect(row).toMatchObject({ actorId: userId, action: 'tenant.create', requestId: 'r-1' });
    const membership = rows.find((row) => row['entity'] === 'identity.memberships');
    expect(membership?.['after']).toMatchObject({ userId, isActive: true });
  });

  test('refuses a short name that is taken or reserved', async () => {
    const { userId, slug } = await founded();
    for (const taken of [slug, 'www'])
      await expect(createTenant(db.database, { userId, requestId: 'r' }, { name: 'Other', slug: taken })).rejects.toMatchObject({
        code: 'conflict',
        details: { field: 'slug' },
      });
  });

  test('is closed to strangers and, once switched off, to its founder', async () => {
    const { userId, tenantId, slug } = await founded();
    expect(await entryOf(db.database.identity, await aLogin(), slug)).toBeNull();
    await db.database.shared.transaction(async (trx) => {
      await trx.raw(`select set_config('app.tenant_id', ?, true)`, [tenantId]);
      await trx('identity.tenants').where({ id: tenantId }).update({ isActive: false });
    });
    expect(await entryOf(db.database.identity, userId, slug)).toBeNull();
  });
});

describe('a session', () => {
  test('is found by the hash of its token alone', async () => {
    const userId = await aLogin();
    const token = await aSession(userId);
    expect(await liveSession(db.database.identity, hash(token))).toMatchObject({ userId, name: 'Ada Okafor' });
    expect(await liveSession(db.database.identity, token)).toBeNull();
  });

  test('ends when it expires', async () => {
    const token = await aSession(await aLogin(), { expiresAt: new Date(Date.now() - 1000).toISOString() });
    expect(await liveSession(db.database.identity, hash(token))).toBeNull();
  });

  test('is kept alive by use, but never beyond its longest life', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const userId = await aLogin();
    const fresh = await aSession(userId, { updatedAt: daysAgo(1), createdAt: daysAgo(1) });
    const old = await aSession(userId, { updatedAt: daysAgo(1), createdAt: daysAgo(13) });
    for (const token of [fresh, old]) await liveSession(db.database.identity, hash(token));
    const expiry = async (token: string) => {
      const row = (await db.database.identity('identity.sessions').where({ token: hash(token) }).first('expiresAt')) as { expiresAt: string };
      return (Date.parse(row.expiresAt) - Date.now()) / 86_400_000;
    };
    expect(await expiry(fresh)).toBeCloseTo(3, 1);
    expect(await expiry(old)).toBeCloseTo(1, 1);
  });

  test('dies at once when its login is deactivated, and does not come back', async () => {
    const email = `${newId()}@example.org`;
    const token = await aSession(await aLogin(email));
    await setLoginActive(db.database.identity, email, false, 'r-2');
    expect(await liveSession(db.database.identity, hash(token))).toBeNull();
    await setLoginActive(db.database.identity, email, true, 'r-3');
    expect(await liveSession(db.database.identity, hash(token))).toBeNull();
  });
});

describe('the trail of a login', () => {
  test('holds who did what, and never a hash', async () => {
    const email = `${newId()}@example.org`;
    const userId = await aLogin(email);
    await renameLogin(db.database.identity, userId, 'Ada Brook', 'r-4');
    await setLoginActive(db.database.identity, email, false, 'r-5');
    const tenant = await createTenant(db.database, { userId, requestId: 'r' }, { name: 'Reader', slug: `r-${newId().slice(-12)}` });
    const seenBy = (tenantId: string) =>
      db.database.shared.transaction(async (trx) => {
        await trx.raw(`select set_config('app.tenant_id', ?, true)`, [tenantId]);
        return (await trx('identity.accountEvents').where({ userId }).orderBy('at').select()) as Record<string, unknown>[];
      });
    const events = await seenBy(tenant.tenantId);
    expect(events.map(({ action, actorKind, requestId }) => [action, actorKind, requestId])).toEqual([
      ['login.create', 'operator', 'test'],
      ['login.rename', 'user', 'r-4'],
      ['login.deactivate', 'operator', 'r-5'],
    ]);
    expect(events[1]).toMatchObject({ actorId: userId, before: { name: 'Ada Okafor' }, after: { name: 'Ada Brook' } });
    expect(JSON.stringify(events)).not.toContain('argon2');
    expect(await seenBy((await founded()).tenantId)).toEqual([]);
  });

  test('an address has one login', async () => {
    const email = `${newId()}@example.org`;
    await aLogin(email);
    await expect(aLogin(email.toUpperCase())).rejects.toMatchObject({ code: 'conflict' });
  });
});
