import type { Knex } from 'knex';
import { columnNames } from './database/column-names.ts';
import { dataModel } from './database/data-model.ts';
import { foreignKeyIndexes, tenantKeys } from './database/keys.ts';
import { databaseRoles } from './database/roles.ts';
import { rowShapes } from './database/row-shapes.ts';
import { tenancy } from './database/tenancy.ts';
import type { Guard } from './guard.ts';
import { bundleContents } from './guards/bundle-contents.ts';
import { fileLength } from './guards/file-length.ts';
import { firstLoad } from './guards/first-load.ts';
import { importRules } from './guards/import-rules.ts';
import { lint } from './guards/lint.ts';
import { migrationIndex } from './guards/migration-index.ts';
import { outputTypes } from './guards/output-types.ts';
import { productWords } from './guards/product-words.ts';
import { routerDeclarations } from './guards/router-declarations.ts';
import { unusedCode } from './guards/unused-code.ts';

/** Guards over what people write. They need neither a build nor a database. */
export const sourceGuards: readonly Guard[] = [fileLength, productWords, migrationIndex, importRules, unusedCode, lint];

/** Guards over what `turbo run types build` makes. */
export const buildGuards: readonly Guard[] = [routerDeclarations, outputTypes, bundleContents, firstLoad];

/** Guards over a freshly migrated database, read by its superuser. */
export const databaseGuards: readonly Guard<Knex>[] = [rowShapes, columnNames, tenancy, tenantKeys, foreignKeyIndexes, databaseRoles, dataModel];
