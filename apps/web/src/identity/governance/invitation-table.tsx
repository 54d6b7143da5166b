import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Empty, ErrorState, Loading } from '../../shell/components/states.tsx';
import { TableHead } from '../../shell/components/table-head.tsx';
import { formatMoment } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { useMay } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import table from '../../shell/resource/resource.module.css';
import { useTRPC } from '../../shell/trpc.ts';
import styles from './governance.module.css';
import { roleTitle } from './role-title.ts';

/** Invitations, newest first, with the way to withdraw those that are open. */
export function InvitationTable(): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const mayWrite = useMay('tenant.member.write');
  const list = useInfiniteQuery(trpc.identity.invitations.list.infiniteQueryOptions({ limit: 100 }, { getNextPageParam: (last) => last.nextCursor, staleTime: 0 }));
  const withdraw = useMutation(
    trpc.identity.invitations.revoke.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.identity.invitations.pathFilter()) }),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorState {...refusalOf(list.error)} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return <Empty title={t('identity.invitations.empty')}>{t('identity.invitations.empty.text')}</Empty>;
  return (
    <>
      {withdraw.error && <ErrorState {...refusalOf(withdraw.error)} />}
      <table className={table.table} aria-label={t('identity.invitations')}>
        <TableHead
          columns={[
            t('identity.members.email'),
            t('identity.members.roles'),
            t('identity.members.state'),
            t('identity.invitations.by'),
            t('identity.invitations.until'),
            { label: t('identity.invitations.withdraw'), as: 'buttons' },
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{row.email}</td>
              <td className={styles.roles}>{row.roles.map(roleTitle).join(', ')}</td>
              <td className={row.state === 'open' ? styles.waiting : styles.out}>{t(`identity.invitations.state.${row.state}`)}</td>
              <td data-label={t('identity.invitations.by')} data-empty={row.invitedBy === null}>{row.invitedBy ?? '–'}</td>
              <td className={table.moment} data-label={t('identity.invitations.until')}>
                <time dateTime={row.expiresAt}>{formatMoment(row.expiresAt)}</time>
              </td>
              <td className={table.number}>
                {mayWrite && row.state === 'open' && (
                  <Button
                    size="xs"
                    disabled={withdraw.isPending}
                    aria-label={t('identity.invitations.withdraw.name', { email: row.email })}
                    onClick={() => withdraw.mutate({ id: row.id, expectedVersion: row.version })}
                  >
                    {t('identity.invitations.withdraw')}
                  </Button>
                )}
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
