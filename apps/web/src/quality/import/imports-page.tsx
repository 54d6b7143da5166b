import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { TableHead } from '../../shell/components/table-head.tsx';
import { formatMoment, formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { useMay, useMembership } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import table from '../../shell/resource/resource.module.css';
import { useTRPC } from '../../shell/trpc.ts';
import { RoomViews } from '../feed-ways.tsx';
import { ShowMore } from '../show-more.tsx';
import { DropZone } from './drop-zone.tsx';
import styles from './import.module.css';

/** One import as the server tells of it. */
export type Batch = inferRouterOutputs<AppRouter>['quality']['imports']['list']['rows'][number];

/** Where files come in, and every import there has been. */
export function ImportsPage(): ReactElement {
  const { tenant } = useMembership();
  const mayRun = useMay('quality.import.run');
  return (
    <div className={styles.page}>
      <PageHeader title={t('quality.import.title')} keepViews views={<RoomViews current="import" />} />
      <div className={styles.body}>
        {mayRun ? <DropZone tenant={tenant.slug} /> : <p className={styles.hint}>{t('quality.import.readonly')}</p>}
        <Earlier tenant={tenant.slug} />
      </div>
    </div>
  );
}

function Earlier({ tenant }: { readonly tenant: string }): ReactElement {
  const trpc = useTRPC();
  const list = useInfiniteQuery(trpc.quality.imports.list.infiniteQueryOptions({ limit: 20 }, { getNextPageParam: (last) => last.nextCursor }));
  const batches = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className={styles.earlier}>
      <h2>{t('quality.import.earlier')}</h2>
      {list.isPending && <Loading rows={3} />}
      {list.isError && <ErrorState {...refusalOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && batches.length === 0 && (
        <p className={styles.hint}>
          {t('quality.import.none')}. {t('quality.import.none.text')}
        </p>
      )}
      {batches.length > 0 && <ImportTable tenant={tenant} batches={batches} />}
      <ShowMore list={list} />
    </section>
  );
}

const numbers = [
  ['quality.import.read', 'rowsRead'],
  ['quality.import.stored', 'rowsStored'],
  ['quality.import.suppressed', 'rowsSuppressed'],
  ['quality.import.rejected', 'rowsRejected'],
] as const;

function ImportTable({ tenant, batches }: { readonly tenant: string; readonly batches: readonly Batch[] }): ReactElement {
  return (
    <table className={table.table} aria-label={t('quality.import.earlier')}>
      <TableHead
        columns={[
          t('quality.import.file'),
          t('quality.import.state'),
          t('quality.import.when'),
          t('quality.import.who'),
          ...numbers.map(([label]) => ({ label: t(label), as: 'number' as const })),
        ]}
      />
      <tbody>
        {batches.map((batch) => (
          <tr key={batch.id}>
            <td>
              <Link className={table.open} to="/t/$tenant/quality/import/$id" params={{ tenant, id: batch.id }}>
                {batch.fileName}
              </Link>
            </td>
            <td>{t(`quality.import.status.${batch.status}`)}</td>
            <td>
              <time dateTime={batch.createdAt}>{formatMoment(batch.createdAt)}</time>
            </td>
            <td>{batch.requestedByName ?? '–'}</td>
            {numbers.map(([label, key]) => (
              <td key={label} className={table.number}>
                <span className={styles.narrow}>{t(label)} </span>
                {formatNumber(batch[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
