import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import type { PlainMessageId } from './catalogue.ts';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
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

/** R.O. from "Rosa Ortega": the first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => word?.match(/\p{L}/u)?.[0]?.toUpperCase() ?? '').join('');
}

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

/** What the account menu and the phone's "More" menu share. */
export function AccountItems({ account, onShowShortcuts }: AccountItemsProps): ReactElement {
  const { theme, density } = usePreferences();
  return (
    <>
      <Menu.Label className={styles.who}>
        <b>{account.name}</b>
        <small>{account.email}</small>
      </Menu.Label>
      <Menu.Divider />
      <Choice title="shell.account.theme" labels={themes} value={theme} onChoose={(next) => setPreference('theme', next)} />
      <Menu.Divider />
      <Choice title="shell.account.density" labels={densities} value={density} onChoose={(next) => setPreference('density', next)} />
      <Menu.Divider />
      <Menu.Item rightSection={<kbd>?</kbd>} onClick={onShowShortcuts}>
        {t('shell.account.shortcuts')}
      </Menu.Item>
      <Menu.Item onClick={account.onSignOut}>{t('shell.account.signout')}</Menu.Item>
    </>
  );
}

export function AccountMenu({ account, onShowShortcuts }: AccountItemsProps): ReactElement {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={styles.avatar} aria-label={t('shell.account.menu')}>
          {initialsOf(account.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <AccountItems account={account} onShowShortcuts={onShowShortcuts} />
      </Menu.Dropdown>
    </Menu>
  );
}
