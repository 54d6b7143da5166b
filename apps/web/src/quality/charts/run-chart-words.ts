import { formatMonth, formatNumber, formatYear } from '../../shell/format.ts';
import { i18n, t } from '../../shell/i18n.tsx';
import { metricNumber, metricText } from '../metric-format.ts';
import type { MetricFacts } from '../signal-view.ts';
import { BAND_PEERS, type RunPoint, shownSpread } from './run-chart-layout.ts';

/** The value of a point in words, or why there is none. */
function valueWords(point: RunPoint, metric: MetricFacts): string {
  if (point.state === 'suppressed') return t('quality.chart.readout.suppressed');
  return point.value === null ? t('quality.chart.readout.missing') : metricText(point.value, metric);
}

function peerWords(point: RunPoint, metric: MetricFacts): string | null {
  if (point.peers === null) return null;
  const spread = shownSpread(point);
  if (spread === null) return t('quality.chart.readout.few', { n: point.peers.count });
  const { lower, median, upper } = spread;
  return t('quality.chart.readout.peers', {
    median: metricNumber(median, metric),
    lower: metricNumber(lower, metric),
    upper: metricNumber(upper, metric),
    n: formatNumber(point.peers.count),
  });
}

/** Everything a point says, for the readout and for screen readers. */
export function pointWords(point: RunPoint, metric: MetricFacts): string {
  const parts = [`${point.label}: ${valueWords(point, metric)}`];
  if (point.state === 'provisional') parts.push(t('quality.chart.readout.provisional'));
  const peers = peerWords(point, metric);
  if (peers !== null) parts.push(peers);
  return parts.join(', ');
}

/** A short name of the period for the axis: a year, or a month with its year where the year turns. */
export function tickWords(point: RunPoint, previous: RunPoint | undefined, metric: MetricFacts): string {
  if (metric.periodicity !== 'monthly') return formatYear(point.end);
  const month = formatMonth(point.end);
  if (previous !== undefined && formatYear(previous.end) === formatYear(point.end)) return month.split(' ')[0] ?? month;
  return `${month.split(' ')[0] ?? month} ’${formatYear(point.end).slice(2)}`;
}

/** Why this chart has no control limits. */
export function limitsNote(metric: MetricFacts): string {
  if (metric.periodicity === 'rolling_quarterly' || metric.periodicity === 'rolling_yearly') return t('quality.chart.nolimits.rolling');
  return metric.periodicity === 'yearly' ? t('quality.chart.nolimits.yearly') : t('quality.chart.nolimits.soon');
}

/** The chart as one sentence, for readers who do not see it. */
export function chartSummary(points: readonly RunPoint[], metric: MetricFacts): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return metric.name;
  return t('quality.chart.summary', { metric: metric.name, first: first.label, last: last.label, n: points.length, value: valueWords(last, metric) });
}

/** What the table says in place of quartiles that may not be shown. */
export function hiddenWords(): string {
  return t('quality.chart.hidden', { n: BAND_PEERS });
}

/** Axis numbers carry no more decimals than they need. */
export function axisNumber(value: number, metric: MetricFacts): string {
  if (metric.displayFormat === 'clock') return metricNumber(value, metric);
  return new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 3 }).format(value);
}
