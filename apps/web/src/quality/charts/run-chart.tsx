import { area, line } from 'd3-shape';
import { type KeyboardEvent, type PointerEvent, type ReactElement, useMemo } from 'react';
import { t } from '../../shell/i18n.tsx';
import { metricNumber } from '../metric-format.ts';
import type { MetricFacts } from '../signal-view.ts';
import styles from './run-chart.module.css';
import { type BandSpot, layoutRunChart, type PlacedPoint, type RunChartLayout, type RunPoint, shownSpread, type Size, spreadLabels } from './run-chart-layout.ts';
import { axisNumber, pointWords, tickWords } from './run-chart-words.ts';
import { px } from './runs.ts';

export interface RunChartProps {
  /** Oldest first. */
  readonly points: readonly RunPoint[];
  readonly metric: MetricFacts;
  readonly size: Size;
  /** The point the reader stands on, if any. */
  readonly active: number | null;
  readonly onActive: (index: number | null) => void;
}

/** Room at the right for the names of the lines, and for the short names on a narrow chart. */
const LABEL_ROOM = 132;
const SHORT_LABEL_ROOM = 76;
const NARROW = 480;
const bandPath = area<BandSpot>().x((spot) => px(spot.x)).y0((spot) => px(spot.lower)).y1((spot) => px(spot.upper));
const medianPath = line<BandSpot>().x((spot) => px(spot.x)).y((spot) => px(spot.median));
const valuePath = line<PlacedPoint>().x((spot) => px(spot.x)).y((spot) => px(spot.y ?? 0));

/** A single period still needs a visible width. */
function widened(run: readonly BandSpot[]): BandSpot[] {
  const only = run[0];
  return run.length === 1 && only ? [{ ...only, x: only.x - 6 }, { ...only, x: only.x + 6 }] : [...run];
}

function Axes({ layout, metric }: { readonly layout: RunChartLayout; readonly metric: MetricFacts }): ReactElement {
  const { plot } = layout;
  return (
    <>
      {layout.valueTicks.map((tick) => (
        <g key={tick.value}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={px(tick.y)} y2={px(tick.y)} />
          <text x={plot.left - 8} y={px(tick.y + 4)} textAnchor="end">
            {axisNumber(tick.value, metric)}
          </text>
        </g>
      ))}
      {layout.timeTicks.map((tick, index) => (
        <g key={tick.point.end}>
          <line className="axis" x1={px(tick.x)} x2={px(tick.x)} y1={plot.bottom} y2={plot.bottom + 4} />
          <text x={px(tick.x)} y={plot.bottom + 17} textAnchor="middle">
            {tickWords(tick.point, layout.timeTicks[index - 1]?.point, metric)}
          </text>
        </g>
      ))}
      <line className="axis" x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
    </>
  );
}

function Peers({ layout }: { readonly layout: RunChartLayout }): ReactElement {
  return (
    <>
      {layout.bands.map((run) => (
        <g key={run[0]?.x} data-part="band">
          <path className="pband" d={bandPath(widened(run)) ?? ''} />
          <path className="pmed" d={medianPath(widened(run)) ?? ''} />
        </g>
      ))}
    </>
  );
}

/** "8 peers" where the band has a hole; over the grid, so that it can be read. */
function FewPeers({ layout }: { readonly layout: RunChartLayout }): ReactElement {
  return (
    <>
      {layout.fewPeers.map((few) => (
        <text key={few.x} x={px(few.x)} y={px(few.y + 4)} textAnchor="middle" data-part="few-peers" stroke="var(--bg)" strokeWidth="3" paintOrder="stroke">
          {t('quality.chart.few', { n: few.count })}
        </text>
      ))}
    </>
  );
}

function Dot({ spot, bottom }: { readonly spot: PlacedPoint; readonly bottom: number }): ReactElement | null {
  const x = px(spot.x);
  if (spot.point.state === 'suppressed') {
    return (
      <g data-part="withheld">
        <rect x={x - 4} y={bottom - 12} width={8} height={8} fill="var(--bg)" stroke="var(--common)" strokeDasharray="2 1.5" />
        <path d={`M${x - 4} ${bottom - 4}l8 -8`} stroke="var(--common)" />
      </g>
    );
  }
  if (spot.y === null) return null;
  const hollow = spot.point.state === 'provisional';
  return <circle data-part="point" className={hollow ? 'p-hollow' : 'p-common'} cx={x} cy={px(spot.y)} r={hollow ? 3.9 : 3.4} />;
}

function Values({ layout }: { readonly layout: RunChartLayout }): ReactElement {
  return (
    <>
      {layout.lines.map((run) => {
        const provisional = run.at(-1)?.point.state === 'provisional';
        const firm = provisional ? run.slice(0, -1) : run;
        return (
          <g key={run[0]?.x} data-part="line">
            <path className="dline" d={valuePath([...firm]) ?? ''} />
            {provisional && <path className="dline" strokeDasharray="3 3" d={valuePath(run.slice(-2)) ?? ''} />}
          </g>
        );
      })}
      {layout.points.map((spot) => (
        <Dot key={spot.point.end} spot={spot} bottom={layout.plot.bottom} />
      ))}
    </>
  );
}

interface EndLabel {
  readonly y: number;
  readonly className: string;
  readonly text: string;
}

function ourLabel(layout: RunChartLayout, metric: MetricFacts): EndLabel[] {
  const ours = layout.lines.at(-1)?.at(-1);
  if (ours === undefined || ours.y === null || ours.point.value === null) return [];
  return [{ y: ours.y, className: 'co', text: t('quality.chart.ours', { value: metricNumber(ours.point.value, metric) }) }];
}

function peerLabels(layout: RunChartLayout, metric: MetricFacts, narrow: boolean): EndLabel[] {
  const end = layout.bands.at(-1)?.at(-1);
  const point = layout.points.find((spot) => spot.x === end?.x)?.point;
  const spread = point ? shownSpread(point) : null;
  if (end === undefined || spread === null) return [];
  const value = metricNumber(spread.median, metric);
  const median = { y: end.median, className: 't', text: narrow ? t('quality.chart.median.short', { value }) : t('quality.chart.median', { value }) };
  return narrow ? [median] : [median, { y: (end.median + end.lower) / 2, className: '', text: t('quality.chart.half') }];
}

interface EndLabelsProps {
  readonly layout: RunChartLayout;
  readonly metric: MetricFacts;
  readonly narrow: boolean;
}

/** The names of the lines stand where the lines end, so no legend is needed for them. */
function EndLabels({ layout, metric, narrow }: EndLabelsProps): ReactElement {
  const labels = [...ourLabel(layout, metric), ...peerLabels(layout, metric, narrow)];
  const places = spreadLabels(labels.map((label) => label.y), 16);
  return (
    <>
      {labels.map((label, index) => (
        <text key={label.text} className={label.className} x={layout.plot.right + 10} y={px((places[index] ?? label.y) + 4)}>
          {label.text}
        </text>
      ))}
    </>
  );
}

function nearest(layout: RunChartLayout, x: number): number {
  let best = 0;
  layout.points.forEach((spot, index) => {
    if (Math.abs(spot.x - x) < Math.abs((layout.points[best]?.x ?? 0) - x)) best = index;
  });
  return best;
}

/** Where a key leads from the current point; null for keys that mean nothing here. */
export function movedBy(key: string, active: number | null, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return active === null ? 0 : Math.min(last, active + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return active === null ? last : Math.max(0, active - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Our values over time before the peers' middle half; the points can be walked with the arrow keys. */
export function RunChart({ points, metric, size, active, onActive }: RunChartProps): ReactElement {
  const narrow = size.width < NARROW;
  const layout = useMemo(() => layoutRunChart(points, size, narrow ? SHORT_LABEL_ROOM : LABEL_ROOM), [points, size, narrow]);
  const spot = active === null ? undefined : layout.points[active];
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = event.key === 'Escape' ? null : movedBy(event.key, active, points.length);
    if (next === null && event.key !== 'Escape') return;
    event.preventDefault();
    onActive(next);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    onActive(nearest(layout, event.clientX - event.currentTarget.getBoundingClientRect().left));
  };
  return (
    <div
      className={styles.chart}
      role="slider"
      tabIndex={0}
      aria-label={t('quality.chart.points')}
      aria-valuemin={1}
      aria-valuemax={points.length}
      aria-valuenow={(active ?? points.length - 1) + 1}
      aria-valuetext={pointWordsAt(points, active, metric)}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => onActive(null)}
      onBlur={() => onActive(null)}
    >
      <svg width={size.width} height={size.height} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
        <Peers layout={layout} />
        <Axes layout={layout} metric={metric} />
        <FewPeers layout={layout} />
        {spot && <line className="lead" x1={px(spot.x)} x2={px(spot.x)} y1={layout.plot.top} y2={layout.plot.bottom} data-part="cursor" />}
        <Values layout={layout} />
        {spot?.y != null && <circle cx={px(spot.x)} cy={px(spot.y)} r={7} fill="none" stroke="var(--focus)" strokeWidth={2} />}
        <EndLabels layout={layout} metric={metric} narrow={narrow} />
      </svg>
    </div>
  );
}

function pointWordsAt(points: readonly RunPoint[], active: number | null, metric: MetricFacts): string {
  const point = points[active ?? points.length - 1];
  return point ? pointWords(point, metric) : '';
}
