import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { dataModelPage, rewriting } from '../data-model/page.ts';
import { repository } from '../files.ts';
import type { Guard } from '../guard.ts';
import { readTables } from './catalog.ts';

export const pageFile = 'docs/data-model.md';

/** The page of this root against the schema. */
export const dataModelOf = (root: string): Guard<Knex> => ({
  name: 'data model page',
  promise: `${pageFile} describes the schema as it is.`,
  check: async (knex) => {
    const file = path.join(root, pageFile);
    const written = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const wanted = dataModelPage(await readTables(knex)).split('\n');
    const line = wanted.findIndex((text, index) => text !== written[index]);
    const fresh = line === -1 && written.length === wanted.length;
    return {
      looked: wanted.length,
      unit: 'lines',
      offences: fresh ? [] : [`${pageFile} is out of date from line ${line === -1 ? wanted.length : line + 1} on: run "${rewriting}" and commit the page`],
    };
  },
});

export const dataModel: Guard<Knex> = dataModelOf(repository);
