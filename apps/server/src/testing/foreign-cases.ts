import type { ForeignIds } from './foreign-ids.ts';

/** How a procedure is tried with ids of another tenant, and what must come back. */
export interface ForeignCase {
  readonly input: object;
  /** `nothing` is an empty list; `invalid` is for a reference inside new data, which "does not exist here". */
  readonly expected?: 'not-found' | 'nothing' | 'invalid';
}

const resource = (path: string, id: string, create?: ForeignCase): Record<string, ForeignCase> => ({
  [`${path}.get`]: { input: { id } },
  [`${path}.update`]: { input: { id, expectedVersion: 1, patch: {} } },
  [`${path}.archive`]: { input: { id, expectedVersion: 1 } },
  [`${path}.restore`]: { input: { id, expectedVersion: 1 } },
  ...(create ? { [`${path}.create`]: create } : {}),
});

/** One case for each procedure whose input mentions an id. */
export const foreignCases = (theirs: ForeignIds): Readonly<Record<string, ForeignCase>> => ({
  ...resource('directory.healthSystems', theirs.healthSystem),
  ...resource('directory.sites', theirs.site, {
    input: {
      name: 'Ours',
      timeZone: 'UTC',
      healthSystemId: theirs.healthSystem,
      address: null,
      officePhone: null,
      contactPerson: null,
      contactEmail: null,
    },
    expected: 'invalid',
  }),
  ...resource('directory.programs', theirs.program, {
    input: { name: 'Ours', kind: 'residency', specialty: 'Surgery', siteId: theirs.site, maxPgy: 3 },
    expected: 'invalid',
  }),
  ...resource('directory.people', theirs.person),
  ...resource('directory.personPrograms', theirs.personProgram, {
    input: { personId: theirs.person, programId: theirs.program, startsOn: '2026-07-01', endsOn: null },
    expected: 'invalid',
  }),
  'system.audit': { input: { entityId: theirs.site }, expected: 'nothing' },
  'system.jobs.get': { input: { id: theirs.job } },
  'system.jobs.cancel': { input: { id: theirs.job } },
  'system.jobs.watch': { input: { id: theirs.job } },
  'identity.account.endSession': { input: { id: theirs.user } },
  'identity.members.deactivate': { input: { id: theirs.member, expectedVersion: 1 } },
  'identity.members.reactivate': { input: { id: theirs.member, expectedVersion: 1 } },
  'identity.members.setRoles': { input: { id: theirs.member, expectedVersion: 1, roleIds: [] } },
  'identity.members.accountEvents': { input: { userId: theirs.user }, expected: 'nothing' },
  'identity.roles.setPermissions': { input: { id: theirs.role, expectedVersion: 1, permissions: [] } },
  'identity.invitations.create': { input: { email: 'guest@example.org', roleIds: [theirs.role] } },
  'identity.invitations.revoke': { input: { id: theirs.invitation, expectedVersion: 1 } },
  ...resource('quality.facilities', theirs.quality.facility),
  ...resource('quality.metrics', theirs.quality.metric),
  'quality.claimFacility': { input: { id: theirs.quality.facility, expectedVersion: 1, isOwn: true } },
  'quality.signals.feed': { input: { facilityIds: [theirs.quality.facility] }, expected: 'nothing' },
  'quality.signals.counts': { input: { metricIds: [theirs.quality.metric] }, expected: 'nothing' },
  'quality.signals.page': { input: { id: theirs.quality.signal } },
  'quality.signals.edit': { input: { id: theirs.quality.signal, expectedVersion: 1 } },
  'quality.imports.get': { input: { id: theirs.quality.importBatch } },
  'quality.imports.rejections': { input: { id: theirs.quality.importBatch } },
  'quality.imports.confirm': { input: { id: theirs.quality.importBatch } },
  'quality.imports.cancel': { input: { id: theirs.quality.importBatch } },
});
