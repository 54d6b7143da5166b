import { defineResource } from '../kernel/index.ts';
import { healthSystemRow, personProgramRow, personRow, programRow, siteRow } from './schema.ts';

const access = { read: 'directory.entry.read', write: 'directory.entry.write' } as const;

export const healthSystems = defineResource({
  name: 'health system',
  path: 'directory.healthSystems',
  row: healthSystemRow,
  write: healthSystemRow.pick({ name: true, location: true, description: true }),
  sort: ['name', 'createdAt'],
  access,
});

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

export const programs = defineResource({
  name: 'program',
  path: 'directory.programs',
  row: programRow,
  write: programRow.pick({ name: true, kind: true, specialty: true, siteId: true, maxPgy: true }),
  sort: ['name', 'specialty', 'createdAt'],
  access,
});

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

export const personPrograms = defineResource({
  name: 'program membership',
  path: 'directory.personPrograms',
  row: personProgramRow,
  write: personProgramRow.pick({ personId: true, programId: true, startsOn: true, endsOn: true }),
  sort: ['startsOn', 'createdAt'],
  access,
});
