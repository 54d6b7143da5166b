import type { z } from 'zod';
import { complaintOf } from './complaint.ts';

/** How a column is filled in. */
export type FieldKind = 'text' | 'email' | 'date' | 'number' | 'switch' | 'choice' | 'words' | 'reference';

/** One field of a form, read off the schema that the server checks with. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly optional: boolean;
  readonly choices: readonly string[];
}

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly innerType?: Schema;
  readonly entries?: Readonly<Record<string, string>>;
}

interface Schema {
  readonly _zod: { readonly def: Definition };
}

const kinds: Readonly<Record<string, FieldKind>> = { boolean: 'switch', number: 'number', enum: 'choice', array: 'words' };
const formats: Readonly<Record<string, FieldKind>> = { uuid: 'reference', date: 'date', email: 'email' };

function fieldOf(name: string, schema: Schema, optional = false): Field {
  const { type, format, innerType, entries } = schema._zod.def;
  if (innerType) return fieldOf(name, innerType, optional || type === 'nullable' || type === 'optional');
  const kind = (format === undefined ? undefined : formats[format]) ?? kinds[type] ?? 'text';
  return { name, kind, optional, choices: Object.values(entries ?? {}) };
}

/** The fields of a write schema, in its order. */
export const fieldsOf = (write: z.ZodObject): readonly Field[] =>
  Object.entries(write.shape).map(([name, schema]) => fieldOf(name, schema as unknown as Schema));

/** What a new row starts with: nothing said, which for a switch is "no" and for a list is empty. */
export function blankValues(fields: readonly Field[]): Record<string, unknown> {
  const blank: Readonly<Partial<Record<FieldKind, unknown>>> = { switch: false, words: [] };
  return Object.fromEntries(fields.map((field) => [field.name, blank[field.kind] ?? null]));
}

/** The first complaint about each field, by name, or nothing when the values are fit to be sent. */
export function complaints(write: z.ZodObject, values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const checked = write.safeParse(values, { error: complaintOf });
  if (checked.success) return {};
  const found: Record<string, string> = {};
  for (const issue of checked.error.issues) found[String(issue.path[0] ?? '')] ??= issue.message;
  return found;
}
