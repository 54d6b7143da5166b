import type { ReactElement } from 'react';
import { formatNumber } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { metricNumber } from '../metric-format.ts';
import type { MetricFacts } from '../signal-view.ts';
import styles from './run-chart.module.css';
import { type RunPoint, shownSpread } from './run-chart-layout.ts';
import { hiddenWords } from './run-chart-words.ts';

export interface RunChartTableProps {
  readonly points: readonly RunPoint[];
  readonly metric: MetricFacts;
}

function note(point: RunPoint): string {
  if (point.note != null) return point.note;
  if (point.state === 'suppressed') return t('quality.chart.readout.suppressed');
  if (point.value === null) return t('quality.chart.readout.missing');
  return point.state === 'provisional' ? t('quality.chart.readout.provisional') : '';
}

function PeerCells({ point, metric }: { readonly point: RunPoint; readonly metric: MetricFacts }): ReactElement {
  const spread = shownSpread(point);
  if (spread === null) return <td colSpan={3}>{point.peers === null ? '' : hiddenWords()}</td>;
  return (
    <>
      <td>{metricNumber(spread.lower, metric)}</td>
      <td>{metricNumber(spread.median, metric)}</td>
      <td>{metricNumber(spread.upper, metric)}</td>
    </>
  );
}

/** The same numbers as the chart, for reading, copying and screen readers. */
export function RunChartTable({ points, metric }: RunChartTableProps): ReactElement {
  return (
    <table className={styles.table}>
      <caption>{t('quality.chart.caption', { metric: metric.name })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('quality.chart.column.period')}</th>
          <th scope="col">{t('quality.chart.column.value')}</th>
          <th scope="col">{t('quality.chart.column.cases')}</th>
          <th scope="col">{t('quality.chart.column.lower')}</th>
          <th scope="col">{t('quality.chart.column.median')}</th>
          <th scope="col">{t('quality.chart.column.upper')}</th>
          <th scope="col">{t('quality.chart.column.peers')}</th>
          <th scope="col">{t('quality.chart.column.note')}</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.end}>
            <td>{point.label}</td>
            <td>{point.value === null || point.state === 'suppressed' ? '–' : metricNumber(point.value, metric)}</td>
            <td>{point.cases === null ? '' : formatNumber(point.cases)}</td>
            <PeerCells point={point} metric={metric} />
            <td>{point.peers === null ? '' : formatNumber(point.peers.count)}</td>
            <td>{note(point)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
