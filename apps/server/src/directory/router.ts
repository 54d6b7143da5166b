import { HealthSystem, Person, PersonProgram, Program, Site } from '@wardwright/domain/directory/model';
import { healthSystems, people, personPrograms, programs, sites } from '@wardwright/domain/directory/resources';
import { resourceRouter } from '../trpc/resource-router.ts';
import { router } from '../trpc/trpc.ts';

/** People, programs, sites and health systems: plain lists that every other context refers to. */
export const directoryRouter = router({
  healthSystems: resourceRouter(healthSystems, HealthSystem),
  sites: resourceRouter(sites, Site),
  programs: resourceRouter(programs, Program),
  people: resourceRouter(people, Person),
  personPrograms: resourceRouter(personPrograms, PersonProgram),
});
