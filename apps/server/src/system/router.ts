import { answer } from '@wardwright/domain/db';
import { cancelJob, jobsTopic } from '@wardwright/domain/system/commands';
import { auditTrail, jobById, jobList, jobView } from '@wardwright/domain/system/queries';
import { z } from 'zod';
import { command, permitted, query } from '../trpc/procedures.ts';
import { streamOf } from '../trpc/stream.ts';
import { router } from '../trpc/trpc.ts';

const finished = (status: string): boolean => ['succeeded', 'failed', 'cancelled'].includes(status);

/** The audit trail, long-running jobs, and word of what changed. */
export const systemRouter = router({
  audit: query(auditTrail),

  jobs: router({
    list: query(jobList),
    get: query(jobById),
    cancel: command(cancelJob),

    /** Progress of one job until it ends. A watcher that lost the line gives the last version it saw and goes on from there. */
    watch: permitted('tenant.job.read')
      .input(z.object({ id: z.uuid(), lastEventId: z.string().nullish() }))
      .output(streamOf(jobView))
      .subscription(async function* ({ ctx, input, signal }) {
        const scope = await ctx.scope();
        const ended = signal ?? new AbortController().signal;
        let seen = Number(input.lastEventId ?? 0);
        const news = ctx.live.topics(scope.tenantId, ended);
        for (;;) {
          const job = await answer(jobById, scope, { id: input.id });
          if (job.version > seen) {
            seen = job.version;
            yield [String(job.version), job] as const;
          }
          if (finished(job.status)) return;
          let next = await news.next();
          while (!next.done && next.value !== jobsTopic && next.value !== '*') next = await news.next();
          if (next.done) return;
        }
      }),
  }),

  /** Topics whose pages are stale, as they become so. It carries no data: pages ask again under their own rights. */
  live: permitted('tenant.settings.read')
    .input(z.object({ lastEventId: z.string().nullish() }))
    .output(streamOf(z.object({ topic: z.string() })))
    .subscription(async function* ({ ctx, signal }) {
      const scope = await ctx.scope();
      let count = 0;
      for await (const topic of ctx.live.topics(scope.tenantId, signal ?? new AbortController().signal))
        yield [String((count += 1)), { topic }] as const;
    }),
});
