import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { metricText } from '../quality/metric-format.ts';
import { whatHappened } from '../quality/wording.ts';
import { Empty, ErrorState, Loading } from './components/states.tsx';
import { formatAge, formatDay, formatMoment, formatToday } from './format.ts';
import { JobsFigure, QualityFigure } from './home-figures.tsx';
import { type HouseSection, HomeView, type Need } from './home-view.tsx';
import { T, t } from './i18n.tsx';
import { useMay, useMembership } from './membership.tsx';
import { refusalOf } from './refusal.ts';
import { useTRPC } from './trpc.ts';

type FeedRow = inferRouterOutputs<AppRouter>['quality']['signals']['feed']['rows'][number];
type Job = inferRouterOutputs<AppRouter>['system']['jobs']['list']['rows'][number];

/** As many as fit without scrolling. */
const NEEDS = 6;

/** The start page of a hospital group: the worst first, and what is going on behind the pages. */
export function HomePage(): ReactElement {
  const mayRead = useMay('quality.signal.read');
  const mayWatch = useMay('tenant.job.read');
  const trpc = useTRPC();
  const [now] = useState(() => Date.now());
  const worst = useQuery(trpc.quality.signals.feed.queryOptions({ limit: NEEDS }, { enabled: mayRead }));
  const counts = useQuery(trpc.quality.signals.counts.queryOptions({}, { enabled: mayRead }));
  const jobs = useQuery(trpc.system.jobs.list.queryOptions({ limit: 4 }, { enabled: mayWatch }));
  const { tenant } = useMembership();
  const failure = worst.error ?? counts.error;
  if (failure) return <ErrorState {...refusalOf(failure)} onRetry={() => void Promise.all([worst.refetch(), counts.refetch()])} />;
  if (mayRead && (!worst.data || !counts.data)) return <Loading rows={NEEDS} />;
  const rows = worst.data?.rows ?? [];
  return (
    <HomeView title={formatToday(now)} subtitle={subtitleOf(counts.data)} needs={rows.map((row) => needOf(row, tenant.slug, now))} house={houseOf(counts.data, jobs.data?.rows ?? [])}>
      <Empty title={t('shell.home.nothing')}>{t(mayRead ? 'shell.home.nothing.text' : 'shell.home.nothing.else')}</Empty>
    </HomeView>
  );
}

type Counts = inferRouterOutputs<AppRouter>['quality']['signals']['counts'];

function subtitleOf(counts: Counts | undefined): string {
  if (!counts || counts.lastDetectedAt === null) return '';
  const open = { n: counts.open.count, moment: formatMoment(counts.lastDetectedAt) };
  return counts.open.isCapped ? t('shell.home.compared.many', open) : t('shell.home.compared', open);
}

function detailOf(row: FeedRow): string {
  const what = whatHappened(row);
  if (row.latestValue === null || row.latestPeriodLabel === null) return t('shell.home.detail.none', { what });
  return t('shell.home.detail', { period: row.latestPeriodLabel, value: metricText(row.latestValue, row.metric), what });
}

function needOf(row: FeedRow, tenant: string, now: number): Need {
  return {
    id: row.id,
    icon: 'quality',
    subject: t('shell.home.subject', { metric: row.metric.shortName, facility: row.facility.name }),
    what: row.severity === null ? t('shell.home.unjudged') : t('shell.home.severity', { n: row.severity }),
    detail: detailOf(row),
    age: formatAge(row.detectedAt, now),
    since: formatDay(row.detectedAt),
    href: `/t/${tenant}/quality/signals/${row.id}`,
  };
}

function houseOf(counts: Counts | undefined, jobs: readonly Job[]): readonly HouseSection[] {
  const quality = counts && counts.open.count > 0 ? [qualitySection(counts)] : [];
  return jobs.length > 0 ? [...quality, jobsSection(jobs)] : quality;
}

const qualitySection = ({ open, closed }: Counts): HouseSection => ({
  id: 'quality',
  icon: 'quality',
  title: t('shell.module.quality'),
  summary: <T id="shell.home.quality" values={{ open: open.count, closed: closed.count }} />,
  figure: <QualityFigure />,
});

function jobsSection(jobs: readonly Job[]): HouseSection {
  const running = jobs.filter((job) => job.finishedAt === null).length;
  return {
    id: 'jobs',
    icon: 'again',
    title: t('shell.home.jobs'),
    summary: <T id="shell.home.jobs.running" values={{ n: running }} />,
    figure: <JobsFigure jobs={jobs} />,
  };
}
