import { cancelJob } from '@wardwright/domain/system/commands';
import { auditTrail, jobById, jobList, jobView } from '@wardwright/domain/system/queries';
import { z } from 'zod';
import { command, permitted, query } from '../trpc/procedures.ts';
import { streamOf } from '../trpc/stream.ts';
import { router } from '../trpc/trpc.ts';
import { liveTopics, watchedJob } from './streams.ts';

/** The audit trail, long-running jobs, and word of what changed. */
export const systemRouter = router({
  /** Who changed what, newest first; of one entity or one person when asked. */
  audit: query(auditTrail),

  jobs: router({
    /** Long-running work of the tenant, newest first. */
    list: query(jobList),
    /** One job with its progress and its result. */
    get: query(jobById),
    /** Asks a job to stop; it does so at the next safe point. One that has ended is refused with `conflict`. */
    cancel: command(cancelJob),

    /** Progress of one job until it ends. A watcher that lost the line gives the last version it saw and goes on from there. */
    watch: permitted('tenant.job.read')
      .input(z.object({ id: z.uuid(), lastEventId: z.string().nullish() }))
      .output(streamOf(jobView))
      .subscription(({ ctx, input, signal }) => watchedJob(ctx, input, signal)),
  }),

  /** Topics whose pages are stale, as they become so. It carries no data: pages ask again under their own rights. */
  live: permitted('tenant.settings.read')
    .input(z.object({ lastEventId: z.string().nullish() }))
    .output(streamOf(z.object({ topic: z.string() })))
    .subscription(({ ctx, input, signal }) => liveTopics(ctx, input.lastEventId ?? null, signal)),
});
