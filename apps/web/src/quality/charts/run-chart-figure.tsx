import { useElementSize } from '@mantine/hooks';
import { type ReactElement, useId, useMemo, useState } from 'react';
import { Segmented } from '../../shell/components/segmented.tsx';
import { t } from '../../shell/i18n.tsx';
import type { MetricFacts } from '../signal-view.ts';
import { RunChart } from './run-chart.tsx';
import styles from './run-chart.module.css';
import type { RunPoint } from './run-chart-layout.ts';
import { RunChartTable } from './run-chart-table.tsx';
import { chartSummary, limitsNote, pointWords } from './run-chart-words.ts';

export interface RunChartFigureProps {
  readonly title: string;
  readonly points: readonly RunPoint[];
  readonly metric: MetricFacts;
  readonly height: number;
  /** A preview shows the chart alone: no heading, legend or table. */
  readonly bare?: boolean;
}

/** Width until the browser has measured the page. */
const FIRST_WIDTH = 640;

function Legend({ points }: { readonly points: readonly RunPoint[] }): ReactElement {
  return (
    <div className={styles.legend}>
      <span>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <circle className="p-common" cx="7" cy="7" r="3.4" />
        </svg>
        {t('quality.chart.legend.point')}
      </span>
      {points.some((point) => point.state === 'provisional') && (
        <span>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <circle className="p-hollow" cx="7" cy="7" r="3.9" />
          </svg>
          {t('quality.chart.legend.provisional')}
        </span>
      )}
      {points.some((point) => point.state === 'suppressed') && (
        <span>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <rect x="3" y="3" width="8" height="8" fill="none" stroke="var(--common)" strokeDasharray="2 1.5" />
          </svg>
          {t('quality.chart.legend.withheld')}
        </span>
      )}
    </div>
  );
}

/** A chart as this product shows one: heading, the chart or its table, and a line that says what it cannot tell. */
export function RunChartFigure({ title, points, metric, height, bare = false }: RunChartFigureProps): ReactElement {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [active, setActive] = useState<number | null>(null);
  const { ref, width } = useElementSize();
  const id = useId();
  const size = useMemo(() => ({ width: Math.round(width) || FIRST_WIDTH, height }), [width, height]);
  const point = active === null ? undefined : points[active];
  const readout = point ? (
    <output className={styles.readout} aria-live="off">
      {pointWords(point, metric)}
    </output>
  ) : null;
  const views = [
    { value: 'chart', label: t('quality.chart.run') },
    { value: 'table', label: t('quality.chart.table') },
  ] as const;
  return (
    <figure className={bare ? undefined : styles.figure} aria-labelledby={`${id}-summary`}>
      <span className="sr" id={`${id}-summary`}>
        {chartSummary(points, metric)}
      </span>
      {!bare && (
        <div className={styles.head}>
          <h2>{title}</h2>
          {readout ?? <Legend points={points} />}
          <Segmented label={t('quality.chart.view')} options={views} value={view} onChange={setView} />
        </div>
      )}
      <div ref={ref}>
        {view === 'chart' ? (
          <RunChart points={points} metric={metric} size={size} active={active} onActive={setActive} />
        ) : (
          <div className={styles.scroll} style={{ maxHeight: height }} role="region" aria-label={t('quality.chart.table')} tabIndex={0}>
            <RunChartTable points={points} metric={metric} />
          </div>
        )}
      </div>
      {bare ? <p className={styles.note} style={{ minHeight: 20 }}>{readout}</p> : <p className={styles.note}>{limitsNote(metric)}</p>}
    </figure>
  );
}
