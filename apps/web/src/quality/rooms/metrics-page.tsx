import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { Empty, ErrorState, Loading } from '../../shell/components/states.tsx';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { useMembership } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { RoomViews } from '../feed-ways.tsx';
import frame from '../import/import.module.css';
import styles from './rooms.module.css';

type Metric = inferRouterOutputs<AppRouter>['quality']['metrics']['list']['rows'][number];

/** What is measured, each metric in words. */
export function MetricsPage(): ReactElement {
  const trpc = useTRPC();
  const list = useInfiniteQuery(trpc.quality.metrics.list.infiniteQueryOptions({ limit: 200 }, { getNextPageParam: (last) => last.nextCursor }));
  const metrics = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className={frame.page}>
      <PageHeader title={t('quality.rooms.metrics')} keepViews views={<RoomViews current="metrics" />} />
      <div className={frame.body}>
        {list.isPending && <Loading />}
        {list.isError && <ErrorState {...refusalOf(list.error)} onRetry={() => void list.refetch()} />}
        {list.isSuccess && metrics.length === 0 && <Empty title={t('quality.metrics.none')}>{t('quality.metrics.none.text')}</Empty>}
        {metrics.map((metric) => (
          <MetricInWords key={metric.id} metric={metric} />
        ))}
      </div>
    </div>
  );
}

function factsOf(metric: Metric): readonly (readonly [label: string, value: string | null])[] {
  const { minimumDenominator, targetLow, targetHigh } = metric;
  const range = targetLow !== null && targetHigh !== null ? ` ${t('quality.metrics.range', { low: formatNumber(targetLow, 1), high: formatNumber(targetHigh, 1) })}` : '';
  return [
    [t('quality.metrics.numerator'), metric.numeratorWording],
    [t('quality.metrics.denominator'), metric.denominatorWording],
    [t('quality.metrics.direction'), `${t(`quality.metrics.direction.${metric.directionPreference}`)}${range}`],
    [t('quality.metrics.periods'), t(`quality.periodicity.${metric.periodicity}`)],
    [t('quality.metrics.minimum'), minimumDenominator === null ? null : t('quality.metrics.minimum.cases', { n: formatNumber(minimumDenominator) })],
    [t('quality.metrics.source'), metric.isSynthetic ? `${metric.source}, ${t('quality.signal.synthetic')}` : metric.source],
    [t('quality.metrics.caveat'), metric.caveat],
  ];
}

function MetricInWords({ metric }: { readonly metric: Metric }): ReactElement {
  const { tenant } = useMembership();
  return (
    <section className={styles.metric} aria-labelledby={metric.id}>
      <div>
        <h2 id={metric.id}>{metric.name}</h2>
        <p className={styles.code}>{metric.metricId}</p>
        <p className="mut">{t(`quality.domain.${metric.domain}`)}</p>
        <p>
          <Link to="/t/$tenant/quality/signals" params={{ tenant: tenant.slug }} search={{ metricIds: [metric.id] }} aria-label={t('quality.metrics.signals.of', { name: metric.name })}>
            {t('quality.metrics.signals')}
          </Link>
        </p>
      </div>
      <div>
        {metric.description !== null && <p className={styles.prose}>{metric.description}</p>}
        <dl>
          {factsOf(metric)
            .filter(([, value]) => value !== null && value !== '')
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </div>
    </section>
  );
}
