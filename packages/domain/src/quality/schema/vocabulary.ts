/** The three areas of care a metric speaks about. */
export const domains = ['Efficiency', 'Safety', 'Effectiveness'] as const;
export type Domain = (typeof domains)[number];

/** What a signal says about one metric at one facility, in the order in which the rule book tries them. */
export const signalTypes = [
  'suspect_data',
  'critical_trajectory',
  'recovering',
  'chronic_underperformer',
  'volatility_alert',
  'emerging_risk',
  'sustained_excellence',
  'improving_leader',
  'baseline',
] as const;
export type SignalType = (typeof signalTypes)[number];

/** Why a signal carries no type; it still shows its tiers and its place among peers. */
export const unclassifiedReasons = ['too_few_periods', 'too_few_peers', 'no_direction'] as const;
export type UnclassifiedReason = (typeof unclassifiedReasons)[number];

/** Where the facility stands among its peers, best first; harm is always on the positive side. */
export const positions = ['excellent', 'favorable', 'normal', 'marginal', 'elevated', 'severe'] as const;
export type Position = (typeof positions)[number];

/** How fast the facility moves compared with its peers, best first. */
export const trends = ['rapidly_improving', 'improving', 'stable', 'worsening', 'rapidly_worsening'] as const;
export type Trend = (typeof trends)[number];

/** Whether harm gathers pace, measured as the change of slope between the two halves of the window. */
export const momentums = ['accelerating', 'neutral', 'decelerating'] as const;
export type Momentum = (typeof momentums)[number];

/** Whether the standing among peers is steady from period to period. */
export const consistencies = ['consistent', 'variable'] as const;
export type Consistency = (typeof consistencies)[number];

/** Display tier of the distance from peers, worst first. */
export const magnitudeTiers = ['critical', 'severe', 'elevated', 'marginal', 'expected', 'favorable', 'excellent'] as const;
export type MagnitudeTier = (typeof magnitudeTiers)[number];

/** Display tier of the direction of travel, worst first. */
export const trajectoryTiers = ['rapidly_deteriorating', 'deteriorating', 'stable', 'improving', 'rapidly_improving'] as const;
export type TrajectoryTier = (typeof trajectoryTiers)[number];

/** Display tier of steadiness: how far the standing can be relied on to last. */
export const consistencyTiers = ['persistent', 'variable', 'transient'] as const;
export type ConsistencyTier = (typeof consistencyTiers)[number];

/** Which way is better for patients; a neutral metric (case mix, counts) is never judged. */
export const directionPreferences = ['lower_is_better', 'higher_is_better', 'target_range', 'neutral'] as const;
export type DirectionPreference = (typeof directionPreferences)[number];

/** What a value counts; percentages are held in points (18.2 means 18.2 %), clock times in hours after midnight. */
export const unitTypes = ['count', 'ratio', 'days', 'percentage', 'hours', 'per_thousand', 'clock_time'] as const;
export type UnitType = (typeof unitTypes)[number];

/** How often a source reports; rolling windows overlap, so neighbouring points share patients. */
export const periodicities = ['monthly', 'quarterly', 'yearly', 'rolling_quarterly', 'rolling_yearly'] as const;
export type Periodicity = (typeof periodicities)[number];

/** Raw sign of the fitted line of the metric, before anybody says whether that is good. */
export const trendDirections = ['increasing', 'decreasing', 'stable'] as const;
export type TrendDirection = (typeof trendDirections)[number];

/** Nine-step statistical label of any z-value; `no_score` where there were too few peers. */
export const anomalyLabels = [
  'extremely_low',
  'very_low',
  'moderately_low',
  'slightly_low',
  'normal',
  'slightly_high',
  'moderately_high',
  'very_high',
  'extremely_high',
  'no_score',
] as const;
export type AnomalyLabel = (typeof anomalyLabels)[number];

/** Four-step label that older reports use. */
export const legacyAnomalyTiers = ['Critical', 'High', 'Moderate', 'Watch', 'none'] as const;
export type LegacyAnomalyTier = (typeof legacyAnomalyTiers)[number];

/** Whether a part pulls its whole up, down, or neither. */
export const contributionDirections = ['positive', 'negative', 'neutral'] as const;
export type ContributionDirection = (typeof contributionDirections)[number];

/** Life of an import: read into staging, looked at by a person, then written to observations. */
export const importBatchStatuses = ['staging', 'staged', 'applying', 'applied', 'failed', 'cancelled'] as const;
export type ImportBatchStatus = (typeof importBatchStatuses)[number];

/** An import in one of these still needs its file, and can be called off. */
export const openImportStatuses = ['staging', 'staged', 'applying'] as const satisfies readonly ImportBatchStatus[];

/** With whom a facility is compared: everybody, or those that share its state, ownership or hospital type. */
export const peerGroups = ['all', 'state', 'ownership', 'hospital_type'] as const;
export type PeerGroup = (typeof peerGroups)[number];

/** Whether thresholds are those of the published reference engine or those of the product. */
export const classificationModes = ['product', 'parity'] as const;
export type ClassificationMode = (typeof classificationModes)[number];
