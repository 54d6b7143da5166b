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
    list: query(operations.list),
    get: query(operations.get),
    create: command(operations.create),
    update: command(operations.update),
    archive: command(operations.archive),
    restore: command(operations.restore),
  });
}
