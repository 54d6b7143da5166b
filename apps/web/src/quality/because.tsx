import type { ReactElement } from 'react';
import { formatNumber } from '../shell/format.ts';
import { T } from '../shell/i18n.tsx';
import { BAND_PEERS } from './charts/run-chart-layout.ts';
import { metricNumber, metricText } from './metric-format.ts';
import type { SignalDetail } from './signal-view.ts';
import { standing } from './wording.ts';

/** The reason in one sentence, with number, unit, peers and n; it stands before every chart. */
export function Because({ detail }: { readonly detail: Pick<SignalDetail, 'signal' | 'metric'> }): ReactElement {
  const { signal, metric } = detail;
  const { latestValue, latestPeriodLabel: period, latestPeerMedian: median, latestPeerLowerQuartile: lower, latestPeerUpperQuartile: upper } = signal;
  const n = signal.latestPeerCount ?? 0;
  if (latestValue === null || period === null) return <T id="quality.because.none" />;
  const value = metricText(latestValue, metric);
  if (median === null || lower === null || upper === null) {
    return <T id="quality.because.few" values={{ period, value, n, needed: BAND_PEERS }} />;
  }
  return (
    <T
      id="quality.because.peers"
      values={{
        period,
        value,
        standing: standing(latestValue, signal.latestPeerMean, metric),
        median: metricNumber(median, metric),
        lower: metricNumber(lower, metric),
        upper: metricNumber(upper, metric),
        n: formatNumber(n),
      }}
    />
  );
}
