import type { ReactElement, ReactNode } from 'react';
import { t } from '../i18n.tsx';
import { Icon } from '../icons.tsx';
import { openPalette } from '../palette.tsx';
import styles from './page-header.module.css';
import { PageTitle } from './page-title.tsx';

export interface PageHeaderProps {
  readonly title: string;
  /** How much there is, for the phone: "14 of 40". */
  readonly count?: string;
  /** Views of the page, as links. */
  readonly views?: ReactNode;
  readonly tools?: ReactNode;
  /** Tools for the list itself, which a phone puts on a line of their own. */
  readonly listTools?: ReactNode;
  /** A phone hides the views unless they are the only way to other pages. */
  readonly keepViews?: boolean;
}

/** The first line of a page: 48 px on a desk, 52 px and the top of the screen on a phone. */
export function PageHeader({ title, count, views, tools, listTools, keepViews = false }: PageHeaderProps): ReactElement {
  return (
    <div className={styles.header} data-views={keepViews}>
      <PageTitle>{title}</PageTitle>
      {count !== undefined && <span className={styles.count}>{count}</span>}
      {views}
      {listTools !== undefined && <div className={styles.listTools}>{listTools}</div>}
      {tools !== undefined && tools !== null && tools !== false && <div className={styles.tools}>{tools}</div>}
      <button type="button" className={styles.search} aria-label={t('shell.search.open')} onClick={openPalette}>
        <Icon name="search" size={22} />
      </button>
    </div>
  );
}
