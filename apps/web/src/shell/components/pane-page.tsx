import type { ReactElement, ReactNode } from 'react';
import styles from './pane-page.module.css';

export interface PanePageProps {
  readonly children: ReactNode;
  /** The pane on the right: preview or drawer; null gives its room to the content. */
  readonly aside: ReactNode;
  /** Below 1200 px the pane lies over the content and is only there when open. */
  readonly asideOpen: boolean;
  /** A drawer can be closed on a wide screen too; a preview always stands. */
  readonly kind: 'preview' | 'drawer';
}

/** Content and a pane of 440 px that meet at one hairline; each scrolls by itself. */
export function PanePage({ children, aside, asideOpen, kind }: PanePageProps): ReactElement {
  return (
    <div className={styles.panes} data-kind={kind} data-open={asideOpen && aside !== null} data-alone={aside === null}>
      <div className={styles.content}>{children}</div>
      {aside !== null && <div className={styles.aside}>{aside}</div>}
    </div>
  );
}
