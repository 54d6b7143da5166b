import { type Command, defineCommand, defineQuery, type TenantModel } from '@wardwright/domain/db';
import { byId, decodeCursor, encodeCursor, pageInput, pageOf, type Resource } from '@wardwright/domain/kernel';
import { z } from 'zod';
import { command, query } from './procedures.ts';
import { router } from './trpc.ts';

const versioned = byId.extend({ expectedVersion: z.int().min(1) });

/** List, get, create, update, archive: for tables with no life of their own. Anything cleverer is a command. */
export function resourceRouter<Row extends z.ZodObject, Write extends z.ZodObject, Sort extends string>(
  { name, path, row, write, sort, access }: Resource<Row, Write, Sort>,
  model: typeof TenantModel,
) {
  const noun = path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const shown = (found: object): z.input<Row> => row.parse(found) as z.input<Row>;

  const change = <Input extends z.ZodType>(
    verb: string,
    input: Input,
    patchOf: (given: z.output<Input>) => { id: string; expectedVersion: number; patch: object },
  ): Command<Input, Row> =>
    defineCommand({
      name: `${noun}.${verb}`,
      permission: access.write,
      input,
      output: row,
      run: async (trx, scope, given) => {
        const { id, expectedVersion, patch } = patchOf(given);
        const before = await model.byId(trx, scope, id);
        const after = await model.change(trx, scope, id, patch, expectedVersion);
        return { result: shown(after), audit: [{ entity: model.tableName, entityId: id, before, after }] };
      },
    });

  return router({
    list: query(
      defineQuery({
        name: `${noun}.list`,
        permission: access.read,
        input: z.object({ ...pageInput, sort: z.enum(sort).default(sort[0]), archived: z.boolean().default(false) }),
        output: pageOf(row),
        read: async (trx, _scope, { limit, cursor, sort: by, archived }) => {
          let rows = model.query(trx).orderBy([by, 'id']).limit(limit + 1);
          rows = archived ? rows.whereNotNull('archivedAt') : rows.whereNull('archivedAt');
          if (cursor) {
            const [value, id] = decodeCursor(cursor, z.tuple([z.union([z.string(), z.number()]), z.uuid()]));
            rows = rows.whereRaw('(??, id) > (?, ?)', [by, value, id]);
          }
          const found = await rows;
          const page = found.slice(0, limit).map(shown);
          const last = found.length > limit ? (found[limit - 1] as unknown as Record<string, unknown>) : null;
          return { rows: page, nextCursor: last ? encodeCursor([last[by], last['id']]) : null };
        },
      }),
    ),

    get: query(
      defineQuery({
        name: `${noun}.get`,
        permission: access.read,
        input: byId,
        output: row,
        read: async (trx, scope, { id }) => shown(await model.byId(trx, scope, id)),
      }),
    ),

    create: command(
      defineCommand({
        name: `${noun}.create`,
        permission: access.write,
        input: write,
        output: row,
        run: async (trx, scope, input) => {
          const after = await model.add(trx, scope, input);
          return { result: shown(after), audit: [{ entity: model.tableName, entityId: after.id, after }] };
        },
      }),
    ),

    update: command(
      change('update', versioned.extend({ patch: write.partial() }), ({ id, expectedVersion, patch }) => ({
        id,
        expectedVersion,
        patch,
      })),
    ),

    archive: command(
      change('archive', versioned, ({ id, expectedVersion }) => ({
        id,
        expectedVersion,
        patch: { archivedAt: new Date().toISOString() },
      })),
    ),

    restore: command(
      change('restore', versioned, ({ id, expectedVersion }) => ({ id, expectedVersion, patch: { archivedAt: null } })),
    ),
  });
}
