import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HealthSystem, Program, Site } from '../directory/model.ts';
import { healthSystems, programs, sites } from '../directory/resources.ts';
import { auditTrail } from '../system/queries.ts';
import { aTenant, type TestDatabase, testDatabase } from '../testing.ts';
import { ask, execute, resourceOperations, type Scope } from './index.ts';

let db: TestDatabase;
let scope: Scope;
const systems = resourceOperations(healthSystems, HealthSystem);
const siteOperations = resourceOperations(sites, Site);

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const fresh = async (change: Partial<Scope> = {}) => ({ ...(await aTenant(db.database)), ...change });
const named = (name: string) => ({ name, location: null, description: null });

describe('a command', () => {
  test('leaves an audit row of who did what, with before and after', async () => {
    scope = await fresh({ requestId: 'request-7' });
    const made = await execute(systems.create, scope, named('Northern'));
    await execute(systems.update, scope, { id: made.id, expectedVersion: 1, patch: { name: 'Northern Lights' } });
    const { rows } = await ask(auditTrail, scope, { entityId: made.id });
    expect(rows.map((row) => row.action)).toEqual(['directory.health-systems.update', 'directory.health-systems.create']);
    expect(rows[0]).toMatchObject({
      actorId: scope.actor.id,
      requestId: 'request-7',
      before: { name: 'Northern', version: 1 },
      after: { name: 'Northern Lights', version: 2 },
    });
  });

  test('needs its permission, and says which', async () => {
    scope = await fresh({ permissions: new Set(['directory.entry.read']) });
    await expect(execute(systems.create, scope, named('X'))).rejects.toMatchObject({
      code: 'forbidden',
      details: { permission: 'directory.entry.write' },
    });
  });

  test('names the field that is malformed', async () => {
    scope = await fresh();
    await expect(execute(systems.create, scope, named('   '))).rejects.toMatchObject({
      code: 'invalid',
      details: { field: 'name' },
    });
  });

  test('turns a duplicate and a dangling reference into refusals', async () => {
    scope = await fresh();
    await execute(systems.create, scope, named('Only one'));
    await expect(execute(systems.create, scope, named('Only one'))).rejects.toMatchObject({ code: 'conflict' });
    const stranger = await fresh();
    const theirs = await execute(systems.create, stranger, named('Theirs'));
    const site = {
      name: 'Site',
      timeZone: 'America/Denver',
      healthSystemId: theirs.id,
      address: null,
      officePhone: null,
      contactPerson: null,
      contactEmail: null,
    };
    await expect(execute(siteOperations.create, scope, site)).rejects.toMatchObject({ code: 'invalid' });
    await expect(execute(siteOperations.create, scope, { ...site, timeZone: 'Mars/Olympus' })).rejects.toThrow('IANA');
  });
});

describe('an idempotency key', () => {
  test('gives the first answer again and changes nothing, even for two at once', async () => {
    scope = await fresh({ idempotencyKey: 'key-12345' });
    const [one, two] = await Promise.all([
      execute(systems.create, scope, named('Once')),
      execute(systems.create, scope, named('Once')),
    ]);
    expect(two.id).toBe(one.id);
    const { rows } = await ask(systems.list, scope, {});
    expect(rows).toHaveLength(1);
    const { rows: trail } = await ask(auditTrail, scope, { entityId: one.id });
    expect(trail).toHaveLength(1);
  });

  test('is refused for another request', async () => {
    scope = await fresh({ idempotencyKey: 'key-12345' });
    await execute(systems.create, scope, named('First'));
    await expect(execute(systems.create, scope, named('Second'))).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is free again when the command failed', async () => {
    scope = await fresh();
    await execute(systems.create, scope, named('Taken'));
    const keyed = { ...scope, idempotencyKey: 'key-12345' };
    await expect(execute(systems.create, keyed, named('Taken'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(execute(systems.create, keyed, named('Free'))).resolves.toMatchObject({ name: 'Free' });
  });
});

describe('a resource', () => {
  test('pages by key: every row once, in order, also while names repeat', async () => {
    scope = await fresh();
    const site = await execute(siteOperations.create, scope, {
      name: 'Main',
      timeZone: 'America/Denver',
      healthSystemId: null,
      address: null,
      officePhone: null,
      contactPerson: null,
      contactEmail: null,
    });
    const operations = resourceOperations(programs, Program);
    for (let index = 0; index < 23; index += 1)
      await execute(operations.create, scope, {
        name: `Program ${index}`,
        kind: 'residency',
        specialty: `Specialty ${index % 3}`,
        siteId: site.id,
        maxPgy: 3,
      });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { name: string; specialty: string }[]; nextCursor: string | null } = await ask(operations.list, scope, {
        limit: 5,
        sort: 'specialty',
        cursor,
      });
      seen.push(...page.rows.map((row) => `${row.specialty} ${row.name}`));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
    expect(seen.map((row) => row.slice(0, 11))).toEqual(seen.map((row) => row.slice(0, 11)).toSorted());
  });

  test('archives and restores instead of deleting', async () => {
    scope = await fresh();
    const made = await execute(systems.create, scope, named('Old'));
    const archived = await execute(systems.archive, scope, { id: made.id, expectedVersion: 1 });
    expect(archived.archivedAt).not.toBeNull();
    expect((await ask(systems.list, scope, {})).rows).toEqual([]);
    expect((await ask(systems.list, scope, { archived: true })).rows).toHaveLength(1);
    const restored = await execute(systems.restore, scope, { id: made.id, expectedVersion: 2 });
    expect(restored).toMatchObject({ archivedAt: null, version: 3 });
  });
});
