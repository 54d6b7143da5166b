import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { t } from '../shell/i18n.tsx';
import type { FeedFilter } from './feed-filters.tsx';
import type { FeedSearch } from './feed-search.ts';
import { typesByUrgency } from './signal-view.ts';

export type FeedOptions = inferRouterOutputs<AppRouter>['quality']['signals']['options'];

const notKnown: FeedOptions = { types: [], domains: [], facilities: [], metrics: [] };
const severityFloors = [90, 75, 50, 25];

/** The filters of the feed with what they can be set to; nothing is offered that leads nowhere. */
export function filtersFor(options: FeedOptions | undefined, search: FeedSearch): readonly FeedFilter[] {
  const { types, domains, facilities, metrics } = options ?? notKnown;
  const all: readonly FeedFilter[] = [
    {
      key: 'types',
      name: t('quality.feed.filter.types'),
      options: typesByUrgency.filter((type) => types.includes(type)).map((value) => ({ value, label: t(`quality.type.${value}`) })),
      chosen: search.types ?? [],
    },
    {
      key: 'facilityIds',
      name: t('quality.feed.filter.facilityIds'),
      options: facilities.map(({ id, name }) => ({ value: id, label: name })),
      chosen: search.facilityIds ?? [],
    },
    {
      key: 'metricIds',
      name: t('quality.feed.filter.metricIds'),
      options: metrics.map(({ id, shortName }) => ({ value: id, label: shortName })),
      chosen: search.metricIds ?? [],
    },
    {
      key: 'domains',
      name: t('quality.feed.filter.domains'),
      options: domains.map((value) => ({ value, label: t(`quality.domain.${value}`) })),
      chosen: search.domains ?? [],
    },
    {
      key: 'severityFrom',
      name: t('quality.feed.filter.severityFrom'),
      options: severityFloors.map((floor) => ({ value: String(floor), label: t('quality.feed.severity.from', { n: floor }) })),
      chosen: search.severityFrom === undefined ? [] : [String(search.severityFrom)],
    },
  ];
  // A single choice narrows nothing; one that was made stays in sight so that it can be taken back. The chips stand
  // before their choices are known, so that the line does not move; only a domain is often the only one.
  return all.filter(({ key, options: choices, chosen }) => (options === undefined ? key !== 'domains' : choices.length > 1) || chosen.length > 0);
}
