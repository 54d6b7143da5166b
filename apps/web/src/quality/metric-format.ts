import { formatNumber } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import type { MetricFacts } from './signal-view.ts';

type Formatted = Pick<MetricFacts, 'displayFormat' | 'unitType'>;

function clock(hours: number): string {
  const minutes = Math.round(hours * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The bare number as the metric wants it: 1.083, 23.3, 13:37. */
export function metricNumber(value: number, metric: Formatted): string {
  if (metric.displayFormat === 'clock') return clock(value);
  return formatNumber(value, metric.displayFormat.split('.')[1]?.length ?? 0);
}

/** The unit that follows the number, or nothing. */
export function metricUnit(metric: Formatted): string {
  switch (metric.unitType) {
    case 'percentage':
      return t('quality.unit.percentage');
    case 'days':
      return t('quality.unit.days');
    case 'hours':
      return t('quality.unit.hours');
    case 'per_thousand':
      return t('quality.unit.per_thousand');
    default:
      return '';
  }
}

/** Number and unit in running text: 6.8 d, 23.3%, 2.32 per 1,000 line days. */
export function metricText(value: number, metric: Formatted & Pick<MetricFacts, 'unitLabel'>): string {
  const number = metricNumber(value, metric);
  if (metric.unitLabel === '' || metric.displayFormat === 'clock') return number;
  return metric.unitLabel.startsWith('%') ? `${number}${metric.unitLabel}` : `${number} ${metric.unitLabel}`;
}
