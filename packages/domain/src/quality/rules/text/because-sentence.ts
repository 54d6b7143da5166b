import { peerMinimums } from '../statistics/distribution.ts';
import { differencePhrase } from './difference.ts';
import { formatCount, formatNumber, formatValue, type MetricFormat } from './format.ts';

/** The latest period of a metric at a facility, and its peers in the same period. */
export interface Headline {
  readonly periodLabel: string | null;
  readonly value: number | null;
  readonly peerMean: number | null;
  readonly peerLowerQuartile: number | null;
  readonly peerUpperQuartile: number | null;
  readonly peerCount: number | null;
}

/**
 * The one sentence that stands before every chart: the number, its unit, how far from the peers, their middle half and
 * how many they are. Where there are too few peers it says so instead of comparing.
 */
export function becauseSentence(headline: Headline, format: MetricFormat, locale = 'en-US'): string {
  const { periodLabel, value, peerMean } = headline;
  if (periodLabel === null) return 'Nothing has been reported yet.';
  if (value === null) return `${periodLabel} was not reported.`;
  const opening = `${periodLabel} was ${formatValue(value, format, locale)}`;
  if (peerMean === null) return `${opening}; ${tooFewPeers(headline.peerCount ?? 0)}.`;
  const difference = differencePhrase(value, peerMean, format);
  return `${opening}, ${difference} the peer mean of ${formatValue(peerMean, format, locale)}${spread(headline, format, locale)}.`;
}

const tooFewPeers = (peers: number): string => {
  if (peers === 0) return `no peers reported, and a comparison needs ${peerMinimums.perPeriod}`;
  return `only ${peers} ${peers === 1 ? 'peer' : 'peers'} reported, and a comparison needs ${peerMinimums.perPeriod}`;
};

function spread(headline: Headline, format: MetricFormat, locale: string): string {
  const { peerLowerQuartile: low, peerUpperQuartile: high, peerCount } = headline;
  const parts = [];
  if (low !== null && high !== null)
    parts.push(`middle half ${formatNumber(low, format, locale)} to ${formatNumber(high, format, locale)}`);
  if (peerCount !== null) parts.push(`n = ${formatCount(peerCount, locale)}`);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
