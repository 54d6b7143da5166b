import { classificationSettings, indicatorEdges } from '@wardwright/domain/quality/rules';
import type { StoredContext, StoredIndicators, StoredInputs } from '@wardwright/domain/quality/schema';
import { formatNumber, formatSigned } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import type { IndicatorStrip } from './components/indicator-strips.tsx';

function printed(value: number | null, print: (known: number) => string): string {
  return value === null ? '–' : print(value);
}

/** The five inputs of a type on their scales; the cuts are those of the rule book. */
export function indicatorStrips(inputs: StoredInputs, indicators: StoredIndicators, context: StoredContext | null): IndicatorStrip[] {
  const { momentumThreshold, spikeThreshold } = classificationSettings(context?.mode ?? 'product', context?.spike_threshold);
  return [
    {
      label: t('quality.why.z'),
      value: inputs.aggregate_zscore,
      text: formatNumber(inputs.aggregate_zscore, 2),
      domain: [-2.5, 3],
      cuts: indicatorEdges.position,
      word: t(`quality.indicator.${indicators.position}`),
    },
    {
      label: t('quality.why.slope'),
      value: inputs.slope_percentile,
      text: printed(inputs.slope_percentile, (known) => formatNumber(known, 1)),
      domain: [0, 100],
      cuts: indicatorEdges.trend,
      word: inputs.slope_percentile === null ? t('quality.why.unknown') : t(`quality.indicator.${indicators.trend}`),
    },
    {
      label: t('quality.why.acceleration'),
      value: inputs.acceleration,
      text: printed(inputs.acceleration, (known) => formatSigned(known, 2)),
      domain: [-0.4, 0.4],
      cuts: [-momentumThreshold, momentumThreshold],
      word: inputs.acceleration === null ? t('quality.why.unknown') : t(`quality.indicator.${indicators.momentum}`),
    },
    {
      label: t('quality.why.spread'),
      value: inputs.zscore_std,
      text: formatNumber(inputs.zscore_std, 2),
      domain: [0, 1.5],
      cuts: indicatorEdges.consistency,
      word: t(`quality.indicator.${indicators.consistency}`),
    },
    {
      label: t('quality.why.spike'),
      value: inputs.max_abs_deviation,
      text: formatNumber(inputs.max_abs_deviation, 2),
      domain: [0, 4.5],
      cuts: [spikeThreshold],
      word: t(indicators.has_spike ? 'quality.indicator.spike' : 'quality.indicator.no_spike'),
    },
  ];
}
