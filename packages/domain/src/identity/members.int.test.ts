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
  invitationOffer,
  invite,
  reactivateMember,
  revokeInvitation,
  setMemberRoles,
  setRolePermissions,
  updateTenant,
} from './commands.ts';
import { accountEvents, entryOf, invitationList, memberList, roleList, tenantSettings } from './queries.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

interface Person {
  readonly userId: string;
  readonly email: string;
  readonly requestId: string;
}

async function aPerson(name = 'Ines Marlow'): Promise<Person> {
  const email = `${newId()}@example.org`;
  const userId = await addLogin(db.database.identity, { email, name, passwordHash: 'x' }, { kind: 'operator', requestId: 'test' });
  return { userId, email, requestId: 'accept' };
}

async function scopeFor(userId: string, slug: string): Promise<Scope> {
  const entry = await entryOf(db.database.identity, userId, slug);
  if (!entry) throw new Error('no entry');
  return { ...entry, actor: { kind: 'user', id: userId }, requestId: 'r', knex: db.database.resolve(entry.tenantId) };
}

async function aTenantOf(): Promise<{ founder: Person; slug: string; admin: Scope }> {
  const founder = await aPerson('Ada Founder');
  const { slug } = await createTenant(db.database, { userId: founder.userId, requestId: 'r' }, { name: 'Larkmoor', slug: `m-${newId().slice(-12)}` });
  return { founder, slug, admin: await scopeFor(founder.userId, slug) };
}

const roleIdOf = async (scope: Scope, key: string) => {
  const role = (await ask(roleList, scope, {})).find((one) => one.key === key);
  return role!.id;
};
const memberOf = async (scope: Scope, userId: string) => {
  const { rows } = await ask(memberList, scope, {});
  return rows.find((row) => row.userId === userId)!;
};

async function invitedMember(admin: Scope, slug: string, roleKey: string): Promise<Person> {
  const person = await aPerson();
  const { token } = await execute(invite, admin, { email: person.email, roleIds: [await roleIdOf(admin, roleKey)] });
  await acceptInvitation(db.database, { slug, token }, person);
  return person;
}

describe('an invitation', () => {
  test('makes its owner a member with its roles, once', async () => {
    const { admin, slug } = await aTenantOf();
    const person = await aPerson();
    const { token } = await execute(invite, admin, { email: ` ${person.email.toUpperCase()}`, roleIds: [await roleIdOf(admin, 'tenant.auditor')] });
    const link = { slug, token };
    expect(await invitationOffer(db.database, link, 'r')).toEqual({ tenantName: 'Larkmoor', email: person.email, roles: [{ key: 'tenant.auditor', title: 'Auditor' }], hasLogin: true });
    await acceptInvitation(db.database, link, person);
    const { permissions } = await scopeFor(person.userId, slug);
    expect(permissions.has('tenant.audit.read')).toBe(true);
    expect(permissions.has('tenant.member.write')).toBe(false);
    await expect(acceptInvitation(db.database, link, person)).rejects.toMatchObject({ code: 'not-found' });
    await expect(invitationOffer(db.database, link, 'r')).rejects.toMatchObject({ code: 'not-found' });
    const { rows } = await ask(invitationList, admin, {});
    expect(rows).toMatchObject([{ email: person.email, state: 'accepted', roles: [{ key: 'tenant.auditor', title: 'Auditor' }], invitedBy: 'Ada Founder' }]);
  });

  test('used by two at once makes one member', async () => {
    const { admin, slug } = await aTenantOf();
    const person = await aPerson();
    const { token } = await execute(invite, admin, { email: person.email, roleIds: [await roleIdOf(admin, 'tenant.member')] });
    const both = await Promise.allSettled([1, 2].map(() => acceptInvitation(db.database, { slug, token }, person)));
    expect(both.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is not for other people, other tenants or later', async () => {
    const { admin, slug } = await aTenantOf();
    const other = await aTenantOf();
    const [person, stranger] = [await aPerson(), await aPerson()];
    const { token, id } = await execute(invite, admin, { email: person.email, roleIds: [await roleIdOf(admin, 'tenant.member')] });
    await expect(acceptInvitation(db.database, { slug, token }, stranger)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(acceptInvitation(db.database, { slug: other.slug, token }, person)).rejects.toMatchObject({ code: 'not-found' });
    await inTenant(admin, (trx) => trx('identity.invitations').where({ id }).update({ expiresAt: new Date().toISOString() }));
    await expect(acceptInvitation(db.database, { slug, token }, person)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('withdrawn, or replaced by a newer one, no longer works', async () => {
    const { admin, slug } = await aTenantOf();
    const person = await aPerson();
    const given = { email: person.email, roleIds: [await roleIdOf(admin, 'tenant.member')] };
    const first = await execute(invite, admin, given);
    const second = await execute(invite, admin, given);
    await expect(acceptInvitation(db.database, { slug, token: first.token }, person)).rejects.toMatchObject({ code: 'not-found' });
    await execute(revokeInvitation, admin, { id: second.id, expectedVersion: 1 });
    await expect(acceptInvitation(db.database, { slug, token: second.token }, person)).rejects.toMatchObject({ code: 'not-found' });
    await expect(execute(revokeInvitation, admin, { id: second.id, expectedVersion: 2 })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('lies in the database only as a hash', async () => {
    const { admin } = await aTenantOf();
    const { token } = await execute(invite, admin, { email: 'new@example.org', roleIds: [await roleIdOf(admin, 'tenant.member')] });
    const dump = await inTenant(admin, async (trx) => [
      await trx('identity.invitations').select(),
      await trx('system.auditLog').select(),
      await trx('system.idempotencyKeys').select(),
    ]);
    expect(JSON.stringify(dump)).toContain('new@example.org');
    expect(JSON.stringify(dump)).not.toContain(token);
    const { rows } = await ask(auditTrail, admin, {});
    expect(JSON.stringify(rows)).not.toContain('tokenHash');
  });

  test('for a member, or with a role of another tenant, is refused', async () => {
    const { admin, founder } = await aTenantOf();
    const other = await aTenantOf();
    const roleIds = [await roleIdOf(admin, 'tenant.member')];
    await expect(execute(invite, admin, { email: founder.email, roleIds })).rejects.toMatchObject({ code: 'conflict' });
    const foreign = [await roleIdOf(other.admin, 'tenant.member')];
    await expect(execute(invite, admin, { email: 'x@example.org', roleIds: foreign })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('members', () => {
  test('lose entry when deactivated and get it back with their roles', async () => {
    const { admin, slug } = await aTenantOf();
    const { userId } = await invitedMember(admin, slug, 'tenant.auditor');
    const { id, version } = await memberOf(admin, userId);
    await execute(deactivateMember, admin, { id, expectedVersion: version });
    expect(await entryOf(db.database.identity, userId, slug)).toBeNull();
    await execute(reactivateMember, admin, { id, expectedVersion: version + 1 });
    expect((await scopeFor(userId, slug)).permissions.has('tenant.audit.read')).toBe(true);
  });

  test('of another tenant are not found', async () => {
    const [ours, theirs] = [await aTenantOf(), await aTenantOf()];
    const { id } = await memberOf(theirs.admin, theirs.founder.userId);
    const own = await memberOf(ours.admin, ours.founder.userId);
    const foreignRole = await roleIdOf(theirs.admin, 'tenant.admin');
    for (const attempt of [
      () => execute(deactivateMember, ours.admin, { id, expectedVersion: 1 }),
      () => execute(setMemberRoles, ours.admin, { id, expectedVersion: 1, roleIds: [] }),
      () => execute(setMemberRoles, ours.admin, { id: own.id, expectedVersion: 1, roleIds: [foreignRole] }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
    expect(await ask(accountEvents, ours.admin, { userId: theirs.founder.userId })).toEqual([]);
    expect(await ask(accountEvents, ours.admin, { userId: ours.founder.userId })).not.toEqual([]);
  });

  test('always include an administrator', async () => {
    const { admin, founder, slug } = await aTenantOf();
    const { id, version } = await memberOf(admin, founder.userId);
    const attempts = [
      () => execute(deactivateMember, admin, { id, expectedVersion: version }),
      () => execute(setMemberRoles, admin, { id, expectedVersion: version, roleIds: [] }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'conflict', details: { role: 'tenant.admin' } });
    await invitedMember(admin, slug, 'tenant.admin');
    await execute(deactivateMember, admin, { id, expectedVersion: version });
  });

  test('two administrators cannot remove each other at once', async () => {
    const { admin, founder, slug } = await aTenantOf();
    const second = await invitedMember(admin, slug, 'tenant.admin');
    const both = [await memberOf(admin, founder.userId), await memberOf(admin, second.userId)];
    const done = await Promise.allSettled(both.map(({ id, version }) => execute(deactivateMember, admin, { id, expectedVersion: version })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('are listed page by page and found by a part of their name', async () => {
    const { admin, slug } = await aTenantOf();
    for (let n = 0; n < 3; n += 1) await invitedMember(admin, slug, 'tenant.member');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { id: string }[]; nextCursor: string | null } = await ask(memberList, admin, { limit: 2, cursor });
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
    expect((await ask(memberList, admin, { text: 'founder' })).rows).toHaveLength(1);
    expect((await ask(memberList, admin, { text: '%' })).rows).toHaveLength(0);
  });
});

describe('roles', () => {
  test('take effect for everybody who has them, at once', async () => {
    const { admin, slug } = await aTenantOf();
    const { userId } = await invitedMember(admin, slug, 'tenant.member');
    const role = (await ask(roleList, admin, {})).find((one) => one.key === 'tenant.member')!;
    expect(role.memberCount).toBe(1);
    await execute(setRolePermissions, admin, { id: role.id, expectedVersion: 1, permissions: ['tenant.settings.read', 'tenant.job.read'] });
    expect([...(await scopeFor(userId, slug)).permissions]).toEqual(['tenant.job.read', 'tenant.settings.read']);
  });

  test('hold known permissions only, and administrators keep theirs', async () => {
    const { admin } = await aTenantOf();
    const [member, administrator] = [await roleIdOf(admin, 'tenant.member'), await roleIdOf(admin, 'tenant.admin')];
    await expect(
      execute(setRolePermissions, admin, { id: member, expectedVersion: 1, permissions: ['tenant.moon.land'] }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      execute(setRolePermissions, admin, { id: administrator, expectedVersion: 1, permissions: ['tenant.member.read'] }),
    ).rejects.toMatchObject({ code: 'rule-broken', details: { lacking: ['tenant.member.write', 'tenant.role.write'] } });
  });

  test('changes are recorded as what came and what went, once each', async () => {
    const { admin, founder } = await aTenantOf();
    const id = await roleIdOf(admin, 'tenant.member');
    await execute(setRolePermissions, admin, { id, expectedVersion: 1, permissions: ['tenant.audit.read', 'tenant.job.read'] });
    const { rows } = await ask(auditTrail, admin, { entityId: id });
    const ours = rows.filter((row) => row.action === 'tenant.role.set-permissions');
    expect(ours).toHaveLength(2);
    expect(ours.map(({ before, after }) => ({ before, after }))).toEqual(
      expect.arrayContaining([
        { before: { permissions: ['tenant.settings.read'] }, after: null },
        { before: null, after: { permissions: ['tenant.audit.read', 'tenant.job.read'] } },
      ]),
    );
    expect(ours[0]).toMatchObject({ entity: 'identity.role_permissions', actorKind: 'user', actorId: founder.userId });
  });

  test('changed in the database itself are recorded as the operator', async () => {
    const { admin } = await aTenantOf();
    const id = await roleIdOf(admin, 'tenant.member');
    await db.database.shared.transaction(async (trx) => {
      await trx.raw(`select set_config('app.tenant_id', ?, true)`, [admin.tenantId]);
      await trx('identity.roles').where({ id }).update({ title: 'Colleague' });
    });
    const [row] = (await ask(auditTrail, admin, { entityId: id })).rows;
    expect(row).toMatchObject({ actorKind: 'operator', before: { title: 'Member' }, after: { title: 'Colleague' } });
  });
});

describe('tenant settings', () => {
  test('change under the version that was read', async () => {
    const { admin } = await aTenantOf();
    const changed = await execute(updateTenant, admin, { expectedVersion: 1, patch: { name: 'Larkmoor Health', features: { flightplan: true } } });
    expect(changed).toMatchObject({ name: 'Larkmoor Health', features: { flightplan: true }, version: 2 });
    await expect(execute(updateTenant, admin, { expectedVersion: 1, patch: { name: 'Late' } })).rejects.toMatchObject({ code: 'conflict' });
    expect(await ask(tenantSettings, admin, {})).toEqual(changed);
  });

  test('keep short names apart', async () => {
    const [one, other] = [await aTenantOf(), await aTenantOf()];
    await expect(execute(updateTenant, one.admin, { expectedVersion: 1, patch: { slug: other.slug } })).rejects.toMatchObject({
      code: 'conflict',
      details: { field: 'slug' },
    });
  });
});
