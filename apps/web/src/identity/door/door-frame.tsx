import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { PageTitle } from '../../shell/components/page-title.tsx';
import { T, t } from '../../shell/i18n.tsx';
import { Mark } from '../../shell/icons.tsx';
import { SignOutBanner } from '../../shell/sign-out-banner.tsx';
import { clientOf, TRPCProvider, useTRPC } from '../../shell/trpc.ts';
import styles from './door.module.css';

export interface DoorFrameProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** A second column, below the first on narrow screens. */
  readonly beside?: ReactNode;
}

/** A page before any hospital group is entered: the mark, one column, and at most one more beside it. */
export function DoorFrame({ title, lead, children, beside }: DoorFrameProps): ReactElement {
  const welcome = useQuery(useTRPC().identity.door.welcome.queryOptions());
  return (
    <div className={styles.page} data-waiting={welcome.isPending}>
      <header className={styles.brand}>
        <p>
          <Mark />
          <span>{t('shell.product')}</span>
        </p>
        {welcome.data?.demo && (
          <aside className={styles.demo} aria-label={t('shell.notice')}>
            <T id="shell.demo" />
          </aside>
        )}
      </header>
      <main className={styles.main} data-wide={beside !== undefined && beside !== null}>
        <div>
          <SignOutBanner />
          <PageTitle>{title}</PageTitle>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
        {beside}
      </main>
    </div>
  );
}

/** Gives the page of an invitation the procedures of the hospital group it is for. */
export function DoorClient({ slug, children }: { readonly slug: string; readonly children: ReactNode }): ReactElement {
  return (
    <TRPCProvider trpcClient={clientOf(slug)} queryClient={useQueryClient()}>
      {children}
    </TRPCProvider>
  );
}

/** The demo says so on every page, also on those before sign-in. */
export function DemoNote({ password }: { readonly password: string }): ReactElement {
  return (
    <p className={styles.hint}>
      <T id="identity.demo.text" values={{ password }} />
    </p>
  );
}
