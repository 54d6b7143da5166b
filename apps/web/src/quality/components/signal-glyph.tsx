import type { ReactElement } from 'react';
import { t } from '../../shell/i18n.tsx';
import { type SignalKind, toneOf } from '../signal-view.ts';
import styles from './signal-glyph.module.css';

const stroke = { fill: 'none', strokeWidth: 1.6, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** Filled: the position is outside normal. The mark is cut out of the disc. */
function Disc({ mark }: { readonly mark: string }): ReactElement {
  return (
    <>
      <circle cx="8" cy="8" r="7.3" fill="currentColor" />
      <path d={mark} stroke="var(--bg)" {...stroke} />
    </>
  );
}

/** A ring: the position is within normal. */
function Ring({ mark }: { readonly mark?: string }): ReactElement {
  return (
    <>
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" {...(mark === undefined ? { strokeDasharray: '2.6 1.8' } : {})} />
      {mark !== undefined && <path d={mark} stroke="currentColor" {...stroke} />}
    </>
  );
}

const up = 'M4.7 9.5 8 6.2l3.3 3.3';
const down = 'M4.7 6.7 8 10l3.3-3.3';
const doubleUp = 'M4.7 8.3 8 5l3.3 3.3M4.7 11.6 8 8.3l3.3 3.3';
const flat = 'M4.7 8h6.6';
const zigzag = 'M3.7 9.3h1.7l1.7-4.6 2 6.6 1.2-2h2';

const drawings: Readonly<Record<SignalKind, ReactElement>> = {
  critical_trajectory: <Disc mark={doubleUp} />,
  chronic_underperformer: <Disc mark={flat} />,
  recovering: <Disc mark={down} />,
  sustained_excellence: <Disc mark={flat} />,
  emerging_risk: <Ring mark={up} />,
  volatility_alert: <Ring mark={zigzag} />,
  improving_leader: <Ring mark={down} />,
  baseline: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="8" cy="8" r="1.7" fill="currentColor" />
    </>
  ),
  unclassified: <Ring />,
  suspect_data: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 1.8" />
      <path d="M6.2 6.4c0-1.1.8-1.8 1.8-1.8s1.8.7 1.8 1.7c0 1.3-1.8 1.4-1.8 2.7M8 11v.3" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  technical_error: (
    <>
      <rect x="1.7" y="1.7" width="12.6" height="12.6" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 4.6v4.2M8 11v.3" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
};

const glyphStyle = { flex: 'none', display: 'block' } as const;

/** The drawing alone; a word must stand beside it, so screen readers skip it. */
export function SignalGlyph({ kind, size = 16 }: { readonly kind: SignalKind; readonly size?: number }): ReactElement {
  return (
    <svg className={`m-${toneOf(kind)}`} style={glyphStyle} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {drawings[kind]}
    </svg>
  );
}

export interface SignalTypeProps {
  readonly kind: SignalKind;
  /** Lists use the short word, pages and exports the full name. */
  readonly wording: 'short' | 'full';
}

/** Glyph and word together, the only way a type is shown. */
export function SignalTypeLabel({ kind, wording }: SignalTypeProps): ReactElement {
  return (
    <span className={styles.type}>
      <SignalGlyph kind={kind} />
      {wording === 'short' ? t(`quality.short.${kind}`) : t(`quality.type.${kind}`)}
    </span>
  );
}
