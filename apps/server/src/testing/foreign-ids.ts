import { randomBytes } from 'node:crypto';
import { ask, execute, inTenant, resourceOperations, type Scope } from '@wardwright/domain/db';
import { HealthSystem, Person, PersonProgram, Program, Site } from '@wardwright/domain/directory/model';
import { healthSystems, people, personPrograms, programs, sites } from '@wardwright/domain/directory/resources';
import { invite } from '@wardwright/domain/identity/commands';
import { memberList, roleList } from '@wardwright/domain/identity/queries';
import { oneOfEach as oneOfEachInQuality, type OneOfEach as QualityIds } from '@wardwright/domain/quality/fixtures';
import { enqueueJob } from '@wardwright/domain/system/commands';

/** Ids of another tenant, one of each kind; a caller of our tenant must get nothing with them. */
export interface ForeignIds {
  readonly healthSystem: string;
  readonly site: string;
  readonly program: string;
  readonly person: string;
  readonly personProgram: string;
  readonly job: string;
  readonly member: string;
  readonly user: string;
  readonly role: string;
  readonly invitation: string;
  readonly quality: QualityIds;
}

/** Fills a tenant with one thing of each kind. */
export async function oneOfEach(scope: Scope): Promise<ForeignIds> {
  const healthSystem = await execute(resourceOperations(healthSystems, HealthSystem).create, scope, {
    name: 'Theirs',
    location: null,
    description: null,
  });
  const site = await execute(resourceOperations(sites, Site).create, scope, {
    name: 'Their site',
    timeZone: 'America/Denver',
    healthSystemId: healthSystem.id,
    address: null,
    officePhone: null,
    contactPerson: null,
    contactEmail: null,
  });
  const program = await execute(resourceOperations(programs, Program).create, scope, {
    name: 'Their program',
    kind: 'residency',
    specialty: 'Family medicine',
    siteId: site.id,
    maxPgy: 3,
  });
  const person = await execute(resourceOperations(people, Person).create, scope, {
    name: 'Their resident',
    type: 'resident',
    email: null,
    pgyLevel: 1,
    facultyRole: null,
    primaryDuty: null,
    specialties: [],
    targetClinicalBlocks: null,
    performsProcedures: false,
    canScreen: false,
    screenerRole: null,
    screeningEfficiency: 100,
  });
  const personProgram = await execute(resourceOperations(personPrograms, PersonProgram).create, scope, {
    personId: person.id,
    programId: program.id,
    startsOn: '2026-07-01',
    endsOn: null,
  });
  const job = await inTenant(scope, (trx) => enqueueJob(trx, scope, { task: 'nothing', title: 'Theirs', input: {} }));
  const { rows: members } = await ask(memberList, scope, {});
  const [role] = await ask(roleList, scope, {});
  const invitation = await execute(invite, scope, {
    email: `guest-${randomBytes(4).toString('hex')}@example.org`,
    roleIds: [role?.id ?? ''],
  });
  const [member] = members;
  const quality = await oneOfEachInQuality(scope);
  return {
    healthSystem: healthSystem.id,
    site: site.id,
    program: program.id,
    person: person.id,
    personProgram: personProgram.id,
    job,
    member: member?.id ?? '',
    user: member?.userId ?? '',
    role: role?.id ?? '',
    invitation: invitation.id,
    quality,
  };
}
