import { answer, carryOut, type Command, type Query, requirePermission } from '@wardwright/domain/db';
import { DomainError, type Permission } from '@wardwright/domain/kernel';
import { z } from 'zod';
import type { Context } from './context.ts';
import { open } from './trpc.ts';

/** Input of a question that needs none. A change needs at least an empty one, because it is sent by itself and not without a body. */
export const noInput = z.object({}).optional();

/** Refuses strangers before their input is even looked at. */
export const permitted = (permission: Permission) =>
  open.meta({ permission }).use(async ({ ctx, next }) => {
    requirePermission(await ctx.scope(), permission);
    return next();
  });

/** The output schema of the procedure fixes the type; tRPC cannot see that an unresolved schema's own input fits it. */
const fitting = (result: Promise<unknown>) => result as Promise<never>;

/** tRPC would let zod answer later, in case a check has to wait; none has, and only at once does zod use its compiled checks. */
const atOnce = <Schema extends z.ZodType>(schema: Schema): Schema =>
  ({ parse: (value: unknown) => schema.parse(value) }) as Pick<Schema, 'parse'> as Schema;

/** Puts a domain query on the wire. */
export const query = <Input extends z.ZodType, Output extends z.ZodType>(definition: Query<Input, Output>) =>
  permitted(definition.permission)
    .input(definition.input)
    .output(atOnce(definition.output))
    .query(async ({ ctx, input }) => fitting(answer(definition, await ctx.scope(), input as z.output<Input>)));

/** Puts a domain command on the wire. @param refuse throws where this installation does not allow what the domain would */
export const command = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Command<Input, Output>,
  refuse: (ctx: Pick<Context, 'identity' | 'scope'>, input: z.output<Input>) => Promise<void> = () => Promise.resolve(),
) =>
  permitted(definition.permission)
    .input(definition.input)
    .output(atOnce(definition.output))
    .mutation(async ({ ctx, input }) => {
      await refuse(ctx, input as z.output<Input>);
      return fitting(carryOut(definition, await ctx.scope(), input as z.output<Input>));
    });

/** A procedure for whoever has a session, in no particular tenant. */
export const signedIn = open.meta({ permission: 'signed-in' }).use(async ({ ctx, next }) => {
  const person = await ctx.signedIn();
  if (!person) throw new DomainError('unauthenticated', 'Sign in first.');
  return next({ ctx: { person } });
});
