import { appliedSteps, migrate, prepareJobs, unknownSteps } from '@wardwright/domain/db';
import { StartError } from './error.ts';
import type { Server } from './server.ts';

/**
 * Brings the tables and the queue to this version.
 * @returns the steps carried out
 * @throws StartError when the data were written by a newer version.
 */
export async function prepareSchema({ urls, folder }: Server): Promise<readonly string[]> {
  const unknown = unknownSteps(await appliedSteps(urls.owner));
  if (unknown.length > 0)
    throw new StartError(
      `The data in ${folder ?? 'the database'} were written by a newer version of Wardwright (${unknown.at(-1)}); start that version, or restore a backup made by this one.`,
    );
  const steps = await migrate(urls.owner);
  await prepareJobs(urls.jobs);
  return steps;
}
