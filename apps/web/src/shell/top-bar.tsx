import type { ReactElement } from 'react';
import { AccountMenu } from './account-menu.tsx';
import { T, t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import { LiveState } from './live-state.tsx';
import { openPalette, paletteKey } from './palette.tsx';
import { type TenantChoice, TenantSwitcher } from './tenant-switcher.tsx';
import styles from './top-bar.module.css';

export interface Account {
  readonly name: string;
  readonly email: string;
  /** Where the person changes name and password. */
  readonly href?: string;
  readonly onSignOut: () => void;
}

export interface TopBarProps {
  readonly tenant: TenantChoice;
  readonly tenants: readonly TenantChoice[];
  readonly account: Account;
  readonly onShowShortcuts: () => void;
}

export function TopBar({ tenant, tenants, account, onShowShortcuts }: TopBarProps): ReactElement {
  return (
    <header className={styles.top}>
      <TenantSwitcher tenant={tenant} tenants={tenants} />
      <span className={styles.divider} />
      <span className={styles.item}>
        <Icon name="clock" />
        <span>
          <T id="shell.asof.now" />
        </span>
      </span>
      <button type="button" className={styles.search} aria-keyshortcuts="Meta+K Control+K" onClick={openPalette}>
        <Icon name="search" />
        <span>{t('shell.search.open')}</span>
        <kbd aria-hidden="true">{paletteKey()}</kbd>
      </button>
      <LiveState />
      <AccountMenu account={account} onShowShortcuts={onShowShortcuts} />
    </header>
  );
}
