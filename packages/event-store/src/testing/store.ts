import { createHash } from 'node:crypto';
import { type TestDatabase, migratedDatabase } from '@wardwright/postgres/testing';
import pg from 'pg';
import { type EventStore, type StoreOptions, openEventStore } from '../event-store.ts';
import { eventStoreSql, shadowSql } from '../install.ts';

/** Roles of the tests, as a product would have them: one owns, one works. */
export const ownerRole = 'event_store_owner';
export const appRole = 'event_store_app';
export const password = 'event-store-test';

const role = (name: string, traits: string): string => `
do $$ begin
  create role ${name} ${traits} nosuperuser nobypassrls;
exception when duplicate_object or unique_violation then null;
end $$;`;

/** The board of a ward, as a table that a projection keeps. */
const boardSql = `
create table public.board (
  tenant_id uuid not null, id uuid not null, moves integer not null, place text, last_position bigint not null,
  primary key (tenant_id, id));
alter table public.board enable row level security;
alter table public.board force row level security;
create policy tenant_isolation on public.board
  using (tenant_id = (select current_setting('app.tenant_id')::uuid))
  with check (tenant_id = (select current_setting('app.tenant_id')::uuid));
grant select, insert, update, delete on public.board to ${appRole};
${shadowSql('public.board', { appRole })}`;

export const prepareSql = [
  role(ownerRole, 'nologin'),
  role(appRole, `login password '${password}'`),
  eventStoreSql({ ownerRole, appRole }),
  boardSql,
].join('\n');

/** Runs one script as the given role. */
export async function runScript(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database with a store in it, seen as the working role. */
export interface TestStore {
  readonly database: TestDatabase;
  readonly url: string;
  readonly store: EventStore;
  readonly open: (options?: Partial<StoreOptions>) => EventStore;
  readonly end: () => Promise<void>;
}

/** Makes a database of its own for a test file. */
export async function testStore(): Promise<TestStore> {
  const database = await migratedDatabase({ fingerprint: `event_store_${createHash('sha256').update(prepareSql).digest('hex').slice(0, 16)}`, prepare: async (url) => void (await runScript(url, prepareSql)) });
  const url = database.url(appRole, password);
  const opened: EventStore[] = [];
  const open = (options: Partial<StoreOptions> = {}): EventStore => {
    const store = openEventStore({ url, ...options } as StoreOptions);
    opened.push(store);
    return store;
  };
  return {
    database,
    url,
    store: open(),
    open,
    end: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await database.drop();
    },
  };
}
