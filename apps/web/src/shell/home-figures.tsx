import { useQueries } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { signalTypes } from '@wardwright/domain/quality/schema';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement } from 'react';
import { TypeCounts } from '../quality/components/type-counts.tsx';
import { jobTitle } from '../system/job-title.ts';
import { formatMoment } from './format.ts';
import styles from './home-view.module.css';
import { t } from './i18n.tsx';
import { useTRPC } from './trpc.ts';

/** Open signals by type. */
export function QualityFigure(): ReactElement {
  const trpc = useTRPC();
  const answers = useQueries({ queries: signalTypes.map((type) => trpc.quality.signals.counts.queryOptions({ types: [type] })) });
  if (!answers.every((answer) => answer.isSuccess)) return <div className={styles.figure} />;
  const counts = Object.fromEntries(signalTypes.map((type, index) => [type, answers[index]?.data?.matching.count ?? 0]));
  return <TypeCounts counts={counts} />;
}

type Job = inferRouterOutputs<AppRouter>['system']['jobs']['list']['rows'][number];

/** The latest long work, newest first, with how far it is. */
export function JobsFigure({ jobs }: { readonly jobs: readonly Job[] }): ReactElement {
  return (
    <ul className={styles.jobs}>
      {jobs.map((job) => (
        <li key={job.id}>
          <span>{jobTitle(job)}</span>
          <span>{progressOf(job)}</span>
        </li>
      ))}
    </ul>
  );
}

function progressOf(job: Job): string {
  if (job.status === 'running' && job.total) return t('shell.home.jobs.percent', { n: Math.floor((100 * job.done) / job.total) });
  return job.finishedAt === null ? t(`system.jobs.status.${job.status}`) : t('shell.home.jobs.ended', { state: t(`system.jobs.status.${job.status}`), moment: formatMoment(job.finishedAt) });
}
