import { lazy, type ReactElement } from 'react';
import type { AccountItemsProps } from './account-popup.tsx';
import { DeferredMenu } from './deferred-menu.tsx';
import { t } from './i18n.tsx';
import styles from './top-bar.module.css';

export const AccountPopup = lazy(() => import('./account-popup.tsx').then((module) => ({ default: module.AccountPopup })));

/** R.O. from "Rosa Ortega": the first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => word?.match(/\p{L}/u)?.[0]?.toUpperCase() ?? '').join('');
}

export function AccountMenu(props: AccountItemsProps): ReactElement {
  const button = (
    <button type="button" className={styles.avatar} aria-label={`${initialsOf(props.account.name)}, ${t('shell.account.menu')}`}>
      {initialsOf(props.account.name)}
    </button>
  );
  return <DeferredMenu target={button}>{(target) => <AccountPopup {...props} target={target} position="bottom-end" />}</DeferredMenu>;
}
