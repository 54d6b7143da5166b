import { type FeedSearch, feedSearch } from './feed-search.ts';

const keyOf = (tenant: string): string => `wardwright.feed.${tenant}`;

/** Remembers the view of the feed that the reader left, so that the way back from a signal leads to it. */
export function keepFeedAddress(tenant: string, search: FeedSearch): void {
  try {
    sessionStorage.setItem(keyOf(tenant), JSON.stringify(search));
  } catch {
    // Without storage the way back leads to the plain feed.
  }
}

/** The view of the feed that the reader left in this tab. */
export function feedAddress(tenant: string): FeedSearch {
  try {
    return feedSearch.parse(JSON.parse(sessionStorage.getItem(keyOf(tenant)) ?? '{}'));
  } catch {
    return {};
  }
}
