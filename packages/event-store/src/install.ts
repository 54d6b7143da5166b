import { appendSql } from './install/append-sql.ts';
import { groupSql } from './install/group-sql.ts';
import { quoteName } from './install/names.ts';
import { readSql } from './install/read-sql.ts';
import { rightsSql } from './install/rights-sql.ts';
import { tablesSql } from './install/tables-sql.ts';

export { shadowSql } from './install/shadow-sql.ts';

/** Where the store lives and to whom it belongs. */
export interface InstallOptions {
  /** Schema of the tables and functions; made when it is missing. Default `event_store`. */
  readonly schema?: string;
  /** Owns the tables; must be a role the installing one may act for. Default: the installing role. */
  readonly ownerRole?: string;
  /** May append and read, never change or delete. Default: nobody is given rights. */
  readonly appRole?: string;
}

/** Runs one script of several statements without parameters: `(sql) => knex.raw(sql)` or `(sql) => client.query(sql)`. */
export type RunScript = (sql: string) => PromiseLike<unknown>;

/** The whole definition of the store as one script. Running it again changes nothing. */
export function eventStoreSql({ schema = 'event_store', ownerRole, appRole }: InstallOptions = {}): string {
  const place = quoteName(schema);
  const owner = ownerRole === undefined ? 'current_user' : quoteName(ownerRole);
  const app = appRole === undefined ? undefined : quoteName(appRole);
  return [tablesSql(place), appendSql(place), groupSql(place), readSql(place), rightsSql(place, owner, app)].join('\n');
}

/**
 * Makes the tables, functions, policies and rights of an event store. A migration calls it inside its own transaction;
 * an application without migrations calls it at start.
 */
export async function installEventStore(run: RunScript, options: InstallOptions = {}): Promise<void> {
  await run(eventStoreSql(options));
}

/** Removes the store and every event in it. For the way back of a migration and for tests. */
export async function removeEventStore(run: RunScript, { schema = 'event_store' }: InstallOptions = {}): Promise<void> {
  await run(`drop schema if exists ${quoteName(schema)} cascade`);
}
