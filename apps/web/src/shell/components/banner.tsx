import type { ReactElement, ReactNode } from 'react';
import { useConnection } from '../connection.ts';
import { formatTime } from '../format.ts';
import { t } from '../i18n.tsx';
import { Icon } from '../icons.tsx';
import styles from './banner.module.css';

export interface BannerProps {
  /** What happened, as one sentence. */
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** What was kept. */
  readonly kept?: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: 'alert' | 'status';
}

/** A full-width line above the content it speaks of; never a toast, because a toast goes away. */
export function Banner({ title, children, kept, actions, role = 'alert' }: BannerProps): ReactElement {
  return (
    <div className={styles.banner} role={role}>
      <Icon name="warning" size={20} />
      <div>
        <b>{title}</b> {children}
        {kept !== undefined && <small>{kept}</small>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Says that the page no longer follows the server, and since when. */
export function OfflineBanner(): ReactElement | null {
  const { state, since } = useConnection();
  if (state !== 'offline') return null;
  return (
    <Banner role="status" title={t('shell.offline.title')}>
      {t('shell.offline.text', { time: formatTime(since) })}
    </Banner>
  );
}
