import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useEffect } from 'react';
import { t } from './i18n.tsx';
import { Icon } from './icons.tsx';
import { moduleHref, modulesOf } from './modules.ts';
import type { PaletteProps } from './palette.tsx';
import { setPreference } from './preferences.ts';
import { veil } from './theme/mantine-theme.ts';

const [store, { open }] = createSpotlight();

function keysOf(keys: string | undefined): ReactElement | null {
  return keys === undefined ? null : <kbd>{keys}</kbd>;
}

/** Every place and verb by name, with the shortcut beside it. Opens whenever `asked` grows. */
export function PaletteDialog({ tenant, modules, verbs, asked }: PaletteProps & { readonly asked: number }): ReactElement {
  const navigate = useNavigate();
  useEffect(() => {
    if (asked > 0) open();
  }, [asked]);
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
      store={store}
      actions={[places, doing]}
      shortcut={null}
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
