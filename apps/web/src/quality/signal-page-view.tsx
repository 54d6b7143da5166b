import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Facts } from '../shell/components/facts.tsx';
import { PageTitle } from '../shell/components/page-title.tsx';
import { PanePage } from '../shell/components/pane-page.tsx';
import { Partial } from '../shell/components/states.tsx';
import { type DrawerTab, WhyDrawer } from '../shell/components/why-drawer.tsx';
import { formatNumber } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { Icon } from '../shell/icons.tsx';
import { useShortcuts } from '../shell/keys.ts';
import { Because } from './because.tsx';
import { RunChartFigure } from './charts/run-chart-figure.tsx';
import type { RunPoint } from './charts/run-chart-layout.ts';
import { ActivityList, type HistoryEvent } from './components/activity-list.tsx';
import { ContributionBars } from './components/contribution-bars.tsx';
import { PeerHistogram } from './components/peer-histogram.tsx';
import type { PeerDistribution } from './components/peer-histogram-layout.ts';
import { stripFacts } from './signal-facts.tsx';
import styles from './signal.module.css';
import { type ContributionPart, kindOf, type SignalDetail, toneOf } from './signal-view.ts';
import { WhyBecause, type WhyBecauseProps } from './why-because.tsx';
import { signalCode, titleWords } from './wording.ts';

export interface SignalPageViewProps {
  readonly detail: SignalDetail;
  readonly points: readonly RunPoint[];
  /** How the peers of the latest period lie; null where too few reported. */
  readonly distribution: PeerDistribution | null;
  /** The parts of the whole; `note` says what is missing from the sum. */
  readonly contributions: { readonly title: string; readonly note: string | null; readonly parts: readonly ContributionPart[] };
  readonly events: readonly HistoryEvent[];
  /** The link back to the feed, with the filters the reader came from. */
  readonly feedLink: ReactNode;
  /** The closed signal this one came back from. */
  readonly regression?: ReactNode;
  /** What the page cannot show, when something is missing. */
  readonly missing?: { readonly lead: string; readonly text: string };
  readonly why: Omit<WhyBecauseProps, 'detail'>;
}

type HeadProps = Pick<SignalPageViewProps, 'detail' | 'feedLink' | 'regression' | 'missing'> & { readonly onWhy: () => void; readonly whyOpen: boolean };

function Head({ detail, feedLink, regression, missing, onWhy, whyOpen }: HeadProps): ReactElement {
  const { signal, metric } = detail;
  return (
    <div>
      <nav className={styles.crumb} aria-label={t('quality.signal.path')}>
        {feedLink}
        <span aria-hidden="true">/</span>
        <span>{signalCode(signal)}</span>
        {regression !== undefined && <span>{regression}</span>}
        {metric.isSynthetic && <span>{`· ${t('quality.signal.synthetic')}`}</span>}
      </nav>
      <div className={styles.title}>
        <PageTitle>{titleWords(metric.name, signal)}</PageTitle>
        <Button aria-expanded={whyOpen} onClick={onWhy}>
          {t('quality.why.open')}
        </Button>
      </div>
      <p className={styles.because}>
        <Because detail={detail} />
      </p>
      {missing && <Partial lead={missing.lead}>{missing.text}</Partial>}
    </div>
  );
}

function PeersSection({ detail, distribution }: Pick<SignalPageViewProps, 'detail' | 'distribution'>): ReactElement {
  const { signal, metric } = detail;
  const tone = toneOf(kindOf(signal.simplifiedSignalType));
  return (
    <section>
      <h2>
        {t('quality.peers.title', { period: distribution?.periodLabel ?? signal.latestPeriodLabel ?? '–' })}{' '}
        {distribution && <small>{t('quality.peers.note', { n: formatNumber(distribution.reported), total: formatNumber(distribution.total) })}</small>}
      </h2>
      {distribution ? (
        <PeerHistogram distribution={distribution} tone={tone === 'soft' ? 'common' : tone} metric={metric} />
      ) : (
        <p className="mut">{t('quality.peers.none')}</p>
      )}
    </section>
  );
}

function CopyLink(): ReactElement {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(window.location.href).then(() => setCopied(true));
  };
  return (
    <button type="button" className={styles.foot} onClick={copy}>
      <Icon name={copied ? 'check' : 'link'} />
      {copied ? t('shell.error.copied') : t('quality.why.copy')}
    </button>
  );
}

/** One signal understood: the sentence, the chart, where it comes from, and the arithmetic in the drawer. */
export function SignalPageView(props: SignalPageViewProps): ReactElement {
  const { detail, points, contributions, events, why } = props;
  const { metric } = detail;
  const wide = useMediaQuery('(min-width: 1200px)', true, { getInitialValueInEffect: false }) ?? true;
  const [choice, setChoice] = useState<boolean | null>(null);
  const [tab, setTab] = useState('because');
  const open = choice ?? wide;
  const show = (wanted: string) => () => {
    setChoice(!open || tab !== wanted);
    setTab(wanted);
  };
  useShortcuts('quality.keys.signal', [
    { keys: 'e', label: 'quality.keys.explain', run: show('because') },
    { keys: 'h', label: 'quality.keys.history', run: show('history') },
  ]);
  const tabs: readonly DrawerTab[] = [
    { id: 'because', label: t('quality.why.because'), content: <WhyBecause detail={detail} {...why} /> },
    { id: 'history', label: t('quality.why.history'), count: events.length, content: <ActivityList events={events} /> },
  ];
  const drawer = <WhyDrawer title={t('quality.why.title')} tabs={tabs} tab={tab} onTab={setTab} onClose={() => setChoice(false)} foot={<CopyLink />} />;
  return (
    <PanePage kind="drawer" asideOpen={open} aside={drawer}>
      <div className={styles.page}>
        <Head {...props} whyOpen={open} onWhy={() => setChoice(!open)} />
        <div className={styles.strip}>
          <Facts layout="strip" facts={stripFacts(detail)} />
        </div>
        <RunChartFigure title={metric.name} points={points} metric={metric} height={326} />
        <div className={styles.three}>
          <section>
            <h2>
              {t('quality.contribution.title')} <small>{contributions.title}</small>
            </h2>
            {contributions.parts.length > 0 && <ContributionBars parts={contributions.parts} metric={metric} />}
            {contributions.parts.length === 0 && contributions.note === null && <p className={styles.note}>{t('quality.contribution.none')}</p>}
            {contributions.note !== null && <p className={styles.note}>{contributions.note}</p>}
          </section>
          <PeersSection {...props} />
          <section>
            <h2>{t('quality.history.title')}</h2>
            <ActivityList events={events.slice(0, 4)} />
          </section>
        </div>
      </div>
    </PanePage>
  );
}
