import * as z from 'zod';
import type { Problem } from './problem/schema.ts';
import { problemSchema } from './problem/schema.ts';
import { findBrokenReferences } from './problem/references.ts';

export type { Cell, Problem, ProblemInput } from './problem/schema.ts';
export type { Constraint, ConstraintType } from './constraints.ts';

/** One thing wrong with a problem: where (`constraints[3].params.min`) and what. */
export interface ProblemIssue {
  readonly path: string;
  readonly message: string;
}

/** Either the validated problem, or everything that is wrong with it. */
export type ParsedProblem =
  | { readonly ok: true; readonly problem: Problem }
  | { readonly ok: false; readonly issues: readonly ProblemIssue[] };

const writePath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`),
    '',
  );

/** Checks shape, references (people, activities, groups) and cell positions of a problem. */
export function parseProblem(input: unknown): ParsedProblem {
  const shape = problemSchema.safeParse(input);
  if (!shape.success) {
    return { ok: false, issues: shape.error.issues.map((issue) => ({ path: writePath(issue.path), message: issue.message })) };
  }
  const issues = findBrokenReferences(shape.data).map(({ path, message }) => ({ path: writePath(path), message }));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, problem: shape.data };
}

/** Like {@link parseProblem}, but throws an error that lists every path with its message. */
export function requireProblem(input: unknown): Problem {
  const parsed = parseProblem(input);
  if (parsed.ok) return parsed.problem;
  throw new Error(`The problem is not valid: ${parsed.issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ')}`);
}

/** JSON Schema (draft 2020-12) of what {@link parseProblem} accepts, before the reference checks. */
export const problemJsonSchema = (): object => z.toJSONSchema(problemSchema, { io: 'input' });
