import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../kernel/index.ts';

type Order = 'asc' | 'desc';

/** What a page needs of a query; both Knex and Objection builders have it. */
export interface Pageable<Row> extends PromiseLike<readonly Row[]> {
  orderBy(columns: { column: string; order: Order }[]): unknown;
  whereRaw(sql: string, bindings: (string | number)[]): unknown;
  limit(count: number): unknown;
}

/** The column a list is ordered by, and the one that decides between equals. A table's alias may stand before each. */
export interface PageKey {
  readonly columns: readonly [leading: string, unique: string];
  readonly order: Order;
  /** What the leading column holds, so that a cursor of another list is refused. */
  readonly leading: z.ZodType<string | number>;
}

/** The key of lists that show what is newest first. */
export const newestFirst = (column: string, alias?: string): PageKey => ({
  columns: alias ? [`${alias}.${column}`, `${alias}.id`] : [column, 'id'],
  order: 'desc',
  leading: z.iso.datetime(),
});

/** The key of lists in the order of the alphabet. */
export const byWord = (column: string, unique = 'id'): PageKey => ({ columns: [column, unique], order: 'asc', leading: z.string() });

const plain = (column: string): string => column.slice(column.indexOf('.') + 1);

/**
 * One page of a list, by the place of the last row shown and not by a count, so rows that come or go meanwhile are
 * neither skipped nor shown twice.
 * @param shown turns a row as found into one as listed
 * @throws DomainError `invalid` for a cursor of another list
 */
export async function pageAfter<Row extends object, Shown>(
  query: Pageable<Row>,
  { columns, order, leading }: PageKey,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | null | undefined },
  shown: (row: Row) => Shown,
): Promise<{ rows: Shown[]; nextCursor: string | null }> {
  query.orderBy(columns.map((column) => ({ column, order })));
  query.limit(limit + 1);
  if (cursor) {
    const place = decodeCursor(cursor, z.tuple([leading, z.uuid()]));
    query.whereRaw(`(??, ??) ${order === 'asc' ? '>' : '<'} (?, ?)`, [...columns, ...place]);
  }
  const found = await query;
  const last = found.length > limit ? (found[limit - 1] as Readonly<Record<string, unknown>>) : null;
  return {
    rows: found.slice(0, limit).map(shown),
    nextCursor: last ? encodeCursor(columns.map((column) => last[plain(column)])) : null,
  };
}
