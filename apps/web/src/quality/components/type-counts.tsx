import type { SignalType } from '@wardwright/domain/quality/schema';
import type { ReactElement } from 'react';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { typesByUrgency } from '../signal-view.ts';
import { SignalGlyph } from './signal-glyph.tsx';
import styles from './type-counts.module.css';

const LONGEST = 77;

/** How many open signals there are of each type. */
export function TypeCounts({ counts }: { readonly counts: Readonly<Partial<Record<SignalType, number>>> }): ReactElement {
  const most = Math.max(1, ...Object.values(counts));
  return (
    <ul className={styles.counts}>
      {typesByUrgency.map((type) => (
        <li key={type}>
          <SignalGlyph kind={type} size={14} />
          <span>{t(`quality.short.${type}`)}</span>
          <i style={{ width: ((counts[type] ?? 0) / most) * LONGEST }} aria-hidden="true" />
          <b>{formatNumber(counts[type] ?? 0)}</b>
        </li>
      ))}
    </ul>
  );
}
