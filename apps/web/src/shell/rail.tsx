import { Link, useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { t } from './i18n.tsx';
import { Icon, Mark } from './icons.tsx';
import { isWithin, moduleHref, type ModuleId, type ModuleInfo, modulesOf, startsBackRooms } from './modules.ts';
import { setPreference, usePreferences } from './preferences.ts';
import styles from './rail.module.css';

export interface RailProps {
  readonly tenant: string;
  readonly modules: readonly ModuleId[];
  /** How many things wait in a module; absent or 0 shows nothing. */
  readonly waiting?: Readonly<Partial<Record<ModuleId, number>>>;
}

export function Rail({ tenant, modules, waiting = {} }: RailProps): ReactElement {
  const { railOpen } = usePreferences();
  return (
    <nav className={styles.rail} aria-label={t('shell.modules')} data-open={railOpen}>
      <div className={styles.brand}>
        <Mark />
        {railOpen ? <b>{t('shell.product')}</b> : <span className="sr">{t('shell.product')}</span>}
      </div>
      <ul>
        {modulesOf(modules).map((info) => (
          <RailItem key={info.id} info={info} tenant={tenant} open={railOpen} waiting={waiting[info.id] ?? 0} />
        ))}
      </ul>
      <button type="button" className={styles.fold} aria-expanded={railOpen} aria-label={t(railOpen ? 'shell.rail.collapse' : 'shell.rail.expand')} onClick={() => setPreference('railOpen', !railOpen)}>
        <Icon name="fold" size={20} />
        {railOpen && <span>{t('shell.rail.collapse')}</span>}
      </button>
    </nav>
  );
}

interface RailItemProps {
  readonly info: ModuleInfo;
  readonly tenant: string;
  readonly open: boolean;
  readonly waiting: number;
}

function RailItem({ info, tenant, open, waiting }: RailItemProps): ReactElement {
  const current = isWithin(useLocation().pathname, tenant, info);
  const label = t(info.label);
  const name = waiting > 0 ? t('shell.module.waiting', { label, n: waiting }) : label;
  return (
    <>
      {startsBackRooms(info) && <li className={styles.separator} aria-hidden="true" />}
      <li>
        <Link className={styles.item} to={moduleHref(tenant, info)} aria-label={name} title={open ? undefined : label} activeOptions={{ exact: true }} aria-current={current ? 'page' : undefined}>
            <Icon name={info.icon} size={20} />
            {open && <span>{label}</span>}
            {open && waiting > 0 && <span className={styles.waiting}>{waiting}</span>}
        </Link>
      </li>
    </>
  );
}
