import { expect, test } from 'vitest';
import { verdictsOfThisFile } from '../testing/planted-database.ts';
import { foreignKeyIndexes, tenantKeys } from './keys.ts';

const verdictAfter = verdictsOfThisFile();

test('the schema is innocent', async () => {
  expect((await verdictAfter(tenantKeys)).offences).toEqual([]);
  expect((await verdictAfter(foreignKeyIndexes)).offences).toEqual([]);
});

const table = (columns: string) => `create table quality.planted (tenant_id uuid not null, id uuid not null, ${columns})`;

test.each([
  ['a primary key without the tenant', table('primary key (id)')],
  ['a primary key with the tenant last', table('primary key (id, tenant_id)')],
  ['a table without a primary key', table('name text')],
  ['a name that is unique across tenants', table('name text unique, primary key (tenant_id, id)')],
  ['a unique index across tenants', `${table('name text, primary key (tenant_id, id)')}; create unique index on quality.planted (lower(name))`],
])('%s is found', async (_, statement) => {
  expect((await verdictAfter(tenantKeys, statement)).offences).toEqual([expect.stringContaining('quality.planted')]);
});

test('a reference that could cross tenants is found', async () => {
  const { offences } = await verdictAfter(
    tenantKeys,
    'create unique index planted on directory.sites (id); alter table directory.sites add constraint lone unique using index planted',
    table('site_id uuid references directory.sites (id), primary key (tenant_id, id)'),
  );
  expect(offences).toContainEqual(expect.stringContaining('quality.planted (site_id) points at directory.sites'));
});

const reference = table(`site_id uuid, primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references directory.sites (tenant_id, id)`);

test.each([
  ['no index', ''],
  ['an index that begins elsewhere', '; create index on quality.planted (id, tenant_id, site_id)'],
  ['an index over some rows only', "; create index on quality.planted (tenant_id, site_id) where id > '018f0000-0000-0000-0000-000000000000'"],
])('a reference with %s is found', async (_, index) => {
  expect((await verdictAfter(foreignKeyIndexes, reference + index)).offences).toEqual([
    'quality.planted (tenant_id, site_id), which points at directory.sites, has no index',
  ]);
});

test.each([
  ['an index', '; create index on quality.planted (tenant_id, site_id, id)'],
  ['an index over the rows that refer', '; create index on quality.planted (tenant_id, site_id) where site_id is not null'],
])('a reference with %s is innocent', async (_, index) => {
  expect((await verdictAfter(foreignKeyIndexes, reference + index)).offences).toEqual([]);
});

test('a reason that is no longer needed is found', async () => {
  const statement = 'create index on identity.invitations (invited_by)';
  expect((await verdictAfter(foreignKeyIndexes, statement)).offences).toEqual([expect.stringContaining('invited_by')]);
});
