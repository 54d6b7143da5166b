// A program of its own that uses the domain without the server: it makes the schema, opens a tenant, adds a site and
// asks for it.
import { ask, execute, migrate, openDatabase, prepareDatabase, resourceOperations, type Scope } from '@wardwright/domain/db';
import { Site } from '@wardwright/domain/directory/model';
import { sites } from '@wardwright/domain/directory/resources';
import { addLogin, createTenant } from '@wardwright/domain/identity/commands';
import { entryOf } from '@wardwright/domain/identity/queries';
import { DomainError } from '@wardwright/domain/kernel';

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
};

const passwords = {
  owner: setting('OWNER_PASSWORD'),
  app: setting('APP_PASSWORD'),
  identity: setting('IDENTITY_PASSWORD'),
  jobs: setting('JOBS_PASSWORD'),
};
await prepareDatabase(setting('ADMIN_URL'), passwords);
const steps = await migrate(setting('OWNER_URL'));

const database = openDatabase({ app: setting('APP_URL'), identity: setting('IDENTITY_URL') });
const requestId = 'scratch';
const login = { name: 'Ada Quill', email: 'ada@quill.example', passwordHash: 'not a hash, so nobody can sign in' };
const userId = await addLogin(database.identity, login, { kind: 'operator', requestId });
const { tenantId, slug } = await createTenant(database, { userId, requestId }, { name: 'Quill Health', slug: 'quill' });

const entry = await entryOf(database.identity, userId, slug);
const scope: Scope = {
  tenantId,
  actor: { kind: 'user', id: userId },
  permissions: entry?.permissions ?? new Set(),
  requestId,
  knex: database.resolve(tenantId),
};
const { create, get, list } = resourceOperations(sites, Site);
const blank = { healthSystemId: null, address: null, officePhone: null, contactPerson: null, contactEmail: null };
const made = await execute(create, scope, { ...blank, name: 'East Campus', timeZone: 'America/Denver' });
const found = await ask(get, scope, { id: made.id });
const { rows } = await ask(list, scope, {});
const refusal = await execute(create, scope, { ...blank, name: ' ', timeZone: 'Mars/Olympus' }).catch((error: unknown) => error);
await database.close();

console.log(
  JSON.stringify({
    steps: steps.length,
    name: found.name,
    timeZone: found.timeZone,
    sites: rows.length,
    refusal: refusal instanceof DomainError ? refusal.code : String(refusal),
  }),
);
