import { formatCount, type MetricFormat } from './format.ts';

/** How far a value is from what it is compared with, in percent of that, two decimals; null when there is nothing to divide by. */
export function variancePercent(value: number, benchmark: number | null): number | null {
  if (benchmark === null || benchmark === 0) return null;
  const percent = Math.round((10_000 * (value - benchmark)) / benchmark) / 100;
  return percent === 0 ? 0 : percent;
}

/** Percentages near the ceiling differ in points: "94 % against 93 %" is one point, not one percent. */
const POINTS_FROM = 50;

const amountOf = (share: number): string => {
  const size = Math.abs(share);
  return size < 1 ? 'less than 1%' : `${formatCount(Math.round(size))}%`;
};

function clockPhrase(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (minutes === 0) return 'level with';
  return `${formatCount(Math.abs(minutes))} min ${minutes > 0 ? 'later than' : 'earlier than'}`;
}

function pointsPhrase(points: number): string {
  const size = Math.abs(points).toFixed(1);
  if (size === '0.0') return 'level with';
  return `${size} ${size === '1.0' ? 'point' : 'points'} ${points > 0 ? 'above' : 'below'}`;
}

/** "12% above", "1.0 point below", "31 min later than", "level with": ready to stand before what it is compared with. */
export function differencePhrase(value: number, benchmark: number, { unitType }: MetricFormat): string {
  if (unitType === 'clock_time') return clockPhrase(value - benchmark);
  if (unitType === 'percentage' && Math.abs(benchmark) >= POINTS_FROM) return pointsPhrase(value - benchmark);
  if (value === benchmark) return 'level with';
  const side = value > benchmark ? 'above' : 'below';
  return benchmark === 0 ? side : `${amountOf((100 * (value - benchmark)) / benchmark)} ${side}`;
}
