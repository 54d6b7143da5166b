import { defineResource } from '../kernel/index.ts';
import { healthSystemRow, personProgramRow, personRow, programRow, siteRow } from './schema.ts';

const access = { read: 'directory.entry.read', write: 'directory.entry.write' } as const;

/** Groups of hospitals and clinics, as people list and edit them. */
export const healthSystems = defineResource({
  name: 'health system',
  path: 'directory.healthSystems',
  row: healthSystemRow,
  write: healthSystemRow.pick({ name: true, location: true, description: true }),
  sort: ['name', 'createdAt'],
  access,
});

/** Buildings where people work, as people list and edit them; shifts are planned by the clock of the site. */
export const sites = defineResource({
  name: 'site',
  path: 'directory.sites',
  row: siteRow,
  write: siteRow.pick({
    name: true,
    timeZone: true,
    healthSystemId: true,
    address: true,
    officePhone: true,
    contactPerson: true,
    contactEmail: true,
  }),
  sort: ['name', 'createdAt'],
  access,
});

/** Residencies and clerkships, as people list and edit them. Calendar and rule settings are not in the plain form. */
export const programs = defineResource({
  name: 'program',
  path: 'directory.programs',
  row: programRow,
  write: programRow.pick({ name: true, kind: true, specialty: true, siteId: true, maxPgy: true }),
  sort: ['name', 'specialty', 'createdAt'],
  access,
});

/** Residents and faculty members, as people list and edit them. Logins and counts of duties are not in the plain form. */
export const people = defineResource({
  name: 'person',
  path: 'directory.people',
  row: personRow,
  write: personRow.pick({
    name: true,
    type: true,
    email: true,
    pgyLevel: true,
    facultyRole: true,
    primaryDuty: true,
    specialties: true,
    targetClinicalBlocks: true,
    performsProcedures: true,
    canScreen: true,
    screenerRole: true,
    screeningEfficiency: true,
  }),
  sort: ['name', 'type', 'createdAt'],
  access,
});

/** Who is in which program from which day to which, as people list and edit it. */
export const personPrograms = defineResource({
  name: 'program membership',
  path: 'directory.personPrograms',
  row: personProgramRow,
  write: personProgramRow.pick({ personId: true, programId: true, startsOn: true, endsOn: true }),
  sort: ['startsOn', 'createdAt'],
  access,
});
