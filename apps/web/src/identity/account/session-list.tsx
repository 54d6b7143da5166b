import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { TableHead } from '../../shell/components/table-head.tsx';
import { formatMoment } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import table from '../../shell/resource/resource.module.css';
import { useTRPC } from '../../shell/trpc.ts';
import { browserName } from '../browser-name.ts';
import styles from './account.module.css';

/** The browsers a person is signed in with, and the way to sign them out. */
export function SessionList(): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const sessions = useQuery(trpc.identity.account.sessions.queryOptions());
  const again = () => cache.invalidateQueries(trpc.identity.account.sessions.queryFilter());
  const end = useMutation(trpc.identity.account.endSession.mutationOptions({ onSettled: again }));
  const endOthers = useMutation(trpc.identity.account.endOtherSessions.mutationOptions({ onSettled: again }));
  const rows = sessions.data ?? [];
  const failed = end.error ?? endOthers.error;
  return (
    <section aria-labelledby="account-sessions" className={styles.side}>
      <h2 id="account-sessions">{t('identity.sessions')}</h2>
      <p className={styles.text}>{t('identity.sessions.text')}</p>
      {failed && <ErrorState {...refusalOf(failed)} />}
      {sessions.isPending && <Loading rows={3} />}
      {sessions.isError && <ErrorState {...refusalOf(sessions.error)} onRetry={() => void sessions.refetch()} />}
      {rows.length > 0 && (
        <table className={`${table.table} ${styles.table}`} aria-labelledby="account-sessions">
          <TableHead
            columns={[
              t('identity.sessions.browser'),
              t('identity.sessions.address'),
              t('identity.sessions.used'),
              t('identity.sessions.since'),
              { label: t('identity.sessions.end'), as: 'buttons' },
            ]}
          />
          <tbody>
            {rows.map((session) => (
              <tr key={session.id}>
                <td>{browserName(session.userAgent)}</td>
                <td>{session.ipAddress ?? '–'}</td>
                <td data-label={t('identity.sessions.used')}>
                  <time dateTime={session.lastUsedAt}>{formatMoment(session.lastUsedAt)}</time>
                </td>
                <td data-label={t('identity.sessions.since')}>
                  <time dateTime={session.createdAt}>{formatMoment(session.createdAt)}</time>
                </td>
                <td className={table.number}>
                  {session.current ? (
                    <span className={styles.this}>{t('identity.sessions.this')}</span>
                  ) : (
                    <Button
                      size="xs"
                      disabled={end.isPending}
                      aria-label={t('identity.sessions.end.name', { browser: browserName(session.userAgent) })}
                      onClick={() => end.mutate({ id: session.id })}
                    >
                      {t('identity.sessions.end')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 1 && (
        <div className={styles.tools}>
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            {t('identity.sessions.others')}
          </Button>
        </div>
      )}
    </section>
  );
}
