import { z } from 'zod';
import { byId, pageInput, pageOf, type Resource, rowVersion } from '../kernel/index.ts';
import { pageAfter } from './keyset.ts';
import { type Command, defineCommand, defineQuery } from './operation.ts';
import type { TenantModel } from './tenant-model.ts';

const versioned = { id: z.uuid(), expectedVersion: rowVersion };

interface Versioned {
  readonly id: string;
  readonly expectedVersion: number;
}

type Patch<Write extends z.ZodObject> = z.ZodObject<{
  [Column in keyof Write['shape']]: z.ZodOptional<Write['shape'][Column]>;
}>;

/** Every column optional. Said in full, because TypeScript forgets the columns of an unresolved `partial()`. */
const patchOf = <Write extends z.ZodObject>(write: Write) => write.partial() as unknown as Patch<Write>;

/**
 * List, get, create, update, archive and restore for a table with no life of its own. Anything cleverer is a command.
 * Lists page by key in the order of one sortable column; archived rows are listed apart.
 */
export function resourceOperations<Row extends z.ZodObject, Write extends z.ZodObject, Sort extends string>(
  resource: Resource<Row, Write, Sort>,
  model: typeof TenantModel,
) {
  const { row, write, access } = resource;
  const named = (verb: string) => `${resource.path.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.${verb}`;
  // A column the schema does not name cannot leave the server.
  const shown = (found: object): z.input<Row> => row.parse(found) as z.input<Row>;

  const change = <Input extends z.ZodType<Versioned>>(
    verb: string,
    input: Input,
    patch: (given: z.output<Input>) => object,
  ): Command<Input, Row> =>
    defineCommand({
      name: named(verb),
      permission: access.write,
      input,
      output: row,
      run: async (trx, scope, given) => {
        const before = await model.byId(trx, scope, given.id);
        const after = await model.change(trx, scope, given.id, patch(given), given.expectedVersion);
        return { result: shown(after), audit: [{ entity: model.tableName, entityId: given.id, before, after }] };
      },
    });

  return {
    list: listOf(resource, model, named('list'), shown),
    get: defineQuery({
      name: named('get'),
      permission: access.read,
      input: byId,
      output: row,
      read: async (trx, scope, { id }) => shown(await model.byId(trx, scope, id)),
    }),
    create: defineCommand({
      name: named('create'),
      permission: access.write,
      input: write,
      output: row,
      run: async (trx, scope, input) => {
        const after = await model.add(trx, scope, input);
        return { result: shown(after), audit: [{ entity: model.tableName, entityId: after.id, after }] };
      },
    }),
    update: change('update', z.object({ ...versioned, patch: patchOf(write) }), (given) => given.patch),
    archive: change('archive', z.object(versioned), () => ({ archivedAt: new Date().toISOString() })),
    restore: change('restore', z.object(versioned), () => ({ archivedAt: null })),
  };
}

function listOf<Row extends z.ZodObject, Write extends z.ZodObject, Sort extends string>(
  { row, sort, access }: Resource<Row, Write, Sort>,
  model: typeof TenantModel,
  name: string,
  shown: (found: object) => z.input<Row>,
) {
  return defineQuery({
    name,
    permission: access.read,
    input: z.object({ ...pageInput, sort: z.enum(sort).default(sort[0]), archived: z.boolean().default(false) }),
    output: pageOf(row),
    read: async (trx, _scope, { limit, cursor, sort: by, archived }) => {
      const rows = model.query(trx);
      void (archived ? rows.whereNotNull('archivedAt') : rows.whereNull('archivedAt'));
      const key = { columns: [by, 'id'], order: 'asc', leading: z.union([z.string(), z.number()]) } as const;
      return await pageAfter(rows, key, { limit, cursor }, shown);
    },
  });
}
