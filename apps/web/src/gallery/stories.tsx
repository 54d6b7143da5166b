import { type ReactElement, type ReactNode, useState } from 'react';
import { Empty, ErrorState, Loading, Partial } from '../shell/components/states.tsx';
import { ViewLinks } from '../shell/components/view-links.tsx';
import { RunChartFigure } from '../quality/charts/run-chart-figure.tsx';
import type { RunPoint } from '../quality/charts/run-chart-layout.ts';
import { runPoints } from '../quality/charts/run-points.ts';
import { TypeCounts } from '../quality/components/type-counts.tsx';
import { FeedPreview } from '../quality/feed-preview.tsx';
import { FeedView } from '../quality/feed-view.tsx';
import { SignalPageView } from '../quality/signal-page-view.tsx';
import styles from './stories.module.css';
import { whatHappened } from '../quality/wording.ts';
import { formatAge } from '../shell/format.ts';
import { HomeView } from '../shell/home-view.tsx';
import { detailOf, distribution, feed, monthly, now, parts, yearly } from './fixtures.ts';

const events = [
  { id: '1', at: '2026-11-20T08:40:00Z', who: 'R.O.', text: 'opened the import of 19 November again' },
  { id: '2', at: '2026-11-20T06:00:00Z', who: null, text: 'Worse: 6.4 to 6.8 d (+6.9%), severity 98 to 100' },
  { id: '3', at: '2026-10-22T09:12:00Z', who: 'R.O.', text: 'changed the description' },
  { id: '4', at: '2026-10-20T06:00:00Z', who: null, text: 'Found by the comparison with 37 peers' },
];

export function FeedStory({ state = 'ready' }: { readonly state?: 'ready' | 'empty' | 'loading' | 'error' }): ReactElement {
  const [current, setCurrent] = useState(feed[1]?.id ?? null);
  const [types, setTypes] = useState<readonly string[]>([]);
  const signals = state === 'empty' || state === 'loading' ? [] : feed.slice(0, 14);
  const at = signals.findIndex((signal) => signal.id === current);
  const signal = signals[at];
  const step = (by: number): void => setCurrent(signals[at + by]?.id ?? current);
  const failure = { title: 'The peer file of 19 Nov was not read.', detail: 'Row 2,114 has text where peer_std needs a number.', kept: '26 signals keep their values of 18 Nov; 15 are current.', id: '9f3a-71', onRetry: () => undefined };
  return (
    <FeedView
      signals={signals}
      matching={{ count: signals.length, isCapped: false }}
      total={{ count: state === 'empty' ? 0 : 40, isCapped: false }}
      hasMore={false}
      words=""
      onSearch={() => undefined}
      narrowed={false}
      onClear={() => undefined}
      isCompared
      isClosedView={false}
      current={current}
      onCurrent={setCurrent}
      onOpen={() => undefined}
      onNearEnd={() => undefined}
      isNew={(one) => one.signalNumber % 3 === 1}
      filters={[
        { key: 'type', name: 'Type', options: [{ value: 'a', label: 'Critical trajectory', count: 3 }, { value: 'b', label: 'Emerging risk', count: 11 }], chosen: types },
        { key: 'facility', name: 'Facility', options: [{ value: 'x', label: 'Larkmoor University' }, { value: 'y', label: 'Harrow Vale' }], chosen: ['x'] },
        { key: 'domain', name: 'Domain', options: [{ value: 's', label: 'Safety' }], chosen: [] },
      ]}
      onFilter={(key, chosen) => key === 'type' && setTypes(chosen)}
      freshness={{ metrics: 14, hospitals: 7, peers: 2871, moment: '19 Nov 06:00' }}
      state={state === 'loading' ? 'loading' : state === 'error' ? failure : 'ready'}
      now={now}
      views={<ViewLinks label="Views" links={[{ href: '/t/larkmoor/quality/signals', label: 'Open', count: '40', current: true }, { href: '/t/larkmoor/quality/signals/closed', label: 'Closed', current: false }]} />}
      preview={signal ? <FeedPreview signal={signal} detail={{ ...detailOf(signal), points: runPoints(at === 0 ? monthly : yearly) }} place={at + 1} total="14" onPrevious={() => step(-1)} onNext={() => step(1)} onOpen={() => undefined} /> : null}
    />
  );
}

export function SignalStory({ kind }: { readonly kind: 'monthly' | 'yearly' }): ReactElement {
  const signal = feed[kind === 'monthly' ? 0 : 6];
  if (!signal) return <p>No fixture</p>;
  return (
    <SignalPageView
      detail={detailOf(signal)}
      points={runPoints(kind === 'monthly' ? monthly : yearly)}
      distribution={distribution}
      contributions={{ title: 'days, weighted', note: null, parts }}
      events={events}
      feedLink={<a href="#feed">Signals</a>}
      {...(kind === 'yearly' ? { missing: { lead: '2020 was not published,', text: 'so the line has a gap there; 2016 was withheld at the source.' } } : {})}
      why={{
        rules: [
          { type: 'suspect_data', outcome: 'failed', conditions: [{ id: 'a', title: 'fewer than 3 periods', holds: false }] },
          { type: 'critical_trajectory', outcome: 'decided', conditions: [] },
        ],
        changes: [
          { input: 'slopePercentile', nearest: { direction: 'down', edge: 90, inclusive: false, type: 'chronic_underperformer' } },
          { input: 'acceleration', nearest: { direction: 'down', edge: 0.03, inclusive: true, type: 'chronic_underperformer' } },
        ],
        dataNotes: ['Synthetic demo feed, October closed 31 Oct, lag 19 days.', 'Peers: academic, over 400 beds; a month with fewer than 10 peers is hidden (February 2025 had 8).'],
      }}
    />
  );
}

function Cell({ name, says, title, note, children }: { readonly name: string; readonly says: string; readonly title: string; readonly note: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className={styles.cell} aria-label={name}>
      <p className={styles.caption}>
        <b>{name}</b> {says}
      </p>
      <div className={styles.head}>
        <h2>{title}</h2>
        <span>{note}</span>
      </div>
      <div className={styles.inside}>{children}</div>
    </section>
  );
}

export function StatesStory(): ReactElement {
  const signal = feed[6];
  const points = runPoints(yearly).map((point, index, all): RunPoint => (index === all.length - 1 ? { ...point, state: 'provisional' } : point));
  return (
    <div className={styles.board}>
      <h1 className="sr">States of the signals feed</h1>
      <Cell name="Empty" says="says what was checked, and when it is checked again" title="Signals" note="Open 0">
        <Empty title="Nothing needs you" ways={[{ label: 'Open, owned by others', value: <a href="#open">40</a> }, { label: 'Closed this month', value: <a href="#closed">3</a> }]}>
          14 metrics in 7 hospitals were checked at 06:00. Every point you own is inside its limits.
        </Empty>
      </Cell>
      <Cell name="Loading" says="after 300 ms, same row height, nothing moves when data lands" title="Signals" note="Open 40">
        <Loading rows={8} />
      </Cell>
      <Cell name="Error" says="is a sentence, what was kept, a way on, and a signal of its own" title="Signals" note="Open 41">
        <ErrorState title="The peer file of 19 Nov was not read." detail="Row 2,114 has text where peer_std needs a number." kept="26 signals keep their values of 18 Nov; 15 are current." id="9f3a-71" onRetry={() => undefined} />
      </Cell>
      <Cell name="Partial" says="shows what can be shown and says what is missing" title="Readmission ratio, Larkmoor University" note="rolling three years">
        <div style={{ padding: '14px 20px' }}>
          <Partial lead="9 periods, one withheld,">so this is a run chart and no rule is tested. 2020 was not published; the last period is provisional.</Partial>
          {signal && <RunChartFigure bare title="Run chart" points={points} metric={signal.metric} height={214} />}
        </div>
      </Cell>
    </div>
  );
}

const counts = { critical_trajectory: 3, emerging_risk: 11, chronic_underperformer: 4, suspect_data: 2, recovering: 3, baseline: 7, volatility_alert: 2, improving_leader: 5, sustained_excellence: 3 };

export function HomeStory(): ReactElement {
  const needs = feed.slice(0, 6).map((signal) => ({
    id: signal.id,
    icon: 'quality' as const,
    subject: `${signal.metric.shortName}, ${signal.serviceLine}`,
    what: `severity ${signal.severity ?? '–'}`,
    detail: `${signal.facility.name}: ${whatHappened(signal)}.`,
    age: formatAge(signal.detectedAt, now),
    since: 'open',
    href: `/t/larkmoor/quality/signals/${signal.id}`,
  }));
  return (
    <HomeView
      title="Friday 20 November"
      subtitle="Six signals are more severe than 60."
      needs={needs}
      house={[{ id: 'quality', icon: 'quality', title: 'Quality', summary: <b>40 open</b>, figure: <TypeCounts counts={counts} /> }]}
    />
  );
}
