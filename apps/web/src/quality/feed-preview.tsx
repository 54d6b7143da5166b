import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Facts } from '../shell/components/facts.tsx';
import { ErrorState, type ErrorStateProps } from '../shell/components/states.tsx';
import { formatMoment } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { Icon } from '../shell/icons.tsx';
import { Because } from './because.tsx';
import { RunChartFigure } from './charts/run-chart-figure.tsx';
import type { RunPoint } from './charts/run-chart-layout.ts';
import { SeveritySteps } from './components/severity-steps.tsx';
import { SignalTypeLabel } from './components/signal-glyph.tsx';
import styles from './feed.module.css';
import { previewFacts } from './signal-facts.tsx';
import { type FeedSignal, kindOf, type SignalDetail, toneOf } from './signal-view.ts';
import { headingWords, signalCode } from './wording.ts';

export interface FeedPreviewProps {
  /** The line of the feed; it is known before the rest. */
  readonly signal: FeedSignal;
  /** Null while it is on its way, or a sentence why it is not. */
  readonly detail: PreviewDetail | ErrorStateProps | null;
  /** Its place in the list, from 1. */
  readonly place: number;
  readonly total: string;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
  readonly onOpen: () => void;
}

/** What the preview shows beside the line itself. */
export interface PreviewDetail extends SignalDetail {
  readonly points: readonly RunPoint[];
}

function Reasons({ detail }: { readonly detail: PreviewDetail }): ReactElement {
  const { signal, metric, calculation, points } = detail;
  const kind = kindOf(signal.simplifiedSignalType);
  return (
    <>
      <p className={styles.because}>
        <Because detail={detail} />
      </p>
      {points.length > 0 && <RunChartFigure bare title={metric.name} points={points} metric={metric} height={200} />}
      <Facts layout="grid" facts={previewFacts(detail)} />
      {calculation !== null && signal.simplifiedSeverity !== null && (
        <section>
          <h3>{t('quality.why.severity', { n: signal.simplifiedSeverity })}</h3>
          <SeveritySteps calculation={calculation} range={null} typeName={t(`quality.type.${kind}`).toLowerCase()} />
        </section>
      )}
    </>
  );
}

/** Holds the room of the sentence and the chart; seen only when the wait is noticeable. */
function Pending(): ReactElement {
  return (
    <div className={styles.pending} role="status" aria-busy="true">
      <span className="sr">{t('shell.loading')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

/** Why the current signal is in the feed, without leaving it. */
export function FeedPreview({ signal, detail, place, total, onPrevious, onNext, onOpen }: FeedPreviewProps): ReactElement {
  const kind = kindOf(signal.type);
  return (
    <aside className={styles.preview} aria-label={t('quality.feed.preview')}>
      <header>
        <span className={`m-${toneOf(kind)}`}>
          <SignalTypeLabel kind={kind} wording="full" />
        </span>
        <span className={styles.steps}>
          {t('quality.feed.position', { n: place, total })}
          <button type="button" className={styles.step} aria-label={t('quality.feed.previous')} onClick={onPrevious}>
            <Icon name="up" size={18} />
          </button>
          <button type="button" className={styles.step} aria-label={t('quality.feed.next')} onClick={onNext}>
            <Icon name="next" size={18} />
          </button>
        </span>
      </header>
      <div className={styles.body}>
        <h2>{headingWords(signal.metric.name, signal.serviceLine)}</h2>
        <p className={styles.under}>{[signal.facility.name, signalCode(signal), t('quality.feed.found', { moment: formatMoment(signal.detectedAt) })].join(' · ')}</p>
        {detail === null && <Pending />}
        {detail !== null && ('signal' in detail ? <Reasons detail={detail} /> : <ErrorState {...detail} />)}
      </div>
      <div className={styles.actions}>
        <Button variant="filled" rightSection={<kbd>o</kbd>} onClick={onOpen}>
          {t('quality.feed.open.long')}
        </Button>
      </div>
    </aside>
  );
}
