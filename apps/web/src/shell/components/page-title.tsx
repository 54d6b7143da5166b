import { useDocumentTitle } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { t } from '../i18n.tsx';

/** The heading of a page, which is the name of its browser tab as well. */
export function PageTitle({ children }: { readonly children: string }): ReactElement {
  useDocumentTitle(t('shell.tab', { page: children }));
  return <h1>{children}</h1>;
}
