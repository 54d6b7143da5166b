import type { Knex } from 'knex';
import { z } from 'zod';
import { newestFirst, pageAfter } from '../../db/keyset.ts';
import { defineQuery } from '../../db/operation.ts';
import { byId, found, pageInput, pageOf } from '../../kernel/index.ts';
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
  read: async (trx, _scope, page) => await pageAfter(withNames(trx), newestFirst('createdAt', 'b'), page, shown),
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
  read: async (trx, scope, { id, ...page }) => {
    await ImportBatch.byId(trx, scope, id);
    return await pageAfter(
      ImportRejection.query(trx).where({ batchId: id }),
      { columns: ['line', 'id'], order: 'asc', leading: z.int() },
      page,
      (row) => rejectionShape.parse(row),
    );
  },
});
