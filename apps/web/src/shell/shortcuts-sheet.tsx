import { Modal, Switch } from '@mantine/core';
import { Fragment, type ReactElement } from 'react';
import { Keycaps } from './components/keycaps.tsx';
import { t } from './i18n.tsx';
import { useActiveShortcuts } from './keys.ts';
import { paletteKey } from './palette.tsx';
import { setPreference, usePreferences } from './preferences.ts';
import styles from './shortcuts-sheet.module.css';

export interface ShortcutsSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Every shortcut that works on this page, and the switch that silences single letters. */
export function ShortcutsSheet({ opened, onClose }: ShortcutsSheetProps): ReactElement {
  const groups = useActiveShortcuts();
  const { letterKeys } = usePreferences();
  return (
    <Modal opened={opened} onClose={onClose} title={t('shell.keys.title')} size={520} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <dl className={styles.list}>
        <dt>
          <kbd>{paletteKey()}</kbd>
        </dt>
        <dd>{t('shell.keys.palette')}</dd>
        {groups.map((group) => (
          <Fragment key={group.title}>
            <dt className={styles.title}>{t(group.title)}</dt>
            {group.shortcuts.map((shortcut) => (
              <Fragment key={shortcut.keys}>
                <dt>
                  <Keycaps keys={shortcut.keys} />
                </dt>
                <dd>{t(shortcut.label)}</dd>
              </Fragment>
            ))}
          </Fragment>
        ))}
      </dl>
      <Switch checked={letterKeys} onChange={(event) => setPreference('letterKeys', event.currentTarget.checked)} label={t('shell.keys.letters')} description={t('shell.keys.letters.help')} />
    </Modal>
  );
}
