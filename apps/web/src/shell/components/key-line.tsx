import type { ReactElement } from 'react';
import { t } from '../i18n.tsx';
import type { Shortcut } from '../keys.ts';
import { Keycaps } from './keycaps.tsx';
import styles from './key-line.module.css';

/** The shortcuts of a page, at its foot; `?` for all of them on the right. */
export function KeyLine({ shortcuts }: { readonly shortcuts: readonly Shortcut[] }): ReactElement {
  return (
    <div className={styles.keys} role="note" aria-label={t('shell.keys.line')}>
      {shortcuts.map((shortcut) => (
        <span key={shortcut.keys}>
          <Keycaps keys={shortcut.keys} />
          {t(shortcut.label)}
        </span>
      ))}
      <span className={styles.all}>
        <kbd>?</kbd>
        {t('shell.keys.sheet')}
      </span>
    </div>
  );
}
