import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, execute, inTenant, type Scope } from '../db/index.ts';
import { newId } from '../kernel/index.ts';
import { auditTrail } from '../system/queries.ts';
import { type TestDatabase, testDatabase } from '../testing.ts';
import {
  acceptInvitation,
  addLogin,
  createTenant,
  deactivateMember,
  endOtherSessions,
  endSession,
  invite,
  reactivateMember,
  setMemberRoles,
  signOut,
  updateTenant,
  withNewLogin,
} from './commands.ts';
import { accountEvents, entryOf, memberList, placesOf, roleList } from './queries.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const operator = { kind: 'operator', requestId: 'test' } as const;

async function aPerson() {
  const email = `${newId()}@example.org`;
  const userId = await addLogin(db.database.identity, { email, name: 'Ines Marlow', passwordHash: 'x' }, operator);
  return { userId, email, requestId: 'r' };
}

async function scopeFor(userId: string, slug: string): Promise<Scope> {
  const entry = await entryOf(db.database.identity, userId, slug);
  if (!entry) throw new Error('no entry');
  return { ...entry, actor: { kind: 'user', id: userId }, requestId: 'r', knex: db.database.resolve(entry.tenantId) };
}

async function aTenantOf() {
  const founder = await aPerson();
  const { slug } = await createTenant(db.database, founder, { name: 'Larkmoor', slug: `e-${newId().slice(-12)}` });
  return { founder, slug, admin: await scopeFor(founder.userId, slug) };
}

const roleIdOf = async (scope: Scope, key: string) => (await ask(roleList, scope, {})).find((one) => one.key === key)!.id;
const memberOf = async (scope: Scope, userId: string) => (await ask(memberList, scope, {})).rows.find((row) => row.userId === userId)!;
const invited = async (admin: Scope, email: string, key: string) =>
  (await execute(invite, admin, { email, roleIds: [await roleIdOf(admin, key)] })).token;

describe('an invitation of somebody who was deactivated', () => {
  async function outsider(key: string) {
    const { admin, slug } = await aTenantOf();
    const person = await aPerson();
    await acceptInvitation(db.database, { slug, token: await invited(admin, person.email, 'tenant.member') }, person);
    const { id, version } = await memberOf(admin, person.userId);
    await execute(deactivateMember, admin, { id, expectedVersion: version });
    const link = { slug, token: await invited(admin, person.email, key) };
    return { admin, person, link, id, version: version + 1 };
  }

  test.each([
    ['reactivation', (admin: Scope, id: string, expectedVersion: number) => execute(reactivateMember, admin, { id, expectedVersion })],
    ['new roles', (admin: Scope, id: string, expectedVersion: number) => execute(setMemberRoles, admin, { id, expectedVersion, roleIds: [] })],
    ['another deactivation', (admin: Scope, id: string, expectedVersion: number) => execute(deactivateMember, admin, { id, expectedVersion })],
  ])('is withdrawn by %s', async (_name, decide) => {
    const { admin, person, link, id, version } = await outsider('tenant.admin');
    await decide(admin, id, version);
    await expect(acceptInvitation(db.database, link, person)).rejects.toMatchObject({ code: 'not-found' });
    const { isActive, version: next } = await memberOf(admin, person.userId);
    if (isActive) await execute(deactivateMember, admin, { id, expectedVersion: next });
    await expect(acceptInvitation(db.database, link, person)).rejects.toMatchObject({ code: 'not-found' });
    expect(await entryOf(db.database.identity, person.userId, link.slug)).toBeNull();
  });

  test('lets them back in with its roles', async () => {
    const { person, link } = await outsider('tenant.auditor');
    await acceptInvitation(db.database, link, person);
    expect((await scopeFor(person.userId, link.slug)).permissions.has('tenant.audit.read')).toBe(true);
  });
});

test('a member cannot be given other roles by an invitation, the only administrator least of all', async () => {
  const { admin, slug, founder } = await aTenantOf();
  const token = await invited(admin, 'elsewhere@example.org', 'tenant.member');
  // What two requests at once could leave behind: an open invitation of somebody who is a member.
  await inTenant(admin, (trx) => trx('identity.invitations').where({ email: 'elsewhere@example.org' }).update({ email: founder.email }));
  await expect(acceptInvitation(db.database, { slug, token }, founder)).rejects.toMatchObject({
    code: 'conflict',
    message: 'You are a member of Larkmoor already. Your roles stay as they are.',
  });
  expect((await scopeFor(founder.userId, slug)).permissions.has('tenant.member.write')).toBe(true);
});

describe('a link for a new password', () => {
  const aLink = (userId: string) =>
    db.database.identity('identity.verifications').insert({ id: newId(), identifier: newId(), value: userId, expiresAt: new Date(Date.now() + 60_000).toISOString() });
  const linksOf = async (userId: string) => ((await db.database.identity('identity.verifications').where({ value: userId }).select('id')) as object[]).length;

  test('ends when its owner joins or founds a tenant, and no other link does', async () => {
    const { admin, slug } = await aTenantOf();
    const [joining, founding, staying] = [await aPerson(), await aPerson(), await aPerson()];
    for (const { userId } of [joining, founding, staying]) await aLink(userId);
    await acceptInvitation(db.database, { slug, token: await invited(admin, joining.email, 'tenant.member') }, joining);
    await createTenant(db.database, founding, { name: 'Second', slug: `e-${newId().slice(-12)}` });
    expect([await linksOf(joining.userId), await linksOf(founding.userId), await linksOf(staying.userId)]).toEqual([0, 0, 1]);
  });

  test('waits for a tenant that is just being joined', async () => {
    const { founder } = await aTenantOf();
    const second = await aTenantOf();
    const order: string[] = [];
    let asked: Promise<unknown> = Promise.resolve();
    await inTenant(second.admin, async (trx) => {
      await trx('identity.memberships').insert({ tenantId: second.admin.tenantId, id: newId(), userId: founder.userId });
      asked = placesOf(db.database.identity, founder.userId).then((places) => {
        order.push('answered');
        expect(places?.memberships).toBe(2);
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
      order.push('joined');
    });
    await asked;
    expect(order).toEqual(['joined', 'answered']);
  });

  test('is not for one tenant alone when another has shut its owner out', async () => {
    const { founder } = await aTenantOf();
    const other = await aTenantOf();
    await acceptInvitation(db.database, { slug: other.slug, token: await invited(other.admin, founder.email, 'tenant.member') }, founder);
    const { id, version } = await memberOf(other.admin, founder.userId);
    await execute(deactivateMember, other.admin, { id, expectedVersion: version });
    const places = await placesOf(db.database.identity, founder.userId);
    expect(places?.tenants).toHaveLength(1);
    expect(places?.memberships).toBe(2);
  });
});

describe('access data of other systems', () => {
  const key = 'key-4711-of-the-feed';

  test('are recorded as changed, never as what they are', async () => {
    const { admin } = await aTenantOf();
    await execute(updateTenant, admin, { expectedVersion: 1, patch: { integrations: { feed: { key } } } });
    await execute(updateTenant, admin, { expectedVersion: 2, patch: { name: 'Larkmoor Health' } });
    const { rows } = await ask(auditTrail, admin, { entityId: admin.tenantId });
    expect(rows.map(({ action, after }) => [action, after?.['name'], after?.['integrations']])).toEqual([
      ['tenant.settings.update', 'Larkmoor Health', undefined],
      ['tenant.settings.update', 'Larkmoor', 'changed'],
      ['tenant.create', 'Larkmoor', undefined],
    ]);
    const dump = await inTenant(admin, async (trx) => [await trx('system.auditLog').select(), await trx('system.idempotencyKeys').select()]);
    expect(JSON.stringify(dump)).not.toContain(key);
  });

  test('cannot be read by the roles the product works under', async () => {
    const { admin } = await aTenantOf();
    for (const knex of [db.database.shared, db.database.identity]) {
      expect(await knex('identity.tenants').where({ id: admin.tenantId }).first('name')).toEqual({ name: 'Larkmoor' });
      await expect(knex('identity.tenants').where({ id: admin.tenantId }).first('integrations')).rejects.toThrow('permission denied');
    }
  });
});

test('a login made for something that fails is taken back, so that its address can be used again', async () => {
  const login = { email: `${newId()}@example.org`, name: 'Ines Marlow', passwordHash: 'x' };
  const fail = () => withNewLogin(db.database.identity, login, operator, () => Promise.reject(new Error('the short name was taken')));
  await expect(fail()).rejects.toThrow('the short name was taken');
  await expect(fail()).rejects.toThrow('the short name was taken');
  expect(await withNewLogin(db.database.identity, login, operator, (userId) => Promise.resolve(userId))).toMatch(/^[0-9a-f-]{36}$/);
});

test('the end of a session is recorded, once', async () => {
  const { founder, admin } = await aTenantOf();
  const { userId } = founder;
  const aSession = async () => {
    const id = newId();
    await db.database.identity('identity.sessions').insert({ id, userId, token: newId(), expiresAt: new Date(Date.now() + 60_000).toISOString() });
    return { userId, sessionId: id, requestId: `end-${id.slice(-4)}` };
  };
  const [here, there, , left] = [await aSession(), await aSession(), await aSession(), await aSession()];
  await endSession(db.database.identity, there);
  await expect(endSession(db.database.identity, there)).rejects.toMatchObject({ code: 'not-found' });
  await signOut(db.database.identity, left);
  await signOut(db.database.identity, left);
  expect([await endOtherSessions(db.database.identity, here), await endOtherSessions(db.database.identity, here)]).toEqual([1, 0]);
  const events = await ask(accountEvents, admin, { userId });
  expect(events.map(({ action, after, requestId }) => ({ action, after, requestId }))).toEqual([
    { action: 'login.session.end-others', after: { ended: 1 }, requestId: here.requestId },
    { action: 'login.sign-out', after: null, requestId: left.requestId },
    { action: 'login.session.end', after: null, requestId: there.requestId },
    { action: 'login.create', after: expect.anything(), requestId: 'test' },
  ]);
});
