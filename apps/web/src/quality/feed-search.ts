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
  /** The signal in the preview. */
  signal: z.uuid().optional().catch(undefined),
});
export type FeedSearch = z.output<typeof feedSearch>;

/** The filters that a reader sets as lists. */
export type ListFilter = 'types' | 'domains' | 'facilityIds' | 'metricIds';

/** The address after a filter was set; an empty choice leaves it out, and the preview starts anew. */
export function withFilter(search: FeedSearch, key: ListFilter, chosen: readonly string[]): FeedSearch {
  const { [key]: _old, signal: _signal, ...rest } = search;
  return feedSearch.parse(chosen.length === 0 ? rest : { ...rest, [key]: chosen });
}
