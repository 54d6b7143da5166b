import { z } from 'zod';
import { DomainError } from './errors.ts';

/** Input of every list: how many rows, and the cursor that the page before handed out. */
export const pageInput = {
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(2000).nullish(),
};

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), nextCursor: z.string().nullable() });

/** Packs the sort key of the last row shown. The text is opaque to clients. */
export const encodeCursor = (key: readonly unknown[]): string =>
  btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(key))));

/**
 * Unpacks a cursor into the shape the list expects.
 * @throws DomainError `invalid` when the text did not come from `encodeCursor` for the same list.
 */
export function decodeCursor<Shape extends z.ZodType>(cursor: string, shape: Shape): z.output<Shape> {
  try {
    const bytes = Uint8Array.from(atob(cursor), (letter) => letter.codePointAt(0) ?? 0);
    return shape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new DomainError('invalid', 'The page cursor is not one this list handed out. Start again from the first page.', {
      field: 'cursor',
    });
  }
}
