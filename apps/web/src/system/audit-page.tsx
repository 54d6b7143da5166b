import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { PageHeader } from '../shell/components/page-header.tsx';
import { PanePage } from '../shell/components/pane-page.tsx';
import { Empty, ErrorState, Loading } from '../shell/components/states.tsx';
import { TableHead } from '../shell/components/table-head.tsx';
import { formatMoment } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { refusalOf } from '../shell/refusal.ts';
import styles from '../shell/resource/resource.module.css';
import { useTRPC } from '../shell/trpc.ts';
import { AdminViews } from './admin-views.tsx';
import { named } from './audit-difference.ts';
import { type ChangeGroup, groupsOf } from './audit-groups.ts';
import { actionWords, entityWords } from './audit-words.ts';
import { type AuditRow, ChangePane } from './change-pane.tsx';
import { useNameOf } from './use-name-of.ts';

/** Who changed what, when, before and after; newest first. */
export function AuditPage(): ReactElement {
  const trpc = useTRPC();
  const [opened, setOpened] = useState<ChangeGroup<AuditRow> | null>(null);
  const nameOf = useNameOf();
  const trail = useInfiniteQuery(trpc.system.audit.infiniteQueryOptions({ limit: 100 }, { getNextPageParam: (last) => last.nextCursor }));
  const groups = groupsOf(trail.data?.pages.flatMap((page) => page.rows) ?? []);
  return (
    <PanePage
      kind="drawer"
      asideOpen={opened !== null}
      aside={opened && <ChangePane group={opened} who={nameOf(opened.first)} onClose={() => setOpened(null)} />}
    >
      <div className={styles.page}>
        <PageHeader title={t('system.audit.title')} keepViews views={<AdminViews current="audit" />} />
        <div className={styles.scroll}>
          {trail.isPending && <Loading />}
          {trail.isError && <ErrorState {...refusalOf(trail.error)} onRetry={() => void trail.refetch()} />}
          {trail.isSuccess && groups.length === 0 && <Empty title={t('system.audit.empty')}>{t('system.audit.empty.text')}</Empty>}
          {groups.length > 0 && <Trail groups={groups} current={opened?.first.id ?? null} nameOf={nameOf} onOpen={setOpened} />}
          {trail.hasNextPage && (
            <div className={styles.more}>
              <Button loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
                {t('shell.resource.more')}
              </Button>
            </div>
          )}
        </div>
      </div>
    </PanePage>
  );
}

interface TrailProps {
  readonly groups: readonly ChangeGroup<AuditRow>[];
  readonly current: string | null;
  readonly nameOf: (row: AuditRow) => string;
  readonly onOpen: (group: ChangeGroup<AuditRow>) => void;
}

function Trail({ groups, current, nameOf, onOpen }: TrailProps): ReactElement {
  return (
    <table className={styles.table} aria-label={t('system.audit.title')}>
      <TableHead columns={[t('system.audit.what'), t('system.audit.who'), t('system.audit.on'), t('system.audit.when')]} />
      <tbody>
        {groups.map((group) => (
          <tr key={group.first.id} data-current={group.first.id === current}>
            <td>
              <button type="button" className={styles.open} onClick={() => onOpen(group)}>
                {actionWords(group.first.action)}
              </button>
            </td>
            <td>{nameOf(group.first)}</td>
            <td>
              {entityWords(group.first.entity)} {named(group.first) !== null && <span className={styles.quiet}>{named(group.first)} </span>}
              {group.rows.length > 1 && <span className={styles.quiet}>{t('system.audit.more', { n: group.rows.length - 1 })}</span>}
            </td>
            <td className={styles.moment}>
              <time dateTime={group.first.at}>{formatMoment(group.first.at)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
