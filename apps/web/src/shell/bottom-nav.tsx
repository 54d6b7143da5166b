import { Link, useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { AccountPopup } from './account-menu.tsx';
import type { AccountItemsProps } from './account-popup.tsx';
import styles from './bottom-nav.module.css';
import { DeferredMenu } from './deferred-menu.tsx';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import { isWithin, moduleHref, type ModuleId, modulesOf } from './modules.ts';

/** Places under the thumb; the fifth is always "More". */
const PLACES = 4;

export interface BottomNavProps extends AccountItemsProps {
  readonly tenant: string;
  readonly modules: readonly ModuleId[];
}

/** Replaces the rail and the top bar on a phone. */
export function BottomNav({ tenant, modules, ...account }: BottomNavProps): ReactElement {
  const { pathname } = useLocation();
  const infos = modulesOf(modules);
  const more = (
    <button type="button" className={styles.place}>
      <Icon name="menu" size={22} />
      {t('shell.module.more')}
    </button>
  );
  return (
    <nav className={styles.bar} aria-label={t('shell.modules')}>
      {infos.slice(0, PLACES).map((info) => (
        <Link key={info.id} className={styles.place} to={moduleHref(tenant, info)} activeOptions={{ exact: true }} aria-current={isWithin(pathname, tenant, info) ? 'page' : undefined}>
          <Icon name={info.icon} size={22} />
          {t(info.label)}
        </Link>
      ))}
      <DeferredMenu target={more}>{(target) => <AccountPopup {...account} target={target} position="top-end" tenant={tenant} further={infos.slice(PLACES)} />}</DeferredMenu>
    </nav>
  );
}
