import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { PageTitle } from './components/page-title.tsx';
import styles from './home-view.module.css';
import { t } from './i18n.tsx';
import { Icon, type IconName } from './icons.tsx';

/** Something that waits for the reader. */
export interface Need {
  readonly id: string;
  readonly icon: IconName;
  /** What it is, printed bold, and what about it. */
  readonly subject: string;
  readonly what: string;
  /** The reason, with its numbers. */
  readonly detail: string;
  /** How long it has waited, and since when. */
  readonly age: string;
  readonly since: string;
  readonly href: string;
}

/** One part of the product at a glance. */
export interface HouseSection {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly summary: ReactNode;
  readonly figure: ReactNode;
}

export interface HomeViewProps {
  /** The day, in words. */
  readonly title: string;
  readonly subtitle: string;
  readonly needs: readonly Need[];
  readonly house: readonly HouseSection[];
  /** Stands in place of the needs when there are none. */
  readonly children?: ReactNode;
}

function NeedRow({ need, first }: { readonly need: Need; readonly first: boolean }): ReactElement {
  return (
    <li>
      <Icon name={need.icon} size={20} />
      <div>
        <p>
          <b>{need.subject}</b> {need.what}
        </p>
        <p>{need.detail}</p>
      </div>
      <p className={styles.due}>
        <b>{need.age}</b>
        {need.since}
      </p>
      <Button component={Link} to={need.href} variant={first ? 'filled' : 'default'} aria-label={t('shell.home.open', { subject: need.subject })}>
        {t('shell.home.open.short')}
      </Button>
    </li>
  );
}

/** The start page: what needs the reader, most urgent first, and how the house stands. */
export function HomeView({ title, subtitle, needs, house, children }: HomeViewProps): ReactElement {
  return (
    <div className={styles.home}>
      <div className={styles.hello}>
        <PageTitle>{title}</PageTitle>
        <p>{subtitle}</p>
      </div>
      {needs.length === 0 && children}
      {needs.length > 0 && (
        <section aria-labelledby="home-needs">
          <h2 id="home-needs">
            {t('shell.home.needs')} <small>{t('shell.home.needs.note', { n: needs.length })}</small>
          </h2>
          <ul className={styles.needs}>
            {needs.map((need, index) => (
              <NeedRow key={need.id} need={need} first={index === 0} />
            ))}
          </ul>
        </section>
      )}
      {house.length > 0 && (
        <section className={styles.house} aria-labelledby="home-house">
          <h2 id="home-house">{t('shell.home.house')}</h2>
          <div>
            {house.map((part) => (
              <section key={part.id}>
                <h3>
                  <Icon name={part.icon} size={18} />
                  {part.title}
                </h3>
                <p>{part.summary}</p>
                {part.figure}
              </section>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}
