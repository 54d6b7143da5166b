import { Button, Progress } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement } from 'react';
import { PageHeader } from '../shell/components/page-header.tsx';
import { Empty, ErrorState, Loading } from '../shell/components/states.tsx';
import { TableHead } from '../shell/components/table-head.tsx';
import { formatMoment, formatNumber } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { useMay } from '../shell/membership.tsx';
import { refusalOf } from '../shell/refusal.ts';
import styles from '../shell/resource/resource.module.css';
import { useTRPC } from '../shell/trpc.ts';
import { AdminViews } from './admin-views.tsx';
import { jobTitle, phaseWords } from './job-title.ts';

export type JobView = inferRouterOutputs<AppRouter>['system']['jobs']['list']['rows'][number];

/** Long work of this hospital group, newest first; kept up to date by the live channel. */
export function JobsPage(): ReactElement {
  const trpc = useTRPC();
  const jobs = useInfiniteQuery(trpc.system.jobs.list.infiniteQueryOptions({ limit: 50 }, { getNextPageParam: (last) => last.nextCursor }));
  const rows = jobs.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className={styles.page}>
      <PageHeader title={t('system.jobs.title')} keepViews views={<AdminViews current="jobs" />} />
      <div className={styles.scroll}>
        {jobs.isPending && <Loading />}
        {jobs.isError && <ErrorState {...refusalOf(jobs.error)} onRetry={() => void jobs.refetch()} />}
        {jobs.isSuccess && rows.length === 0 && <Empty title={t('system.jobs.empty')}>{t('system.jobs.empty.text')}</Empty>}
        {rows.length > 0 && (
          <table className={styles.table} aria-label={t('system.jobs.title')}>
            <TableHead
              columns={[
                t('system.jobs.job'),
                t('system.jobs.state'),
                t('system.jobs.progress'),
                t('system.jobs.asked'),
                t('system.jobs.took'),
                { label: t('system.jobs.cancel'), as: 'buttons' },
              ]}
            />
            <tbody>
              {rows.map((job) => (
                <JobLine key={job.id} job={job} />
              ))}
            </tbody>
          </table>
        )}
        {jobs.hasNextPage && (
          <div className={styles.more}>
            <Button loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
              {t('shell.resource.more')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function JobLine({ job }: { readonly job: JobView }): ReactElement {
  return (
    <tr>
      <td className={styles.subject}>{jobTitle(job)}</td>
      <td>{t(`system.jobs.status.${job.status}`)}</td>
      <td className={styles.said}>
        <JobProgress job={job} />
      </td>
      <td className={styles.moment} data-label={t('system.jobs.asked')}>
        <time dateTime={job.createdAt}>{formatMoment(job.createdAt)}</time>
      </td>
      <td className={styles.moment} data-label={t('system.jobs.took')} data-empty={job.startedAt === null || job.finishedAt === null}>
        {took(job)}
      </td>
      <td>
        <CancelButton job={job} />
      </td>
    </tr>
  );
}

/** What a job is doing, in words and as a bar; a failed one says why. One that has ended does nothing any more. */
export function JobProgress({ job }: { readonly job: JobView }): ReactElement | null {
  if (job.error !== null) return <span>{job.error}</span>;
  if (job.finishedAt !== null) return null;
  const share = job.total ? Math.round((100 * job.done) / job.total) : 0;
  const words = job.total
    ? t('system.jobs.done', { phase: phaseWords(job.phase), done: formatNumber(job.done), total: formatNumber(job.total) })
    : phaseWords(job.phase);
  return (
    <>
      <span>{words}</span>
      {job.status === 'running' && job.total !== null && <Progress size="xs" radius="xs" value={share} aria-label={words} />}
    </>
  );
}

/** Asks a job to stop; it says so until the job has stopped. */
export function CancelButton({ job }: { readonly job: JobView }): ReactElement | null {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const mayCancel = useMay('tenant.job.cancel');
  const cancel = useMutation(
    trpc.system.jobs.cancel.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.system.jobs.pathFilter()) }),
  );
  if (!mayCancel || job.finishedAt !== null) return null;
  const asked = job.cancelRequestedAt !== null || cancel.isPending;
  return (
    <Button size="xs" disabled={asked} aria-label={t('system.jobs.cancel.name', { title: jobTitle(job) })} onClick={() => cancel.mutate({ id: job.id })}>
      {t(asked ? 'system.jobs.cancelling' : 'system.jobs.cancel')}
    </Button>
  );
}

function took({ startedAt, finishedAt }: JobView): string {
  if (startedAt === null || finishedAt === null) return '–';
  return t('system.jobs.seconds', { n: formatNumber((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000, 1) });
}
