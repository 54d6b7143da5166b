import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement } from 'react';
import { Empty, ErrorState, Loading } from '../../shell/components/states.tsx';
import { TableHead } from '../../shell/components/table-head.tsx';
import { formatMoment } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import table from '../../shell/resource/resource.module.css';
import { useTRPC } from '../../shell/trpc.ts';
import styles from './governance.module.css';
import { CopyButton } from './invite-pane.tsx';

export type LetterRow = inferRouterOutputs<AppRouter>['identity']['letters']['list']['rows'][number];

/** Letters of this hospital group, newest first. */
export function LetterTable({ current, onOpen }: { readonly current: string | null; readonly onOpen: (letter: LetterRow) => void }): ReactElement {
  const trpc = useTRPC();
  const list = useInfiniteQuery(trpc.identity.letters.list.infiniteQueryOptions({ limit: 100 }, { getNextPageParam: (last) => last.nextCursor, staleTime: 0 }));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorState {...refusalOf(list.error)} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return <Empty title={t('identity.letters.empty')}>{t('identity.letters.empty.text')}</Empty>;
  return (
    <>
      <table className={table.table} aria-label={t('identity.letters')}>
        <TableHead columns={[t('identity.letters.subject'), t('identity.letters.to'), t('identity.members.state'), t('identity.letters.when')]} />
        <tbody>
          {rows.map((letter) => (
            <tr key={letter.id} data-current={letter.id === current}>
              <td>
                <button type="button" className={table.open} aria-current={letter.id === current} onClick={() => onOpen(letter)}>
                  {letter.subject}
                </button>
              </td>
              <td>{letter.recipientEmail}</td>
              <td className={letter.status === 'sent' ? undefined : styles.waiting}>{t(`identity.letters.status.${letter.status}`)}</td>
              <td className={table.moment}>
                <time dateTime={letter.createdAt}>{formatMoment(letter.createdAt)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {list.hasNextPage && (
        <div className={table.more}>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('identity.members.more')}
          </Button>
        </div>
      )}
    </>
  );
}

/** The text of a letter; where it could not be sent, to be copied and passed on. */
export function LetterPane({ letter }: { readonly letter: LetterRow }): ReactElement {
  return (
    <div className={styles.block}>
      <p className={styles.who}>
        {letter.recipientEmail}
        <small>{t(`identity.letters.status.${letter.status}`)}</small>
      </p>
      {letter.errorMessage !== null && <p className={styles.refusal}>{letter.errorMessage}</p>}
      <p className={styles.letter}>{letter.bodyText}</p>
      {letter.status !== 'sent' && letter.bodyText !== null && (
        <div className={styles.row}>
          <CopyButton text={letter.bodyText} label={t('identity.letters.copy')} />
        </div>
      )}
    </div>
  );
}
