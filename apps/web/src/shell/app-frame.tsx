import { lazy, type ReactElement, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import styles from './app-frame.module.css';
import { BottomNav } from './bottom-nav.tsx';
import { OfflineBanner } from './components/banner.tsx';
import { T, t } from './i18n.tsx';
import { listenForKeys, useShortcuts } from './keys.ts';
import { moduleHref, type ModuleId, modulesOf } from './modules.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { SignOutBanner } from './sign-out-banner.tsx';
import type { TenantChoice } from './tenant-switcher.tsx';
import { type Account, TopBar } from './top-bar.tsx';

const ShortcutsSheet = lazy(() => import('./shortcuts-sheet.tsx').then((module) => ({ default: module.ShortcutsSheet })));

export interface AppFrameProps {
  readonly tenant: TenantChoice;
  readonly tenants: readonly TenantChoice[];
  readonly account: Account;
  readonly modules: readonly ModuleId[];
  readonly waiting?: Readonly<Partial<Record<ModuleId, number>>>;
  /** The demo says so on every page. */
  readonly demo: boolean;
  readonly children: ReactNode;
}

/** The frame around every page of a tenant: rail, top bar, banners, and the page as the only scrolling part. */
export function AppFrame({ tenant, tenants, account, modules, waiting, demo, children }: AppFrameProps): ReactElement {
  const [sheet, setSheet] = useState<boolean | null>(null);
  const navigate = useNavigate();
  const showSheet = (): void => setSheet(true);
  useEffect(() => listenForKeys(window), []);
  useShortcuts('shell.keys.everywhere', [
    ...modulesOf(modules).map((info) => ({
      keys: info.keys,
      label: info.verb,
      run: () => void navigate({ to: moduleHref(tenant.slug, info) }),
    })),
    { keys: '?', label: 'shell.keys.sheet', run: showSheet },
  ]);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Rail tenant={tenant.slug} modules={modules} {...(waiting ? { waiting } : {})} />
      <TopBar tenant={tenant} tenants={tenants} account={account} onShowShortcuts={showSheet} />
      <div className={styles.banners}>
        {demo && (
          <aside className={styles.demo} aria-label={t('shell.notice')}>
            <T id="shell.demo" />
          </aside>
        )}
        <SignOutBanner />
        <OfflineBanner />
      </div>
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
      <BottomNav tenant={tenant.slug} modules={modules} account={account} onShowShortcuts={showSheet} />
      <Palette tenant={tenant.slug} modules={modules} verbs={[{ id: 'keys', label: t('shell.account.shortcuts'), keys: '?', run: showSheet }, { id: 'sign-out', label: t('shell.account.signout'), run: account.onSignOut }]} />
      {sheet !== null && (
        <Suspense fallback={null}>
          <ShortcutsSheet opened={sheet} onClose={() => setSheet(false)} />
        </Suspense>
      )}
    </div>
  );
}

