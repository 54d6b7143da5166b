import { resourceOperations, type TenantModel } from '@wardwright/domain/db';
import type { Resource } from '@wardwright/domain/kernel';
import type { z } from 'zod';
import { command, query } from './procedures.ts';
import { router } from './trpc.ts';

/** Puts the plain operations of a reference table on the wire. */
export function resourceRouter<Row extends z.ZodObject, Write extends z.ZodObject, Sort extends string>(
  resource: Resource<Row, Write, Sort>,
  model: typeof TenantModel,
) {
  const operations = resourceOperations(resource, model);
  return router({
    /** Rows in the chosen order, a page at a time; archived ones only when asked. */
    list: query(operations.list),
    /** One row. `not-found` for an id that is not of this tenant. */
    get: query(operations.get),
    /** Adds a row and answers with its id and version. */
    create: command(operations.create),
    /** Changes a row; a stale version is refused with `conflict`. */
    update: command(operations.update),
    /** Takes a row out of the lists; what refers to it keeps doing so. */
    archive: command(operations.archive),
    /** Puts an archived row back. */
    restore: command(operations.restore),
  });
}
