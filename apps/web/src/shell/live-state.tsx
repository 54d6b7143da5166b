import type { ReactElement } from 'react';
import { type Connection, useConnection } from './connection.ts';
import { formatTime } from './format.ts';
import { t } from './i18n.tsx';
import styles from './top-bar.module.css';

function words({ state, since }: Connection): string {
  if (state === 'live') return t('shell.live.live');
  return state === 'reconnecting' ? t('shell.live.reconnecting') : t('shell.live.offline', { time: formatTime(since) });
}

/** Whether what is on the page is still being kept up to date. */
export function LiveState(): ReactElement {
  const connection = useConnection();
  return (
    <span className={styles.item} role="status">
      <span className={styles.live} data-state={connection.state} aria-hidden="true" />
      <span className={connection.state === 'live' ? undefined : styles.stale}>{words(connection)}</span>
    </span>
  );
}
