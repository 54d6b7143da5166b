import type { AnyRouter } from '@trpc/server';
import { z } from 'zod';
import type { ProcedureMeta } from '../trpc/meta.ts';

/** One procedure of the router, as the walker sees it. */
export interface Walked {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly permission: ProcedureMeta['permission'] | undefined;
  /** JSON schema of the input, or null when the procedure takes none. */
  readonly input: JsonSchema | null;
  readonly hasOutput: boolean;
}

export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

interface ProcedureDefinition {
  readonly type: Walked['type'];
  readonly meta?: ProcedureMeta;
  readonly inputs: readonly z.ZodType[];
  readonly output?: unknown;
}

/** Loads every branch and lists all procedures, in the order of their paths. */
export async function walk(router: AnyRouter): Promise<Walked[]> {
  for (const loader of Object.values(router._def.lazy)) await loader.load();
  const found: Walked[] = [];
  const visit = (record: object, path: readonly string[]): void => {
    for (const [key, item] of Object.entries(record)) {
      const at = [...path, key];
      if (typeof item === 'function') found.push(described(at.join('.'), item._def as ProcedureDefinition));
      else visit(item as object, at);
    }
  };
  visit(router._def.record, []);
  return found.toSorted((a, b) => a.path.localeCompare(b.path));
}

function described(path: string, definition: ProcedureDefinition): Walked {
  const [input] = definition.inputs;
  return {
    path,
    type: definition.type,
    permission: definition.meta?.permission,
    input: input ? (z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : null,
    hasOutput: definition.output !== undefined,
  };
}

/** Whether an input mentions ids anywhere: such a procedure must be tried with another tenant's. */
export function mentionsIds(schema: JsonSchema | null): boolean {
  if (!schema) return false;
  if (schema.format === 'uuid') return true;
  const inside = [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  return inside.some(mentionsIds);
}

/** Inputs that break the schema, one place at a time. */
export function malformed(schema: JsonSchema): unknown[] {
  const properties = Object.keys(schema.properties ?? {});
  return [[42], ...properties.map((property) => ({ [property]: [[[Number.MAX_VALUE]]] }))];
}
