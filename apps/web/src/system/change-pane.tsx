import { Button } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import type { ReactElement } from 'react';
import { TableHead } from '../shell/components/table-head.tsx';
import { formatMoment } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import styles from '../shell/resource/resource.module.css';
import { differences } from './audit-difference.ts';
import type { ChangeGroup } from './audit-groups.ts';
import { actionWords, entityWords, fieldWords } from './audit-words.ts';

export type AuditRow = inferRouterOutputs<AppRouter>['system']['audit']['rows'][number];

interface ChangePaneProps {
  readonly group: ChangeGroup<AuditRow>;
  readonly who: string;
  readonly onClose: () => void;
}

/** What one command did, row by row: every field before and after. */
export function ChangePane({ group: { first, rows }, who, onClose }: ChangePaneProps): ReactElement {
  return (
    <section aria-label={t('system.audit.change')} className={styles.scroll}>
      <div className={styles.pane}>
        <h2>{actionWords(first.action)}</h2>
        <Button variant="subtle" onClick={onClose}>
          {t('shell.close')}
        </Button>
      </div>
      <p className={styles.hint}>
        {who} · <time dateTime={first.at}>{formatMoment(first.at)}</time>
        <br />
        {first.action} · {t('system.audit.request')} <code>{first.requestId}</code>
      </p>
      {rows.map((row) => (
        <ChangeTable key={row.id} row={row} />
      ))}
    </section>
  );
}

function ChangeTable({ row }: { readonly row: AuditRow }): ReactElement {
  const changed = differences(row.before, row.after);
  const name = entityWords(row.entity);
  if (changed.length === 0)
    return (
      <p className={styles.hint}>
        {name}: {t('system.audit.nothing')}
      </p>
    );
  return (
    <table className={`${styles.table} ${styles.inPane}`} aria-label={name}>
      <TableHead columns={[name, t('system.audit.before'), t('system.audit.after')]} />
      <tbody>
        {changed.map(({ field, before, after }) => (
          <tr key={field}>
            <td>{fieldWords(row.entity, field)}</td>
            <td className={styles.quiet} data-label={t('system.audit.before')} data-empty={before === null}>{before ?? '–'}</td>
            <td data-label={t('system.audit.after')} data-empty={after === null}>{after ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
