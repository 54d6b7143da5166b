import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import styles from './view-links.module.css';

export interface ViewLink {
  readonly href: string;
  /** Search parameters of the address, when the view is told apart by them. */
  readonly search?: Readonly<Record<string, string>>;
  readonly label: string;
  readonly current: boolean;
  /** How many things are behind it, already in words. */
  readonly count?: string;
}

/** A phone has no room for all of them in one line. */
function reveal(link: HTMLAnchorElement | null): void {
  const views = link?.parentElement;
  if (views) views.scrollLeft = link.offsetLeft - (views.clientWidth - link.offsetWidth) / 2;
}

/** Views of one page, each at an address of its own, with the count where one is known. */
export function ViewLinks({ label, links }: { readonly label: string; readonly links: readonly ViewLink[] }): ReactElement {
  return (
    <nav className={styles.views} aria-label={label}>
      {links.map((link) => (
        <Link key={`${link.href} ${link.label}`} ref={link.current ? reveal : undefined} to={link.href} search={link.search ?? {}} activeOptions={{ exact: true }} aria-current={link.current ? 'page' : undefined}>
          {link.label} {link.count !== undefined && <span>{link.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
