import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Empty } from './components/states.tsx';
import { t } from './i18n.tsx';

/** Also the answer for things of other hospital groups: whether they exist is nobody's business. */
export function NotFoundPage({ home }: { readonly home: string }): ReactElement {
  return (
    <Empty title={t('shell.notfound.title')} action={<Button component={Link} to={home} variant="filled">{t('shell.notfound.home')}</Button>}>
      {t('shell.notfound.text')}
    </Empty>
  );
}
