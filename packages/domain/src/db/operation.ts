import type { Knex } from 'knex';
import type { z } from 'zod';
import { DomainError } from '../kernel/errors.ts';
import type { Permission } from '../kernel/permissions.ts';
import { type AuditEntry, audit } from './audit.ts';
import { onceOnly } from './idempotency.ts';
import { isStalePlan } from './prepared.ts';
import { inTenant, requirePermission, type Scope } from './scope.ts';

interface Operation<Input extends z.ZodType, Output extends z.ZodType> {
  /** `<context>.<thing>.<verb>`; for commands also the action in the audit trail. */
  readonly name: string;
  readonly permission: Permission;
  readonly input: Input;
  readonly output: Output;
}

/** A question that changes nothing. */
export interface Query<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType>
  extends Operation<Input, Output> {
  readonly read: (trx: Knex.Transaction, scope: Scope, input: z.output<Input>) => Promise<z.input<Output>>;
}

/** What a command gives back: the answer for the caller and the rows for the audit trail. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly audit: readonly AuditEntry[];
}

/** A change: one verb, one transaction, its audit rows. */
export interface Command<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType>
  extends Operation<Input, Output> {
  readonly run: (trx: Knex.Transaction, scope: Scope, input: z.output<Input>) => Promise<Outcome<z.input<Output>>>;
}

/** States a question that people or pages may ask, so that its permission and its answer can be read without running it. */
export const defineQuery = <Input extends z.ZodType, Output extends z.ZodType>(
  query: Query<Input, Output>,
): Query<Input, Output> => Object.freeze(query);

/** States a change that people may make, so that its permission and its input can be read without running it. */
export const defineCommand = <Input extends z.ZodType, Output extends z.ZodType>(
  command: Command<Input, Output>,
): Command<Input, Output> => Object.freeze(command);

/** Checks what came from outside and says which field is wrong. */
export function checked<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const field = first?.path.join('.') ?? '';
  throw new DomainError('invalid', field ? `${field}: ${first?.message}` : (first?.message ?? 'The input is malformed.'), {
    field,
    issues: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
  });
}

/** A newer version may change a table under a plan that is kept; the transaction that meets it fails whole and is done once more. */
const onFreshPlans = <Result>(work: () => Promise<Result>): Promise<Result> =>
  work().catch((error: unknown) => {
    if (isStalePlan(error)) return work();
    throw error;
  });

/**
 * Answers a query whose input has been checked already, in a transaction of the scope's tenant.
 * @throws DomainError `forbidden`, or what the query itself refuses.
 */
export async function answer<Input extends z.ZodType, Output extends z.ZodType>(
  query: Query<Input, Output>,
  scope: Scope,
  input: z.output<Input>,
): Promise<z.input<Output>> {
  requirePermission(scope, query.permission);
  return onFreshPlans(() => inTenant(scope, (trx) => query.read(trx, scope, input)));
}

/**
 * Carries out a command whose input has been checked already: permission, transaction, change, audit. With an
 * idempotency key in the scope a repetition returns the first answer and changes nothing.
 * @throws DomainError `forbidden`, `conflict`, or what the command itself refuses.
 */
export async function carryOut<Input extends z.ZodType, Output extends z.ZodType>(
  command: Command<Input, Output>,
  scope: Scope,
  input: z.output<Input>,
): Promise<z.input<Output>> {
  requirePermission(scope, command.permission);
  const change = (trx: Knex.Transaction): Promise<z.input<Output>> =>
    onceOnly(trx, scope, command.name, input, async () => {
      const { result, audit: entries } = await command.run(trx, scope, input);
      await audit(trx, command.name, entries);
      return result;
    });
  return onFreshPlans(() => inTenant(scope, change));
}

/** Checks the input, then answers. @throws DomainError `invalid`, or as `answer` does. */
export const ask = async <Input extends z.ZodType, Output extends z.ZodType>(
  query: Query<Input, Output>,
  scope: Scope,
  raw: z.input<Input>,
): Promise<z.input<Output>> => answer(query, scope, checked(query.input, raw));

/** Checks the input, then carries out. @throws DomainError `invalid`, or as `carryOut` does. */
export const execute = async <Input extends z.ZodType, Output extends z.ZodType>(
  command: Command<Input, Output>,
  scope: Scope,
  raw: z.input<Input>,
): Promise<z.input<Output>> => carryOut(command, scope, checked(command.input, raw));
