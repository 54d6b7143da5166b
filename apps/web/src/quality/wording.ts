import { groupValue } from '@wardwright/domain/quality/rules';
import type { Trend } from '@wardwright/domain/quality/schema';
import { formatNumber } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import type { FeedSignal, MetricFacts } from './signal-view.ts';

/** Smaller distances, in percent or points, are printed as level. */
const LEVEL = 0.05;
/** Percentages near the ceiling differ in points: 93 % against 94 % is one point. */
const POINTS_FROM = 50;

function sided(difference: number, above: string, below: string): string {
  return difference > 0 ? above : below;
}

function clockStanding(hours: number): string {
  const n = formatNumber(Math.abs(Math.round(hours * 60)));
  return sided(hours, t('quality.what.later', { n }), t('quality.what.earlier', { n }));
}

function pointStanding(points: number): string {
  const n = formatNumber(Math.abs(points), 1);
  return sided(points, t('quality.what.points_above', { n }), t('quality.what.points_below', { n }));
}

/** Where the latest value stands against the mean of the peers: 12% above peers, 31 min later than peers. */
export function standing(value: number | null, peerMean: number | null, metric: MetricFacts): string {
  if (value === null) return t('quality.what.no_value');
  if (peerMean === null) return t('quality.what.unknown');
  const difference = value - peerMean;
  if (metric.unitType === 'clock_time') return Math.abs(difference) * 60 < 1 ? t('quality.what.level') : clockStanding(difference);
  if (metric.unitType === 'percentage' && Math.abs(peerMean) >= POINTS_FROM) return Math.abs(difference) < LEVEL ? t('quality.what.level') : pointStanding(difference);
  if (peerMean === 0) return difference === 0 ? t('quality.what.level') : t('quality.what.unknown');
  const share = (100 * difference) / peerMean;
  if (Math.abs(share) < LEVEL) return t('quality.what.level');
  const percent = `${formatNumber(Math.abs(share), Math.abs(share) < 10 ? 1 : 0)}%`;
  return sided(share, t('quality.what.above', { percent }), t('quality.what.below', { percent }));
}

type Travel = 'worsening' | 'improving';

function upOrDown(travel: Travel, direction: MetricFacts['directionPreference'], fast: boolean): string {
  if (direction === 'target_range' || direction === 'neutral') {
    if (travel === 'worsening') return t(fast ? 'quality.trend.worsening_fast' : 'quality.trend.worsening');
    return t(fast ? 'quality.trend.improving_fast' : 'quality.trend.improving');
  }
  const up = (travel === 'worsening') === (direction === 'lower_is_better');
  if (up) return t(fast ? 'quality.trend.rising_fast' : 'quality.trend.rising');
  return t(fast ? 'quality.trend.falling_fast' : 'quality.trend.falling');
}

/** The direction the value itself moves against its peers, in a word: rising, falling, steady. */
export function trendWord(trend: Trend, direction: MetricFacts['directionPreference']): string {
  switch (trend) {
    case 'stable':
      return t('quality.trend.stable');
    case 'worsening':
    case 'rapidly_worsening':
      return upOrDown('worsening', direction, trend === 'rapidly_worsening');
    default:
      return upOrDown('improving', direction, trend === 'rapidly_improving');
  }
}

function unclassified(signal: FeedSignal): string | undefined {
  if (signal.type === 'suspect_data') {
    return signal.suppressed ? t('quality.what.suppressed') : t('quality.what.suspect', { n: signal.periodCount });
  }
  switch (signal.unclassifiedReason) {
    case 'too_few_periods':
      return t('quality.what.too_few_periods', { n: signal.periodCount });
    case 'too_few_peers':
      return t('quality.what.too_few_peers', { n: signal.latestPeerCount ?? 0 });
    case 'no_direction':
      return t('quality.what.no_direction');
    default:
      return undefined;
  }
}

/** What happened, in a few words after the metric's name: 45% above peers, rising fast. */
export function whatHappened(signal: FeedSignal): string {
  const reason = unclassified(signal);
  if (reason !== undefined) return reason;
  const where = standing(signal.latestValue, signal.latestPeerMean, signal.metric);
  if (signal.trend === null) return where;
  return t('quality.what.both', { standing: where, trend: trendWord(signal.trend, signal.metric.directionPreference) });
}

/** The code people quote: SIG-0412. */
export function signalCode(signal: { readonly signalNumber: number }): string {
  return t('quality.code', { number: String(signal.signalNumber).padStart(4, '0') });
}

/** A signal about a whole facility names no part of it. */
const whole = groupValue({});

interface Place {
  readonly serviceLine: string;
  readonly facility: string;
}

/** Where a signal is: Cardiology · Larkmoor University, or the facility alone. */
export const placeWords = ({ serviceLine: part, facility }: Place): string => (part === whole ? facility : t('quality.place', { part, facility }));

/** What the preview is headed with: the metric, and the part of the facility when it is about one. */
export const headingWords = (metric: string, part: string): string => (part === whole ? metric : t('quality.feed.heading', { metric, part }));

/** The name of a signal's page. */
export const titleWords = (metric: string, { serviceLine: part, facility }: Place): string =>
  part === whole ? t('quality.signal.title.whole', { metric, facility }) : t('quality.signal.title', { metric, part, facility });
