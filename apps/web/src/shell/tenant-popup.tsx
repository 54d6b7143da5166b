import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentProps, ReactElement } from 'react';
import { t } from './i18n.tsx';
import type { TenantChoice } from './tenant-switcher.tsx';

export interface TenantPopupProps {
  readonly target: ReactElement<ComponentProps<'button'>>;
  readonly current: string;
  readonly tenants: readonly TenantChoice[];
}

/** The hospital groups of the reader; another one is another address. */
export function TenantPopup({ target, current, tenants }: TenantPopupProps): ReactElement {
  const navigate = useNavigate();
  return (
    <Menu defaultOpened position="bottom-start">
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.tenant.yours')}</Menu.Label>
        {tenants.map(({ slug, name }) => (
          <Menu.Item key={slug} aria-current={slug === current} onClick={() => void navigate({ to: `/t/${slug}` })}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
