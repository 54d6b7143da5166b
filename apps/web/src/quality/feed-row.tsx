import { memo, type ReactElement } from 'react';
import { formatAge, formatNumber } from '../shell/format.ts';
import { T, t } from '../shell/i18n.tsx';
import { Severity } from './components/severity.tsx';
import { SignalTypeLabel } from './components/signal-glyph.tsx';
import { Sparkline } from './components/sparkline.tsx';
import styles from './feed.module.css';
import { metricNumber, metricUnit } from './metric-format.ts';
import { type FeedSignal, kindOf } from './signal-view.ts';
import { placeWords, whatHappened } from './wording.ts';

export interface FeedRowProps {
  readonly signal: FeedSignal;
  readonly isNew: boolean;
  /** Milliseconds since the epoch; passed in so that a whole list shows one moment. */
  readonly now: number;
}

function Latest({ signal }: { readonly signal: FeedSignal }): ReactElement {
  const { latestValue, latestPeerMean, latestPeerCount, metric } = signal;
  return (
    <div className={styles.value}>
      <b>{latestValue === null ? '–' : metricNumber(latestValue, metric)}</b>
      {latestValue !== null && metricUnit(metric) !== '' && <u>{metricUnit(metric)}</u>}
      {latestPeerMean === null ? (
        <span>{t('quality.feed.npeers', { n: latestPeerCount ?? 0 })}</span>
      ) : (
        <span>
          <em className={styles.desk}>{t('quality.feed.peers', { value: metricNumber(latestPeerMean, metric) })}</em>
          <em className={styles.phone}>{t('quality.feed.peers.short', { value: metricNumber(latestPeerMean, metric) })}</em>
        </span>
      )}
    </div>
  );
}

function DomainCell({ signal }: { readonly signal: FeedSignal }): ReactElement {
  return (
    <div className={styles.domain}>
      <b>{t(`quality.domain.${signal.domain}`)}</b>
      <span className="mut">{t('quality.feed.periods', { n: signal.periodCount })}</span>
    </div>
  );
}

/** What one line of the feed says; the list around it is the option a reader chooses. */
export const FeedRow = memo(function FeedRow({ signal, isNew, now }: FeedRowProps): ReactElement {
  const kind = kindOf(signal.type);
  return (
    <>
      {isNew && (
        <span className={styles.dot}>
          <span className="sr">{t('quality.feed.new')}</span>
        </span>
      )}
      <div className={styles.lead}>
        <Severity value={signal.severity} />
        <SignalTypeLabel kind={kind} wording="short" />
      </div>
      <div className={styles.what}>
        <p>
          <b>{signal.metric.shortName}</b> {whatHappened(signal)}
        </p>
        <p className={styles.where}>{placeWords({ serviceLine: signal.serviceLine, facility: signal.facility.name })}</p>
      </div>
      <Latest signal={signal} />
      <Sparkline data={signal.sparkline} className={styles.spark} />
      <DomainCell signal={signal} />
      <span className={styles.age}>{formatAge(signal.detectedAt, now)}</span>
    </>
  );
});

/** Column heads of the list; the rows name everything themselves for screen readers. */
export function FeedColumns({ periods }: { readonly periods: number }): ReactElement {
  return (
    <div className={styles.columns} aria-hidden="true">
      <div className={styles.lead}>
        <span>{t('quality.feed.column.severity')}</span>
        <span>{t('quality.feed.column.signal')}</span>
      </div>
      <span>{t('quality.feed.column.what')}</span>
      <span className="num">{t('quality.feed.column.latest')}</span>
      <span>{t('quality.feed.trend.periods', { n: periods })}</span>
      <span>{t('quality.feed.column.domain')}</span>
      <span className="num">{t('quality.feed.column.age')}</span>
    </div>
  );
}

export interface Freshness {
  readonly metrics: number;
  readonly hospitals: number;
  /** The largest group that any signal in sight was compared with. */
  readonly peers: number;
  /** When the facilities were last compared, already in words. */
  readonly moment: string;
}

/** What the list was made from, so that a quiet list can be believed; its room is kept while it is not known. */
export function FreshnessLine({ freshness }: { readonly freshness: Freshness | null }): ReactElement {
  if (freshness === null) return <div className={styles.fresh} />;
  const { metrics, hospitals, peers, moment } = freshness;
  return (
    <div className={styles.fresh}>
      <span>
        {hospitals > 0 ? (
          <T id="quality.feed.watched" values={{ metrics: formatNumber(metrics), hospitals: formatNumber(hospitals) }} />
        ) : (
          <T id="quality.feed.watched.metrics" values={{ metrics: formatNumber(metrics) }} />
        )}
      </span>
      {peers > 0 && (
        <span className={styles.desk}>
          <T id="quality.feed.compared" values={{ peers: formatNumber(peers) }} />
        </span>
      )}
      <span className={styles.end}>
        <T id="quality.feed.run" values={{ moment }} />
      </span>
    </div>
  );
}
