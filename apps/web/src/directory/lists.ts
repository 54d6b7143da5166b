import { healthSystems, people, personPrograms, programs, sites } from '@wardwright/domain/directory/resources';
import type { Resource } from '@wardwright/domain/kernel';

/** One list of the directory: its table, the columns shown, and which lists its references point to. */
export interface DirectoryList {
  readonly resource: Resource;
  readonly columns: readonly string[];
  readonly references: Readonly<Record<string, ListName>>;
}

export const listNames = ['people', 'programs', 'personPrograms', 'sites', 'healthSystems'] as const;
export type ListName = (typeof listNames)[number];

export const lists: Readonly<Record<ListName, DirectoryList>> = {
  people: { resource: people, columns: ['name', 'type', 'pgyLevel', 'facultyRole', 'email'], references: {} },
  programs: { resource: programs, columns: ['name', 'kind', 'specialty', 'siteId', 'maxPgy'], references: { siteId: 'sites' } },
  personPrograms: {
    resource: personPrograms,
    columns: ['personId', 'programId', 'startsOn', 'endsOn'],
    references: { personId: 'people', programId: 'programs' },
  },
  sites: { resource: sites, columns: ['name', 'timeZone', 'healthSystemId', 'address'], references: { healthSystemId: 'healthSystems' } },
  healthSystems: { resource: healthSystems, columns: ['name', 'location', 'description'], references: {} },
};
