import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { formatMoment } from '../shell/format.ts';
import { refusalOf } from '../shell/refusal.ts';
import { runPoints } from './charts/run-points.ts';
import { keepFeedAddress } from './feed-address.ts';
import { countWords, noCount } from './feed-counts.ts';
import { useFeed, usePreview } from './feed-data.ts';
import { filtersFor } from './feed-options.ts';
import { FeedPreview, type FeedPreviewProps } from './feed-preview.tsx';
import type { Freshness } from './feed-row.tsx';
import { type FeedSearch, type FilterKey, isNarrowed, withFilter, withoutFilters, withWords } from './feed-search.ts';
import { FeedTools, FeedViews, FirstStep } from './feed-ways.tsx';
import { FeedView, type FeedViewProps } from './feed-view.tsx';
import { lastVisit } from './last-visit.ts';
import type { FeedSignal } from './signal-view.ts';
import { useCurrent } from './use-current.ts';

/** The feed of a tenant; its view lives in the address. */
export function FeedPage(): ReactElement {
  const { tenant } = useParams({ from: '/t/$tenant/quality/signals' });
  const search = useSearch({ from: '/t/$tenant/quality/signals' });
  useEffect(() => keepFeedAddress(tenant, search), [tenant, search]);
  return <Feed key={`${tenant} ${search.state ?? 'open'}`} tenant={tenant} search={search} />;
}

type Lines = ReturnType<typeof useFeed>['lines'];

function stateOf(lines: Lines): FeedViewProps['state'] {
  if (lines.isError) return { ...refusalOf(lines.error), onRetry: () => void lines.refetch() };
  return lines.isPending ? 'loading' : 'ready';
}

function freshnessOf({ counts, options, signals }: ReturnType<typeof useFeed>): Freshness | null {
  const moment = counts.data?.lastDetectedAt ?? null;
  if (!counts.data || !options.data || moment === null) return null;
  return {
    metrics: counts.data.metrics,
    hospitals: options.data.facilities.length,
    peers: Math.max(0, ...signals.slice(0, 100).map((signal) => signal.latestPeerCount ?? 0)),
    moment: formatMoment(moment),
  };
}

type Counts = NonNullable<ReturnType<typeof useFeed>['counts']['data']>;

const countsOf = (counts: Counts | undefined, state: 'open' | 'closed') =>
  counts
    ? { total: counts[state], matching: counts.matching, isCompared: counts.lastDetectedAt !== null }
    : { total: noCount, matching: noCount, isCompared: false };

function detailOf(page: ReturnType<typeof usePreview>): FeedPreviewProps['detail'] {
  if (page.data) return { ...page.data, points: runPoints(page.data.periods) };
  return page.error ? { ...refusalOf(page.error), onRetry: () => void page.refetch() } : null;
}

/** Nothing moves under the reader: the ages on one page are all of one moment. */
const useMoment = (): number => useState(() => Date.now())[0];

function Feed({ tenant, search }: { readonly tenant: string; readonly search: FeedSearch }): ReactElement {
  const { state = 'open', search: words = '' } = search;
  const navigate = useNavigate();
  const feed = useFeed(search);
  const { lines, counts, signals } = feed;
  const now = useMoment();
  const phone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const go = useCallback(
    (next: FeedSearch, replace = false) => navigate({ to: '/t/$tenant/quality/signals', params: { tenant }, search: next, replace, resetScroll: false }),
    [navigate, tenant],
  );
  const { fetchNextPage, isFetching, hasNextPage } = lines;
  const readOn = useCallback(() => {
    if (!isFetching) void fetchNextPage();
  }, [fetchNextPage, isFetching]);
  const named = usePreview(signals, search.signal ?? null);
  const { current, choose, forget } = useCurrent({
    signals,
    named: search.signal,
    severity: named.data?.signal.simplifiedSeverity,
    isBusy: isFetching,
    hasMore: hasNextPage,
    readOn,
    onNamed: (id) => void go({ ...search, signal: id }, true),
  });
  const filter = (next: FeedSearch): void => {
    forget();
    void go(next);
  };
  const open = (id: string): void => {
    forget();
    // The way back leads to the same line.
    void go({ ...search, signal: id }, true).then(() => navigate({ to: '/t/$tenant/quality/signals/$id', params: { tenant, id } }));
  };
  const visited = lastVisit(tenant);
  const isNew = useCallback((signal: FeedSignal) => visited !== null && signal.detectedAt > visited, [visited]);
  const { total, matching, isCompared } = countsOf(counts.data, state);
  return (
    <FeedView
      signals={signals}
      matching={matching}
      total={total}
      hasMore={hasNextPage}
      current={current}
      onCurrent={choose}
      onOpen={open}
      onNearEnd={readOn}
      isNew={isNew}
      filters={filtersFor(feed.options.data, search)}
      onFilter={(key, chosen) => filter(withFilter(search, key as FilterKey, chosen))}
      words={words}
      onSearch={(next) => next !== words && filter(withWords(search, next))}
      narrowed={isNarrowed(search)}
      onClear={() => filter(withoutFilters(search))}
      freshness={freshnessOf(feed)}
      state={stateOf(lines)}
      isCompared={isCompared}
      isClosedView={state === 'closed'}
      views={<FeedViews tenant={tenant} state={state} counts={counts.data} withRooms={phone} />}
      tools={phone ? null : <FeedTools />}
      firstStep={<FirstStep />}
      now={now}
      preview={signals.length === 0 ? null : <Preview signals={signals} current={current} total={countWords(matching)} onCurrent={choose} onOpen={open} />}
    />
  );
}

interface PreviewProps {
  readonly signals: readonly FeedSignal[];
  readonly current: string | null;
  readonly total: string;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

function Preview({ signals, current, total, onCurrent, onOpen }: PreviewProps): ReactElement | null {
  const page = usePreview(signals, current);
  const at = signals.findIndex((signal) => signal.id === current);
  const signal = signals[at];
  if (!signal) return null;
  const step = (by: number) => () => {
    const next = signals[at + by];
    if (next) onCurrent(next.id);
  };
  return <FeedPreview signal={signal} detail={detailOf(page)} place={at + 1} total={total} onPrevious={step(-1)} onNext={step(1)} onOpen={() => onOpen(signal.id)} />;
}
