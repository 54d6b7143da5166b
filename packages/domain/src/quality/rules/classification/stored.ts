import type { StoredContext, StoredIndicators, StoredInputs } from '../../schema/signal-documents.ts';
import type { SignalRow } from '../../schema/signal.ts';
import type { Periodicity } from '../../schema/vocabulary.ts';
import { reasoningText } from '../text/signal-text.ts';
import type { Classification } from './classify.ts';
import type { Indicators } from './indicators.ts';
import type { ClassificationInputs } from './inputs.ts';
import { classificationSettings, type ClassificationSettings } from './settings.ts';

/** The columns of a signal that hold its classification. */
export type ClassificationColumns = Pick<
  SignalRow,
  | 'simplifiedSignalType'
  | 'simplifiedSeverity'
  | 'simplifiedSeverityRange'
  | 'simplifiedInputs'
  | 'simplifiedIndicators'
  | 'simplifiedReasoning'
  | 'simplifiedSeverityCalculation'
  | 'classificationContext'
>;

/** Statistics that are shown beside the classification but do not decide it. */
export type ShownStatistics = Pick<StoredContext, 'value_zscore' | 'robust_zscore' | 'raw_slope' | 'raw_acceleration'>;

/** The five inputs under the names in which a signal stores them. */
export const storedInputsOf = (inputs: ClassificationInputs): StoredInputs => ({
  aggregate_zscore: inputs.aggregateZscore,
  slope_percentile: inputs.slopePercentile,
  acceleration: inputs.acceleration,
  zscore_std: inputs.zscoreStd,
  max_abs_deviation: inputs.maxAbsDeviation,
});

const storedIndicatorsOf = ({ hasSpike, ...words }: Indicators): StoredIndicators => ({ ...words, has_spike: hasSpike });

/** The classification as it is written to a signal, with everything needed to reach it again. */
export const classificationColumns = (
  inputs: ClassificationInputs,
  classification: Classification,
  settings: ClassificationSettings,
  shown: ShownStatistics & { readonly periodicity: Periodicity },
): ClassificationColumns => ({
  simplifiedSignalType: classification.type,
  simplifiedSeverity: classification.severity,
  simplifiedSeverityRange: classification.range,
  simplifiedInputs: storedInputsOf(inputs),
  simplifiedIndicators: storedIndicatorsOf(classification.indicators),
  simplifiedReasoning: reasoningText(inputs, classification),
  simplifiedSeverityCalculation: classification.calculation,
  classificationContext: {
    mode: settings.mode,
    spike_threshold: settings.spikeThreshold,
    period_count: inputs.periodCount,
    suppressed: inputs.suppressed,
    slope_change: inputs.slopeChange,
    latest_zscore: inputs.latestZscore,
    ...shown,
  },
});

/** The inputs and settings a stored signal was classified with; null when it has no type. */
export function classificationBehind(
  signal: Pick<SignalRow, 'simplifiedInputs' | 'classificationContext'>,
): { readonly inputs: ClassificationInputs; readonly settings: ClassificationSettings } | null {
  const { simplifiedInputs: stored, classificationContext: context } = signal;
  if (stored === null || context === null) return null;
  return {
    settings: classificationSettings(context.mode, context.spike_threshold),
    inputs: {
      aggregateZscore: stored.aggregate_zscore,
      slopePercentile: stored.slope_percentile,
      acceleration: stored.acceleration,
      zscoreStd: stored.zscore_std,
      maxAbsDeviation: stored.max_abs_deviation,
      periodCount: context.period_count,
      suppressed: context.suppressed,
      slopeChange: context.slope_change,
      latestZscore: context.latest_zscore,
    },
  };
}
