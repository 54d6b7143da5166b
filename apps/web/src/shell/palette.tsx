import { Spotlight, spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import { moduleHref, type ModuleId, modulesOf } from './modules.ts';
import { setPreference } from './preferences.ts';
import { veil } from './theme/mantine-theme.ts';

export function openPalette(): void {
  spotlight.open();
}

/** How the palette's shortcut is written on this machine. */
export function paletteKey(): string {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
}

/** Something a page adds to the palette while it is open. */
export interface Verb {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

export interface PaletteProps {
  readonly tenant: string;
  readonly modules: readonly ModuleId[];
  readonly verbs: readonly Verb[];
}

function keysOf(keys: string | undefined): ReactElement | null {
  return keys === undefined ? null : <kbd>{keys}</kbd>;
}

/** Every place and verb by name, with the shortcut beside it. */
export function Palette({ tenant, modules, verbs }: PaletteProps): ReactElement {
  const navigate = useNavigate();
  const places: SpotlightActionGroupData = {
    group: t('shell.search.go'),
    actions: modulesOf(modules).map((info) => ({
      id: `go-${info.id}`,
      label: t(info.label),
      leftSection: <Icon name={info.icon} size={20} />,
      rightSection: keysOf(info.keys),
      onClick: () => void navigate({ to: moduleHref(tenant, info) }),
    })),
  };
  const doing: SpotlightActionGroupData = {
    group: t('shell.search.do'),
    actions: [
      ...verbs.map(({ id, label, keys, run }) => ({ id, label, rightSection: keysOf(keys), onClick: run })),
      { id: 'theme-light', label: `${t('shell.account.theme')}: ${t('shell.account.theme.light')}`, onClick: () => setPreference('theme', 'light') },
      { id: 'theme-dark', label: `${t('shell.account.theme')}: ${t('shell.account.theme.dark')}`, onClick: () => setPreference('theme', 'dark') },
    ],
  };
  return (
    <Spotlight
      actions={[places, doing]}
      shortcut="mod + K"
      highlightQuery
      overlayProps={veil}
      attributes={{ content: { 'aria-label': t('shell.search.open') } }}
      scrollable
      maxHeight={420}
      nothingFound={t('shell.search.nothing')}
      searchProps={{ leftSection: <Icon name="search" size={20} />, placeholder: t('shell.search.placeholder'), 'aria-label': t('shell.search.placeholder') }}
    />
  );
}
