import type { Constraint } from '../catalog.ts';
import type { Kind } from './zod-facts.ts';

/** Words of a CHECK that lets a column hold fixed words only, with or without null. */
export function choicesInCheck({ kind, columns, definition }: Constraint, column: string): string[] {
  if (kind !== 'check' || columns.length !== 1 || columns[0] !== column) return [];
  const single = new RegExp(`^CHECK \\(\\(\\(?${column}\\)?(?:::text)? = '((?:[^']|'')*)'::[a-z ]+\\)\\)$`).exec(definition);
  if (single) return [unquoted(single[1] ?? '')];
  const list = new RegExp(`\\(?${column}\\)?(?:::text)? = ANY \\(\\(?ARRAY\\[(.*?)\\]`).exec(definition)?.[1];
  return list === undefined ? [] : [...list.matchAll(/'((?:[^']|'')*)'::/g)].map(([, word = '']) => unquoted(word));
}

const unquoted = (word: string): string => word.replaceAll("''", "'");

const kinds: ReadonlyMap<RegExp, readonly Kind[]> = new Map<RegExp, readonly Kind[]>([
  [/\[\]$/, ['array']],
  [/^boolean$/, ['boolean']],
  [/^(smallint|integer|bigint|real|double precision)$/, ['number']],
  // Numeric leaves the database as text, so that no digit is lost.
  [/^(text|character|character varying|uuid|date|numeric|citext|timestamp|time|interval|bytea)\b/, ['string']],
  [/^jsonb?$/, ['array', 'boolean', 'number', 'object', 'string']],
]);

/** What values of a column look like once they have left the database. */
export const kindsOfType = (type: string): readonly Kind[] => [...kinds].find(([pattern]) => pattern.test(type))?.[1] ?? [];
