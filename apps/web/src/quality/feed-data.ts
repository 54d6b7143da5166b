import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { useTRPC } from '../shell/trpc.ts';
import { type FeedSearch, filtersOf } from './feed-search.ts';
import type { FeedSignal } from './signal-view.ts';

const PAGE = 100;

/** The lines of the feed as far as they were read, the counts behind the tabs, and what the filters offer. */
export function useFeed(search: FeedSearch) {
  const trpc = useTRPC();
  const filters = filtersOf(search);
  const lines = useInfiniteQuery(
    trpc.quality.signals.feed.infiniteQueryOptions(
      { ...filters, limit: PAGE },
      { getNextPageParam: (last) => last.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const counts = useQuery(trpc.quality.signals.counts.queryOptions(filters, { placeholderData: keepPreviousData }));
  // Asked for after the lines, because a batch is answered only when its slowest question is.
  const options = useQuery(trpc.quality.signals.options.queryOptions({ state: filters.state }, { enabled: lines.data !== undefined }));
  const signals = useMemo<readonly FeedSignal[]>(() => lines.data?.pages.flatMap((page) => page.rows) ?? [], [lines.data]);
  return { lines, counts, options, signals };
}

/** A key that is held down passes many rows; only where it rests is asked for. */
const REST_MS = 70;
const PREFETCHED = [1, -1, 2];

/** The page of the current signal, with its neighbours fetched ahead. */
export function usePreview(signals: readonly FeedSignal[], current: string | null) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [rested] = useDebouncedValue(current, REST_MS);
  const page = useQuery(trpc.quality.signals.page.queryOptions({ id: current ?? '' }, { enabled: current !== null && rested === current }));
  const isThere = page.isSuccess && rested === current;
  useEffect(() => {
    if (!isThere) return;
    const at = signals.findIndex((signal) => signal.id === current);
    for (const step of PREFETCHED) {
      const neighbour = signals[at + step];
      if (neighbour) void cache.prefetchQuery(trpc.quality.signals.page.queryOptions({ id: neighbour.id }));
    }
  }, [isThere, signals, current, cache, trpc]);
  return page;
}
