import type { MetricRow } from '../../schema/metric.ts';

/** What is needed to write a value of a metric the way people expect it. */
export type MetricFormat = Pick<MetricRow, 'displayFormat' | 'unitType' | 'unitLabel'>;

const HOURS_A_DAY = 24;

function clockTime(hours: number): string {
  const minutes = Math.round((((hours % HOURS_A_DAY) + HOURS_A_DAY) % HOURS_A_DAY) * 60) % (HOURS_A_DAY * 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A whole number with thousands separators. */
export const formatCount = (value: number, locale = 'en-US'): string =>
  value.toLocaleString(locale, { maximumFractionDigits: 0 });

/** The bare number, in the metric's decimals: `1.08`, `2,745`, `13:37`. */
export function formatNumber(value: number, { displayFormat }: MetricFormat, locale = 'en-US'): string {
  if (displayFormat === 'clock') return clockTime(value);
  const digits = displayFormat.split('.')[1]?.length ?? 0;
  const text = value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}

/** The number with its unit: `6.8 d`, `21.4%`, `2.32 per 1,000 line days`; a ratio has none. */
export function formatValue(value: number, format: MetricFormat, locale = 'en-US'): string {
  const text = formatNumber(value, format, locale);
  if (format.unitLabel === '' || format.displayFormat === 'clock') return text;
  return format.unitLabel.startsWith('%') ? text + format.unitLabel : `${text} ${format.unitLabel}`;
}
