import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ComponentProps, ReactElement } from 'react';
import type { PlainMessageId } from './catalogue.ts';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import { moduleHref, type ModuleInfo } from './modules.ts';
import { type Density, setPreference, type Theme, usePreferences } from './preferences.ts';
import type { Account } from './top-bar.tsx';
import styles from './top-bar.module.css';

const themes: Readonly<Record<Theme, PlainMessageId>> = {
  system: 'shell.account.theme.system',
  light: 'shell.account.theme.light',
  dark: 'shell.account.theme.dark',
};

const densities: Readonly<Record<Density, PlainMessageId>> = {
  compact: 'shell.account.density.compact',
  default: 'shell.account.density.default',
  touch: 'shell.account.density.touch',
};

interface ChoiceProps<Value extends string> {
  readonly title: PlainMessageId;
  readonly labels: Readonly<Record<Value, PlainMessageId>>;
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ title, labels, value, onChoose }: ChoiceProps<Value>): ReactElement {
  return (
    <>
      <Menu.Label>{t(title)}</Menu.Label>
      {(Object.keys(labels) as Value[]).map((option) => (
        <Menu.RadioItem key={option} value={option} checked={option === value} checkIcon={<Icon name="check" size={14} />} onChange={() => onChoose(option)}>
          {t<PlainMessageId>(labels[option])}
        </Menu.RadioItem>
      ))}
    </>
  );
}

export interface AccountItemsProps {
  readonly account: Account;
  readonly onShowShortcuts: () => void;
}

export interface AccountPopupProps extends AccountItemsProps {
  readonly target: ReactElement<ComponentProps<'button'>>;
  readonly position: 'bottom-end' | 'top-end';
  /** Modules that found no place on a phone. */
  readonly further?: readonly ModuleInfo[];
  readonly tenant?: string;
}

/** Who is signed in, how the product looks to them, and the way out. */
export function AccountPopup({ target, position, account, onShowShortcuts, further = [], tenant = '' }: AccountPopupProps): ReactElement {
  const { theme, density } = usePreferences();
  const navigate = useNavigate();
  return (
    <Menu defaultOpened position={position} width={250}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {further.map((info) => (
          <Menu.Item key={info.id} onClick={() => void navigate({ to: moduleHref(tenant, info) })}>
            {t(info.label)}
          </Menu.Item>
        ))}
        <Menu.Label className={styles.who}>
          <b>{account.name}</b>
          <small>{account.email}</small>
        </Menu.Label>
        {account.href !== undefined && <Menu.Item onClick={() => void navigate({ to: account.href ?? '' })}>{t('identity.account')}</Menu.Item>}
        <Menu.Divider />
        <Choice title="shell.account.theme" labels={themes} value={theme} onChoose={(next) => setPreference('theme', next)} />
        <Menu.Divider />
        <Choice title="shell.account.density" labels={densities} value={density} onChoose={(next) => setPreference('density', next)} />
        <Menu.Divider />
        <Menu.Item rightSection={<kbd>?</kbd>} onClick={onShowShortcuts}>
          {t('shell.account.shortcuts')}
        </Menu.Item>
        <Menu.Item onClick={account.onSignOut}>{t('shell.account.signout')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
