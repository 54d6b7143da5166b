import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { PageHeader } from '../shell/components/page-header.tsx';
import { PanePage } from '../shell/components/pane-page.tsx';
import { Empty, ErrorState, Loading } from '../shell/components/states.tsx';
import { formatMoment } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { refusalOf } from '../shell/refusal.ts';
import styles from '../shell/resource/resource.module.css';
import { useTRPC } from '../shell/trpc.ts';
import { AdminViews } from './admin-views.tsx';
import { differences } from './audit-difference.ts';
import { useNameOf } from './use-name-of.ts';

type AuditRow = inferRouterOutputs<AppRouter>['system']['audit']['rows'][number];

/** Who changed what, when, before and after; newest first. */
export function AuditPage(): ReactElement {
  const trpc = useTRPC();
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const nameOf = useNameOf();
  const trail = useInfiniteQuery(
    trpc.system.audit.infiniteQueryOptions({ limit: 100 }, { getNextPageParam: (last) => last.nextCursor }),
  );
  const rows = trail.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <PanePage kind="drawer" asideOpen={opened !== null} aside={opened && <ChangePane row={opened} who={nameOf(opened)} onClose={() => setOpened(null)} />}>
      <PageHeader title={t('system.audit.title')} keepViews views={<AdminViews current="audit" />} />
      <div className={styles.scroll}>
        {trail.isPending && <Loading />}
        {trail.isError && <ErrorState {...refusalOf(trail.error)} onRetry={() => void trail.refetch()} />}
        {trail.isSuccess && rows.length === 0 && <Empty title={t('system.audit.empty')}>{t('system.audit.empty.text')}</Empty>}
        {rows.length > 0 && (
          <table className={styles.table} aria-label={t('system.audit.title')}>
            <thead>
              <tr>
                <th scope="col">{t('system.audit.what')}</th>
                <th scope="col">{t('system.audit.who')}</th>
                <th scope="col">{t('system.audit.on')}</th>
                <th scope="col">{t('system.audit.when')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id} data-current={row.id === opened?.id}>
                  <td>
                    <button type="button" className={styles.open} onClick={() => setOpened(row)}>
                      {row.action}
                    </button>
                  </td>
                  <td>{nameOf(row)}</td>
                  <td>{row.entity}</td>
                  <td>
                    <time dateTime={row.at}>{formatMoment(row.at)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {trail.hasNextPage && (
          <div className={styles.more}>
            <Button loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
              {t('shell.resource.more')}
            </Button>
          </div>
        )}
      </div>
    </PanePage>
  );
}

function ChangePane({ row, who, onClose }: { readonly row: AuditRow; readonly who: string; readonly onClose: () => void }): ReactElement {
  const changed = differences(row.before, row.after);
  return (
    <section aria-label={t('system.audit.change')}>
      <div className={styles.pane}>
        <h2>{row.action}</h2>
        <Button variant="subtle" onClick={onClose}>
          {t('shell.close')}
        </Button>
      </div>
      <p className={styles.hint}>
        {who} · <time dateTime={row.at}>{formatMoment(row.at)}</time> · {t('system.audit.request')} <code>{row.requestId}</code>
      </p>
      {changed.length === 0 ? (
        <p className={styles.hint}>{t('system.audit.nothing')}</p>
      ) : (
        <table className={styles.table} aria-label={t('system.audit.change')}>
          <thead>
            <tr>
              <th scope="col">{t('system.audit.field')}</th>
              <th scope="col">{t('system.audit.before')}</th>
              <th scope="col">{t('system.audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ field, before, after }) => (
              <tr key={field}>
                <td>{field}</td>
                <td>{before ?? '–'}</td>
                <td>{after ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
