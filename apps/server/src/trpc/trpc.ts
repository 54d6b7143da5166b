import { initTRPC, TRPCError } from '@trpc/server';
import { asRefusal } from '@wardwright/domain/db';
import { DomainError, type DomainErrorCode } from '@wardwright/domain/kernel';
import type { Context } from './context.ts';
import type { ProcedureMeta } from './meta.ts';

export const wireCode = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'rule-broken': 'UNPROCESSABLE_CONTENT',
  'too-many-requests': 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<DomainErrorCode, TRPCError['code']>;

/** What a client learns of an error beyond its sentence. */
interface ErrorFacts {
  readonly code: DomainErrorCode | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
}

const t = initTRPC.context<Context>().meta<ProcedureMeta>().create({
  // A stream is opened anew every few minutes, and with that the session behind it is looked at again.
  sse: { maxDurationMs: 300_000, ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter: ({ shape, error, ctx }) => {
    const refusal = error.cause instanceof DomainError ? error.cause : null;
    const facts: ErrorFacts = {
      code: refusal?.code ?? (error.code === 'BAD_REQUEST' ? 'invalid' : null),
      details: refusal?.details ?? {},
      requestId: ctx?.requestId ?? null,
    };
    const { stack: _hidden, ...data } = shape.data;
    const hidden = error.code === 'INTERNAL_SERVER_ERROR' && !refusal;
    return {
      ...shape,
      message: hidden ? 'Something went wrong on our side. Nothing was changed; try again.' : plainMessage(error),
      data: { ...data, ...facts },
    };
  },
});

/** Zod's own message is a JSON text; people get the first problem as a sentence. */
function plainMessage(error: TRPCError): string {
  const issues: unknown = error.cause && 'issues' in error.cause ? error.cause.issues : null;
  if (!Array.isArray(issues)) return error.message;
  const [first] = issues as { path: readonly PropertyKey[]; message: string }[];
  if (!first) return error.message;
  return first.path.length > 0 ? `${first.path.join('.')}: ${first.message}` : first.message;
}

/** The one place where refusals of the domain meet the transport; procedures never catch. */
const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  const refusal = result.ok ? null : asRefusal(result.error.cause);
  if (refusal instanceof DomainError) {
    throw new TRPCError({ code: wireCode[refusal.code], message: refusal.message, cause: refusal });
  }
  return result;
});

const measure = t.middleware(async ({ path, ctx, next }) => {
  const begun = performance.now();
  const result = await next();
  ctx.observe?.(path, result.ok, (performance.now() - begun) / 1000);
  return result;
});

export const { router } = t;
/** A procedure that anybody may call. */
export const open = t.procedure.use(measure).use(translateErrors);
