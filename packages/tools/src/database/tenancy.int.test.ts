import { expect, test } from 'vitest';
import { verdictsOfThisFile } from '../testing/planted-database.ts';
import { tenancy } from './tenancy.ts';

const verdictAfter = verdictsOfThisFile();

const own = `tenant_id = (select current_setting('app.tenant_id')::uuid)`;

test('the schema is innocent', async () => {
  const verdict = await verdictAfter(tenancy);
  expect(verdict.offences).toEqual([]);
  expect(verdict.looked).toBeGreaterThan(20);
});

test.each([
  ['a switched-off table', 'alter table directory.sites disable row level security', 'switched off'],
  ['a table that does not bind its owner', 'alter table directory.sites no force row level security', 'does not force'],
  ['a table without policy', 'drop policy tenant_isolation on directory.sites', 'no policy'],
  [
    'a policy that only reads',
    `drop policy tenant_isolation on directory.sites; create policy reading on directory.sites for select using (${own})`,
    'no policy',
  ],
  [
    'a policy that lets anything be written',
    `drop policy tenant_isolation on directory.sites; create policy p on directory.sites using (${own}) with check (true)`,
    'no policy',
  ],
  [
    'a policy that hides rows when no tenant is set',
    `drop policy tenant_isolation on directory.sites;
     create policy p on directory.sites using (tenant_id = (select current_setting('app.tenant_id', true)::uuid))`,
    'no policy',
  ],
  [
    'a policy for one role only',
    `drop policy tenant_isolation on directory.sites; create policy p on directory.sites to wardwright_app using (${own}) with check (${own})`,
    'no policy',
  ],
  ['a second, wider policy', 'create policy wide on directory.sites for select using (true)', 'lets more through'],
  ['a table that nobody thought of', 'create table quality.planted (id uuid primary key)', 'has no tenant_id'],
  ['a view with the rights of its owner', 'create view quality.planted as select * from directory.sites', 'security_invoker'],
  ['a materialised view', 'create materialized view quality.planted as select 1 as one', 'materialised view'],
  ['a tenant that may be missing', 'alter table system.idempotency_keys drop constraint idempotency_keys_pkey; alter table system.idempotency_keys alter tenant_id drop not null', 'uuid not null'],
  ['a reason without a table', 'drop table identity.two_factors', 'does not exist'],
])('%s is found', async (_, statement, words) => {
  expect((await verdictAfter(tenancy, statement)).offences).toContainEqual(expect.stringContaining(words));
});

test('a view that asks with the rights of its reader is innocent', async () => {
  const view = 'create view quality.planted with (security_invoker = true) as select * from directory.sites';
  expect((await verdictAfter(tenancy, view)).offences).toEqual([]);
});
