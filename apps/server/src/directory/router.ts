import { HealthSystem, Person, PersonProgram, Program, Site } from '@wardwright/domain/directory/model';
import { healthSystems, people, personPrograms, programs, sites } from '@wardwright/domain/directory/resources';
import { resourceRouter } from '../trpc/resource-router.ts';
import { router } from '../trpc/trpc.ts';

/** People, programs, sites and health systems: plain lists that every other context refers to. */
export const directoryRouter = router({
  /** Groups of hospitals under one roof. */
  healthSystems: resourceRouter(healthSystems, HealthSystem),
  /** Places where people work, each with its time zone. */
  sites: resourceRouter(sites, Site),
  /** Residencies, fellowships and clerkships. */
  programs: resourceRouter(programs, Program),
  /** Residents, faculty, students and staff, with or without a login. */
  people: resourceRouter(people, Person),
  /** Who belongs to which program, since when, and at which PGY. */
  personPrograms: resourceRouter(personPrograms, PersonProgram),
});
