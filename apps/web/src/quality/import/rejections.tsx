import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { TableHead } from '../../shell/components/table-head.tsx';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import table from '../../shell/resource/resource.module.css';
import { useTRPC } from '../../shell/trpc.ts';
import { ShowMore } from '../show-more.tsx';
import styles from './import.module.css';
import type { Batch } from './imports-page.tsx';

/** Every row that could not be kept, with its line in the file and what to do about it. */
export function Rejections({ tenant, batch }: { readonly tenant: string; readonly batch: Batch }): ReactElement {
  const trpc = useTRPC();
  const list = useInfiniteQuery(trpc.quality.imports.rejections.infiniteQueryOptions({ id: batch.id, limit: 50 }, { getNextPageParam: (last) => last.nextCursor }));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className={styles.section}>
      <div className={styles.line}>
        <h2>{t('quality.import.rejected.title')}</h2>
        <Button component="a" href={`/t/${tenant}/quality/imports/${batch.id}/rejections.csv`} download>
          {t('quality.import.rejected.download')}
        </Button>
      </div>
      {list.isPending && <Loading rows={4} />}
      {list.isError && <ErrorState {...refusalOf(list.error)} onRetry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <table className={table.table} aria-label={t('quality.import.rejected.title')}>
          <TableHead
            columns={[
              t('quality.import.rejected.line'),
              t('quality.import.rejected.column'),
              t('quality.import.rejected.value'),
              t('quality.import.rejected.reason'),
            ]}
          />
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <span className={styles.narrow}>{t('quality.import.rejected.line')} </span>
                  {formatNumber(row.line)}
                </td>
                <td>{row.columnName ?? '–'}</td>
                <td>{row.value ?? '–'}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ShowMore list={list} />
    </section>
  );
}
