import type { ReactElement, ReactNode } from 'react';
import styles from './view-tabs.module.css';

/** Views of one page, as links with their counts; the links mark the current one by aria-current. */
export function ViewTabs({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <nav className={styles.views} aria-label={label}>
      {children}
    </nav>
  );
}
