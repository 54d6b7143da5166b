import type { ReactElement } from 'react';
import { t } from '../../shell/i18n.tsx';
import styles from './severity.module.css';

/** The number leads, a short bar repeats it; never a colour. */
export function Severity({ value }: { readonly value: number | null }): ReactElement {
  return (
    <span className={styles.severity}>
      <b>
        <span className="sr">{value === null ? t('quality.severity.none') : t('quality.severity', { n: value })}</span>
        <span aria-hidden="true">{value ?? '–'}</span>
      </b>
      <span className={styles.bar} aria-hidden="true">
        <i style={{ width: `${value ?? 0}%` }} />
      </span>
    </span>
  );
}
