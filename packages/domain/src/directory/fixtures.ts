import { execute, resourceOperations, type Scope } from '../db/index.ts';
import { HealthSystem, Person, PersonProgram, Program, Site } from './model.ts';
import { healthSystems, people, personPrograms, programs, sites } from './resources.ts';

const demoSites = [
  { name: 'Larkmoor University Hospital', address: '1 Larkmoor Avenue', officePhone: '(555) 010-1000' },
  { name: 'Harrow Vale Medical Center', address: '400 Vale Road', officePhone: '(555) 010-4000' },
  { name: 'Copper Ridge Community Hospital', address: '27 Ridge Street', officePhone: '(555) 010-2700' },
] as const;

const demoPrograms = [
  { name: 'Family Medicine', kind: 'residency', specialty: 'Family medicine', maxPgy: 3, at: 0 },
  { name: 'Internal Medicine', kind: 'residency', specialty: 'Internal medicine', maxPgy: 3, at: 0 },
  { name: 'Third-year clerkships', kind: 'clerkship', specialty: 'All core clerkships', maxPgy: 3, at: 1 },
] as const;

const demoFaculty = [
  { name: 'Edda Brandvold', facultyRole: 'pd', primaryDuty: 'Program direction', program: 0 },
  { name: 'Calder Novak', facultyRole: 'apd', primaryDuty: 'Inpatient teaching', program: 0 },
  { name: 'Priya Lindqvist', facultyRole: 'core', primaryDuty: 'Continuity clinic', program: 1 },
  { name: 'Oren Falk', facultyRole: 'sports_med', primaryDuty: 'Sports medicine clinic', program: 0 },
] as const;

const demoResidents = [
  { name: 'Amara Sole', pgyLevel: 1, program: 0 },
  { name: 'Bastian Ruiz-Holm', pgyLevel: 1, program: 0 },
  { name: 'Cleo Hartigan', pgyLevel: 2, program: 0 },
  { name: 'Dario Whitcombe', pgyLevel: 2, program: 1 },
  { name: 'Elin Marchetti', pgyLevel: 3, program: 1 },
  { name: 'Farid Oduya', pgyLevel: 3, program: 0 },
] as const;

const unsaid = {
  email: null,
  specialties: [],
  targetClinicalBlocks: null,
  performsProcedures: false,
  canScreen: false,
  screenerRole: null,
  screeningEfficiency: 100,
};

/**
 * Fills a new demo tenant with a health system, three sites, three programs and ten invented people.
 * @throws DomainError `conflict` when the tenant has them already
 */
export async function addDemoDirectory(scope: Scope): Promise<void> {
  const within: Scope = { ...scope, permissions: new Set([healthSystems.access.write]) };
  const system = await execute(resourceOperations(healthSystems, HealthSystem).create, within, {
    name: 'Larkmoor Health',
    location: 'Three hospitals and their clinics',
    description: null,
  });
  const siteIds: string[] = [];
  for (const site of demoSites) {
    const rest = { timeZone: 'America/Denver', healthSystemId: system.id, contactPerson: null, contactEmail: null };
    siteIds.push((await execute(resourceOperations(sites, Site).create, within, { ...site, ...rest })).id);
  }
  const programIds: string[] = [];
  for (const { at, ...program } of demoPrograms) {
    const siteId = siteIds[at] ?? '';
    programIds.push((await execute(resourceOperations(programs, Program).create, within, { ...program, siteId })).id);
  }
  const persons = [
    ...demoFaculty.map((one) => ({ ...unsaid, ...one, type: 'faculty' as const, pgyLevel: null })),
    ...demoResidents.map((one) => ({ ...unsaid, ...one, type: 'resident' as const, facultyRole: null, primaryDuty: null })),
  ];
  for (const { program, ...person } of persons) {
    const { id } = await execute(resourceOperations(people, Person).create, within, person);
    const stay = { personId: id, programId: programIds[program] ?? '', startsOn: '2026-07-01', endsOn: null };
    await execute(resourceOperations(personPrograms, PersonProgram).create, within, stay);
  }
}
