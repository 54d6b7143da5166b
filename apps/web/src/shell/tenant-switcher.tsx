import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import styles from './top-bar.module.css';

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
  const navigate = useNavigate();
  const others = tenants.filter((other) => other.slug !== tenant.slug);
  if (others.length === 0) {
    return (
      <span className={styles.item}>
        <Name tenant={tenant} />
      </span>
    );
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.item} title={t('shell.tenant.switch')}>
          <Name tenant={tenant} />
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.tenant.yours')}</Menu.Label>
        {[tenant, ...others].map((choice) => (
          <Menu.Item key={choice.slug} aria-current={choice.slug === tenant.slug} onClick={() => void navigate({ to: `/t/${choice.slug}` })}>
            {choice.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
