import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { useMay } from '../../shell/membership.tsx';
import { useTRPC } from '../../shell/trpc.ts';

/** A job with its progress. */
export type JobState = inferRouterOutputs<AppRouter>['system']['jobs']['get'];

/** Progress of a job as it is made; after a lost line it goes on from the last word heard. Null before the first word. */
export function useJob(jobId: string | null): JobState | null {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const mayWatch = useMay('tenant.job.read');
  const watched = useSubscription(
    trpc.system.jobs.watch.subscriptionOptions(
      { id: jobId ?? '' },
      {
        enabled: mayWatch && jobId !== null,
        onData: ({ data }) => {
          // What the job worked on has changed with its end, and not every page of it is announced.
          if (data.finishedAt !== null) void cache.invalidateQueries(trpc.quality.pathFilter());
        },
      },
    ),
  );
  return watched.data?.data ?? null;
}
