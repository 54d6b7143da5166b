import { answer, requirePermission, type Scope } from '@wardwright/domain/db';
import type { Permission } from '@wardwright/domain/kernel';
import { jobsTopic } from '@wardwright/domain/system/commands';
import { jobById, type JobView } from '@wardwright/domain/system/queries';
import type { Context } from '../trpc/context.ts';
import type { Live } from './live.ts';

/** Topic of the first event after a gap: what was announced meanwhile is not known, so everything may be stale. */
const everything = '*';
/** Topic of the first event of all, which gives the client something to come back with. */
const connected = 'connected';

/** Announcements for one stream; they end when the client leaves, and when the stream ends for any other reason. */
async function* heard<Event>(
  live: Live,
  { tenantId }: Scope,
  signal: AbortSignal | undefined,
  events: (topics: AsyncGenerator<string>) => AsyncGenerator<Event>,
): AsyncGenerator<Event> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    yield* events(live.topics(tenantId, either));
  } finally {
    over.abort();
  }
}

/** The scope as it is now. @throws DomainError when the session, the membership or the permission is gone */
async function stillAllowed(ctx: Pick<Context, 'recheck'>, permission: Permission): Promise<Scope> {
  const scope = await ctx.recheck();
  requirePermission(scope, permission);
  return scope;
}

type StreamContext = Pick<Context, 'live' | 'scope' | 'recheck'>;

/** A job each time it has changed, until it ends; from the version after `lastEventId`. */
export async function* watchedJob(
  ctx: StreamContext,
  { id, lastEventId }: { readonly id: string; readonly lastEventId?: string | null | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly [id: string, job: JobView]> {
  const last = Number(lastEventId ?? 0);
  let seen = Number.isSafeInteger(last) ? last : 0;
  yield* heard(ctx.live, await ctx.scope(), signal, async function* (topics) {
    for (;;) {
      const job = await answer(jobById, await stillAllowed(ctx, jobById.permission), { id });
      if (job.version > seen) {
        seen = job.version;
        yield [String(job.version), job] as const;
      }
      if (job.finishedAt !== null) return;
      let next = await topics.next();
      while (!next.done && next.value !== jobsTopic && next.value !== everything) next = await topics.next();
      if (next.done) return;
    }
  });
}

/** Topics whose pages are stale. A client that comes back after a gap is told that everything may be. */
export async function* liveTopics(
  ctx: StreamContext,
  lastEventId: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly [id: string, event: { topic: string }]> {
  let count = 0;
  const event = (topic: string) => [String((count += 1)), { topic }] as const;
  yield* heard(ctx.live, await ctx.scope(), signal, async function* (topics) {
    yield event(lastEventId === null ? connected : everything);
    for await (const topic of topics) {
      await stillAllowed(ctx, 'tenant.settings.read');
      yield event(topic);
    }
  });
}
