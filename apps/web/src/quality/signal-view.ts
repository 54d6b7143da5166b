import type {
  ContributionRow,
  Domain,
  MetricRow,
  Position,
  SeverityCalculation,
  SignalRow,
  SignalType,
  Sparkline,
  StoredIndicators,
  StoredInputs,
  Trend,
  UnclassifiedReason,
} from '@wardwright/domain/quality/schema';

/** What a glyph can stand for: the nine types, a source that failed, and signals that carry no type. */
export type SignalKind = SignalType | 'technical_error' | 'unclassified';

/** The order of a glance: what presses first, what goes well last. */
export const typesByUrgency: readonly SignalType[] = [
  'critical_trajectory',
  'emerging_risk',
  'chronic_underperformer',
  'suspect_data',
  'recovering',
  'baseline',
  'volatility_alert',
  'improving_leader',
  'sustained_excellence',
];

/** What must be known of a metric to print its values. */
export type MetricFacts = Pick<
  MetricRow,
  'name' | 'shortName' | 'unitType' | 'unitLabel' | 'displayFormat' | 'directionPreference' | 'periodicity' | 'isSynthetic'
>;

/** One line of the feed, as the server sends it. */
export interface FeedSignal {
  readonly id: string;
  readonly signalNumber: number;
  readonly type: SignalType | null;
  readonly unclassifiedReason: UnclassifiedReason | null;
  readonly severity: number | null;
  readonly metric: MetricFacts;
  readonly domain: Domain;
  readonly facility: { readonly name: string };
  readonly serviceLine: string;
  readonly position: Position | null;
  readonly trend: Trend | null;
  readonly periodCount: number;
  readonly suppressed: boolean;
  readonly latestPeriodLabel: string | null;
  readonly latestValue: number | null;
  readonly latestPeerMean: number | null;
  readonly latestPeerCount: number | null;
  readonly sparkline: Sparkline;
  readonly detectedAt: string;
}

/** The stored facts of one signal that the preview and its page print. */
export type SignalFacts = Pick<
  SignalRow,
  | 'id'
  | 'signalNumber'
  | 'simplifiedSignalType'
  | 'unclassifiedReason'
  | 'simplifiedSeverity'
  | 'simplifiedSeverityRange'
  | 'classificationContext'
  | 'facility'
  | 'serviceLine'
  | 'suppressed'
  | 'periodCount'
  | 'peerCount'
  | 'percentileRank'
  | 'variancePercent'
  | 'encounters'
  | 'expectedMetricValue'
  | 'latestPeriodLabel'
  | 'latestValue'
  | 'latestPeerMean'
  | 'latestPeerMedian'
  | 'latestPeerLowerQuartile'
  | 'latestPeerUpperQuartile'
  | 'latestPeerCount'
  | 'detectedAt'
>;

/** One signal with everything that explains it. */
export interface SignalDetail {
  readonly signal: SignalFacts;
  readonly metric: MetricFacts;
  readonly inputs: StoredInputs | null;
  readonly indicators: StoredIndicators | null;
  readonly calculation: SeverityCalculation | null;
}

/** One part of a whole in the contribution bars. */
export type ContributionPart = Pick<ContributionRow, 'childNode' | 'childLabel' | 'excessOverParent' | 'pct'> & {
  /** The part the page is about. */
  readonly isThis: boolean;
};

/** The kind a type is drawn as. */
export function kindOf(type: SignalType | null): SignalKind {
  return type ?? 'unclassified';
}

/** Whether a kind speaks of harm, of good, or of neither. */
export function toneOf(kind: SignalKind): 'concern' | 'improve' | 'common' | 'soft' {
  switch (kind) {
    case 'critical_trajectory':
    case 'emerging_risk':
    case 'chronic_underperformer':
    case 'volatility_alert':
      return 'concern';
    case 'recovering':
    case 'improving_leader':
    case 'sustained_excellence':
      return 'improve';
    case 'technical_error':
      return 'soft';
    default:
      return 'common';
  }
}
