import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Empty } from './components/states.tsx';
import { t } from './i18n.tsx';
import { Mark } from './icons.tsx';
import styles from './not-found-page.module.css';

/** Also the answer for things of other hospital groups: whether they exist is nobody's business. */
export function NotFoundPage({ home }: { readonly home: string }): ReactElement {
  return (
    <Empty level="h1" title={t('shell.notfound.title')} action={<Button component={Link} to={home} variant="filled">{t('shell.notfound.home')}</Button>}>
      {t('shell.notfound.text')}
    </Empty>
  );
}

/** The same outside every hospital group, where there is no frame around it. */
export function NotFoundAlone(): ReactElement {
  return (
    <main className={styles.alone}>
      <p>
        <Mark />
        <b>{t('shell.product')}</b>
      </p>
      <NotFoundPage home="/" />
    </main>
  );
}
