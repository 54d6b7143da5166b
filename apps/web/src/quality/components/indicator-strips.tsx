import { scaleLinear } from 'd3-scale';
import type { ReactElement } from 'react';
import { px } from '../charts/runs.ts';
import styles from './indicator-strips.module.css';

/** One of the five inputs: its value on a scale with the cuts of its bands, and the band's word. */
export interface IndicatorStrip {
  readonly label: string;
  /** As printed; a dash where it is not known. */
  readonly text: string;
  readonly value: number | null;
  readonly domain: readonly [number, number];
  readonly cuts: readonly number[];
  readonly word: string;
}

const WIDTH = 118;
/** A value beyond the scale is still drawn as a whole dot. */
const DOT = 4;

function Strip({ value, domain, cuts }: Pick<IndicatorStrip, 'value' | 'domain' | 'cuts'>): ReactElement {
  const x = scaleLinear(domain, [DOT, WIDTH - DOT]).clamp(true);
  return (
    <svg width={WIDTH} height="14" viewBox={`0 0 ${WIDTH} 14`} aria-hidden="true">
      <line className="axis" style={{ stroke: 'var(--line)' }} x1="0" x2={WIDTH} y1="7" y2="7" />
      {cuts.map((cut) => (
        <line key={cut} className="axis" x1={px(x(cut))} x2={px(x(cut))} y1="4" y2="10" />
      ))}
      {value !== null && <circle className="p-own" cx={px(x(value))} cy="7" r="3.9" />}
    </svg>
  );
}

/** The inputs of the type, one line each. */
export function IndicatorStrips({ strips }: { readonly strips: readonly IndicatorStrip[] }): ReactElement {
  return (
    <ul className={styles.strips}>
      {strips.map((strip) => (
        <li key={strip.label}>
          <span>{strip.label}</span>
          <b>{strip.text}</b>
          <Strip value={strip.value} domain={strip.domain} cuts={strip.cuts} />
          <em>{strip.word}</em>
        </li>
      ))}
    </ul>
  );
}
