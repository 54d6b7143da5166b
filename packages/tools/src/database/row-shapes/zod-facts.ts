import { z } from 'zod';

/** What values of a zod field look like. `unknown` promises nothing, so nothing is compared with it. */
export type Kind = 'array' | 'boolean' | 'number' | 'object' | 'string' | 'unknown';

/** The field without what stands around it: nullable, optional, default, refinements by pipe. */
function core(field: z.core.$ZodType): z.core.$ZodType {
  const { def } = field._zod as { def: { type: string; innerType?: z.core.$ZodType; out?: z.core.$ZodType } };
  if (def.innerType) return core(def.innerType);
  return def.type === 'pipe' && def.out ? core(def.out) : field;
}

export const takesNull = (field: z.ZodType): boolean => z.safeParse(field, null).success;

const kinds: Readonly<Record<string, Kind>> = {
  array: 'array',
  tuple: 'array',
  boolean: 'boolean',
  number: 'number',
  int: 'number',
  object: 'object',
  record: 'object',
  string: 'string',
  enum: 'string',
  literal: 'string',
  template_literal: 'string',
};

export function kindOf(field: z.ZodType): Kind {
  const inner = core(field);
  if (inner instanceof z.ZodUnion) {
    const members = new Set(inner.options.map((option) => kindOf(option as z.ZodType)));
    const [only] = members;
    return members.size === 1 && only ? only : 'unknown';
  }
  if (inner instanceof z.ZodLiteral) return typeof [...inner.values][0] as Kind;
  return kinds[inner._zod.def.type] ?? 'unknown';
}

/** The fixed words a field accepts, or null when it accepts others too. */
export function choicesOf(field: z.ZodType): string[] | null {
  const inner = core(field);
  if (inner instanceof z.ZodEnum) return inner.options.map(String);
  if (inner instanceof z.ZodLiteral && kindOf(field) === 'string') return [...inner.values].map(String);
  return null;
}
