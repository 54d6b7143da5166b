import type { Knex } from 'knex';
import { z } from 'zod';
import { defineQuery } from '../../db/operation.ts';
import { byId, decodeCursor, encodeCursor, found, pageInput, pageOf } from '../../kernel/index.ts';
import { ImportBatch, ImportRejection } from '../model.ts';
import { importShape, rejectionShape } from './import-shapes.ts';

const listed = pageOf(importShape);
type Shown = z.input<typeof importShape>;

const withNames = (trx: Knex.Transaction) =>
  ImportBatch.query(trx)
    .alias('b')
    .leftJoin('identity.users as u', 'u.id', 'b.requestedBy')
    .leftJoin('identity.servicePrincipals as p', 'p.id', 'b.requestedBy')
    .select('b.*', trx.raw('coalesce(u.name, p.name) as requested_by_name'));

const shown = (batch: ImportBatch): Shown => importShape.parse(batch);

/** Imports of the tenant, newest first. */
export const importList = defineQuery({
  name: 'quality.import.list',
  permission: 'quality.import.read',
  input: z.object(pageInput),
  output: listed,
  read: async (trx, _scope, { limit, cursor }) => {
    const batches = withNames(trx).orderBy([
      { column: 'b.createdAt', order: 'desc' },
      { column: 'b.id', order: 'desc' },
    ]);
    if (cursor)
      void batches.whereRaw('(b.created_at, b.id) < (?, ?)', [...decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]))]);
    const rows = await batches.limit(limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      rows: rows.slice(0, limit).map(shown),
      nextCursor: last ? encodeCursor([last.createdAt, last.id]) : null,
    };
  },
});

/** One import: what the file is, what became of its rows, and what the comparison came to. */
export const importById = defineQuery({
  name: 'quality.import.get',
  permission: 'quality.import.read',
  input: byId,
  output: importShape,
  read: async (trx, scope, { id }) => shown(found(await withNames(trx).findOne({ 'b.tenantId': scope.tenantId, 'b.id': id }), 'import')),
});

/** Rows of an import that could not be kept, in the order of the file. */
export const importRejections = defineQuery({
  name: 'quality.import.rejections',
  permission: 'quality.import.read',
  input: byId.extend(pageInput),
  output: pageOf(rejectionShape),
  read: async (trx, scope, { id, limit, cursor }) => {
    await ImportBatch.byId(trx, scope, id);
    const rejected = ImportRejection.query(trx).where({ batchId: id }).orderBy(['line', 'id']);
    if (cursor) void rejected.whereRaw('(line, id) > (?, ?)', [...decodeCursor(cursor, z.tuple([z.int(), z.uuid()]))]);
    const rows = await rejected.limit(limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      rows: rows.slice(0, limit).map((row) => rejectionShape.parse(row)),
      nextCursor: last ? encodeCursor([last.line, last.id]) : null,
    };
  },
});
