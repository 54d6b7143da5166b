import type { Fact } from '../shell/components/facts.tsx';
import { formatNumber, formatSigned } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { SignalTypeLabel } from './components/signal-glyph.tsx';
import { metricNumber } from './metric-format.ts';
import { kindOf, type SignalDetail, toneOf } from './signal-view.ts';

const unknown = '–';

function percentile({ signal }: SignalDetail): Fact {
  return {
    label: t('quality.fact.percentile'),
    value: signal.percentileRank === null ? unknown : formatNumber(Number(signal.percentileRank)),
    ...(signal.peerCount === null ? {} : { note: t('quality.fact.percentile.of', { n: formatNumber(signal.peerCount) }) }),
  };
}

function cases({ signal }: SignalDetail): Fact {
  return { label: t('quality.fact.cases'), value: signal.encounters === null ? unknown : formatNumber(signal.encounters) };
}

function expected({ signal, metric }: SignalDetail): Fact {
  const { expectedMetricValue: value } = signal;
  return { label: t('quality.fact.expected'), value: value === null ? unknown : metricNumber(Number(value), metric) };
}

function meanZ({ inputs, indicators }: SignalDetail): Fact {
  return {
    label: t('quality.fact.z'),
    value: inputs === null ? unknown : formatNumber(inputs.aggregate_zscore, 2),
    ...(indicators === null ? {} : { note: t(`quality.indicator.${indicators.position}`).toLowerCase() }),
  };
}

function slope({ inputs, indicators }: SignalDetail): Fact {
  const known = inputs?.slope_percentile ?? null;
  return {
    label: t('quality.fact.slope'),
    value: known === null ? unknown : formatNumber(known),
    ...(indicators === null || known === null ? {} : { note: t(`quality.indicator.${indicators.trend}`).toLowerCase() }),
  };
}

function periods({ signal }: SignalDetail): Fact {
  return { label: t('quality.fact.periods'), value: formatNumber(signal.periodCount) };
}

/** Six numbers for the preview. */
export function previewFacts(detail: SignalDetail): Fact[] {
  return [percentile(detail), cases(detail), expected(detail), meanZ(detail), slope(detail), periods(detail)];
}

/** The strip under the title of a signal's page. */
export function stripFacts(detail: SignalDetail): Fact[] {
  const { signal } = detail;
  const kind = kindOf(signal.simplifiedSignalType);
  const type = (
    <span className={`m-${toneOf(kind)}`} style={{ fontSize: 'var(--t-body)', letterSpacing: 0 }}>
      <SignalTypeLabel kind={kind} wording="full" />
    </span>
  );
  const severity: Fact = { label: t('quality.fact.severity'), value: signal.simplifiedSeverity ?? unknown };
  const distance: Fact = {
    label: t('quality.fact.variance'),
    value: signal.variancePercent === null ? unknown : `${formatSigned(signal.variancePercent, 1)}%`,
  };
  return [{ label: t('quality.fact.signal'), value: type }, severity, percentile(detail), distance, cases(detail), expected(detail), periods(detail)];
}
