import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import styles from './view-links.module.css';

export interface ViewLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  /** How many things are behind it, already in words. */
  readonly count?: string;
}

/** Views of one page, each at an address of its own, with the count where one is known. */
export function ViewLinks({ label, links }: { readonly label: string; readonly links: readonly ViewLink[] }): ReactElement {
  return (
    <nav className={styles.views} aria-label={label}>
      {links.map((link) => (
        <Link key={link.href} to={link.href} activeOptions={{ exact: true }} aria-current={link.current ? 'page' : undefined}>
          {link.label} {link.count !== undefined && <span>{link.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
