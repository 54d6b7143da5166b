import { lazy, type ReactElement } from 'react';
import { DeferredMenu } from './deferred-menu.tsx';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import styles from './top-bar.module.css';

const TenantPopup = lazy(() => import('./tenant-popup.tsx').then((module) => ({ default: module.TenantPopup })));

/** A hospital group the reader belongs to, and the program looked at when there is one. */
export interface TenantChoice {
  readonly slug: string;
  readonly name: string;
  readonly program?: string;
}

function Name({ tenant }: { readonly tenant: TenantChoice }): ReactElement {
  return (
    <>
      <b>{tenant.name}</b>
      {tenant.program !== undefined && (
        <>
          <span className="mut">/</span>
          <span>{tenant.program}</span>
        </>
      )}
    </>
  );
}

/** A menu for people with several hospital groups; for everybody else just the name. */
export function TenantSwitcher({ tenant, tenants }: { readonly tenant: TenantChoice; readonly tenants: readonly TenantChoice[] }): ReactElement {
  const others = tenants.filter((other) => other.slug !== tenant.slug);
  if (others.length === 0) {
    return (
      <span className={styles.item}>
        <Name tenant={tenant} />
      </span>
    );
  }
  const button = (
    <button type="button" className={styles.item} title={t('shell.tenant.switch')}>
      <Name tenant={tenant} />
      <Icon name="down" />
    </button>
  );
  return <DeferredMenu target={button}>{(target) => <TenantPopup target={target} current={tenant.slug} tenants={[tenant, ...others]} />}</DeferredMenu>;
}
