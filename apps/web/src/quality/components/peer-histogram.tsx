import type { ReactElement } from 'react';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { axisNumber } from '../charts/run-chart-words.ts';
import { px } from '../charts/runs.ts';
import { metricNumber, metricUnit } from '../metric-format.ts';
import type { MetricFacts } from '../signal-view.ts';
import { type HistogramLayout, layoutHistogram, type PeerDistribution } from './peer-histogram-layout.ts';

export interface PeerHistogramProps {
  readonly distribution: PeerDistribution;
  readonly tone: 'concern' | 'improve' | 'common';
  readonly metric: MetricFacts;
  readonly width?: number;
}

const BASE = 98;
/** Others of ours that are named below the axis. */
const NAMED = 2;
const wordsOf = { concern: 'cc', improve: 'ci', common: 'co' } as const;

/** About as wide as a letter of the axis size is printed. */
const LETTER = 6;
const DOT = 8;
/** A label never climbs into the line with the quartiles. */
const HIGHEST = 36;

const roomFor = (words: string): number => words.length * LETTER;

/** A name cut so that it fits; the list of facilities has it whole. */
function shortened(name: string, room: number): string {
  const letters = Math.max(4, Math.floor(room / LETTER));
  return name.length <= letters ? name : `${name.slice(0, letters - 1).trimEnd()}…`;
}

/** Where a label between two places of the axis stands free of the dots. */
function clearOf({ columns }: HistogramLayout, [from, to]: readonly [number, number]): number {
  const tallest = Math.max(0, ...columns.filter((column) => column.x > from - DOT && column.x < to + DOT).map((column) => column.dots));
  return Math.max(HIGHEST, 86 - Math.max(1, tallest) * DOT);
}

interface PartProps extends Required<PeerHistogramProps> {
  readonly layout: HistogramLayout;
}

function Spread({ distribution: { p25, p50, p75 }, layout, metric, width }: PartProps): ReactElement {
  const middle = px(layout.at(p50));
  const half = 104;
  return (
    <>
      <rect className="pband" x={px(layout.at(p25))} y="26" width={px(layout.at(p75) - layout.at(p25))} height="72" />
      <line className="pmed" x1={middle} x2={middle} y1="26" y2={BASE} />
      <text x={Math.min(width - half, Math.max(half, middle))} y="18" textAnchor="middle">
        {t('quality.peers.spread', { lower: metricNumber(p25, metric), median: metricNumber(p50, metric), upper: metricNumber(p75, metric) })}
      </text>
    </>
  );
}

function Axis({ layout, metric, width }: PartProps): ReactElement {
  const unit = metricUnit(metric);
  return (
    <>
      <line className="axis" x1="0" x2={width} y1={BASE} y2={BASE} />
      {layout.ticks.map((tick) => (
        <g key={tick.value}>
          <line className="axis" x1={px(tick.x)} x2={px(tick.x)} y1={BASE} y2={BASE + 4} />
          <text x={px(tick.x)} y={BASE + 16} textAnchor="middle">
            {`${axisNumber(tick.value, metric)} ${unit}`.trim()}
          </text>
        </g>
      ))}
    </>
  );
}

function Ours({ distribution, layout, metric, tone, width }: PartProps): ReactElement | null {
  const ours = distribution.own.find((facility) => facility.isThis);
  if (ours === undefined) return null;
  const x = px(layout.at(ours.value));
  const right = x > width / 2;
  const words = t('quality.peers.ours', { value: metricNumber(ours.value, metric) });
  return (
    <>
      <path className={tone === 'common' ? 'p-own' : `p-${tone}`} d={`M${x} 85L${x + 6} 91L${x} 97L${x - 6} 91Z`} />
      <text className={wordsOf[tone]} x={right ? x + 4 : x - 4} y={clearOf(layout, right ? [x - roomFor(words), x] : [x, x + roomFor(words)])} textAnchor={right ? 'end' : 'start'} stroke="var(--bg)" strokeWidth="3" paintOrder="stroke">
        {words}
      </text>
    </>
  );
}

function Siblings({ distribution, layout, metric, width }: PartProps): ReactElement {
  const siblings = distribution.own.filter((facility) => !facility.isThis).slice(0, NAMED);
  return (
    <>
      {siblings.map((facility, index) => {
        const x = px(layout.at(facility.value));
        const y = 118 + index * 14;
        const right = x > width / 2;
        const room = (right ? x : width - x) - 7;
        return (
          <g key={facility.facilityId}>
            <path d={`M${x} ${y}l-3.5 6h7z`} fill="var(--text)" />
            <text className="t" x={right ? x - 7 : x + 7} y={y + 8} textAnchor={right ? 'end' : 'start'}>
              {`${shortened(facility.name, room - roomFor(' 0.000'))} ${metricNumber(facility.value, metric)}`}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Every peer as a dot over the value it reported, this facility as a diamond, the others of ours as small triangles. */
export function PeerHistogram({ distribution, tone, metric, width = 254 }: PeerHistogramProps): ReactElement {
  const layout = layoutHistogram(distribution, width);
  const parts: PartProps = { distribution, tone, metric, width, layout };
  const ours = distribution.own.find((facility) => facility.isThis);
  const label = t('quality.peers.label', { n: distribution.reported, value: ours ? metricNumber(ours.value, metric) : '–' });
  return (
    <>
      <svg width={width} height={148} viewBox={`0 0 ${width} 148`} role="img" aria-label={label} style={{ maxWidth: '100%' }}>
        <Spread {...parts} />
        <Axis {...parts} />
        {layout.columns.map((column) =>
          Array.from({ length: column.dots }, (_, row) => <circle key={`${column.x}-${row}`} className="p-common" cx={px(column.x)} cy={92 - row * 8} r="3.4" />),
        )}
        <Siblings {...parts} />
        <Ours {...parts} />
      </svg>
      {layout.perDot > 1 && <p style={{ fontSize: 'var(--t-axis)', color: 'var(--muted)' }}>{t('quality.peers.dot', { n: formatNumber(layout.perDot) })}</p>}
    </>
  );
}
