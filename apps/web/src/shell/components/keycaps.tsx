import type { ReactElement } from 'react';
import styles from './keycaps.module.css';

/** The keys of a shortcut as keycaps: "g q" is two of them. */
export function Keycaps({ keys }: { readonly keys: string }): ReactElement {
  return (
    <span className={styles.caps}>
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key === 'Escape' ? 'esc' : key}</kbd>
      ))}
    </span>
  );
}
