import { quoteName, quoteTable } from './names.ts';
import { isolate } from './rights-sql.ts';

/** Name of the table in which a projection is rebuilt while the old rows are still being read. */
export const shadowOf = (table: string): string => `${table}__shadow`;

/**
 * Script that makes the shadow of a projection's table, with the same columns, keys and policy. A migration runs it after
 * it has made or changed the table itself; `renew` drops a shadow that no longer fits.
 */
export function shadowSql(table: string, { appRole, renew = false }: { appRole?: string; renew?: boolean } = {}): string {
  const live = quoteTable(table);
  const shadow = quoteTable(shadowOf(table));
  return `${renew ? `drop table if exists ${shadow};` : ''}
create table if not exists ${shadow} (like ${live} including all);
${isolate(shadow)}
${appRole === undefined ? '' : `grant select, insert, update, delete on ${shadow} to ${quoteName(appRole)};`}`;
}
