import { domains, signalTypes } from '@wardwright/domain/quality/schema';
import { z } from 'zod';

/** A filter that somebody mistyped in the address is left out, the page still opens. */
const some = <Value extends z.ZodType>(value: Value) => z.array(value).min(1).optional().catch(undefined);

/** The view of the feed, kept in its address so that it can be sent to somebody; named as the server names its filters. */
export const feedSearch = z.object({
  state: z.enum(['open', 'closed']).optional().catch(undefined),
  types: some(z.enum(signalTypes)),
  domains: some(z.enum(domains)),
  facilityIds: some(z.uuid()),
  metricIds: some(z.uuid()),
  severityFrom: z.int().min(0).max(100).optional().catch(undefined),
  search: z.string().trim().min(1).max(100).optional().catch(undefined),
  /** The signal in the preview. */
  signal: z.uuid().optional().catch(undefined),
});
export type FeedSearch = z.output<typeof feedSearch>;

/** The filters that a reader sets by choosing. */
export type FilterKey = 'types' | 'domains' | 'facilityIds' | 'metricIds' | 'severityFrom';

/** The address after a filter was set; an empty choice leaves it out, and the preview starts anew. */
export function withFilter(search: FeedSearch, key: FilterKey, chosen: readonly string[]): FeedSearch {
  const { [key]: _old, signal: _signal, ...rest } = search;
  if (chosen.length === 0) return feedSearch.parse(rest);
  // A floor is one number: of two chosen the later one counts.
  return feedSearch.parse({ ...rest, [key]: key === 'severityFrom' ? Number(chosen.at(-1)) : chosen });
}

/** The address after words were typed into the search field. */
export function withWords(search: FeedSearch, words: string): FeedSearch {
  const { search: _old, signal: _signal, ...rest } = search;
  return feedSearch.parse(words === '' ? rest : { ...rest, search: words });
}

/** The address without any filter, in the same view. */
export const withoutFilters = ({ state }: FeedSearch): FeedSearch => (state === undefined ? {} : { state });

/** Whether anything narrows the view. */
export const isNarrowed = ({ state: _state, signal: _signal, ...filters }: FeedSearch): boolean => Object.values(filters).some((value) => value !== undefined);

/** What the server is asked for. */
export const filtersOf = ({ signal: _signal, state = 'open', ...filters }: FeedSearch) => ({ ...filters, state });
