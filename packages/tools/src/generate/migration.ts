import { existsSync } from 'node:fs';
import path from 'node:path';
import { Draft } from './files.ts';
import { Refusal } from './names.ts';

const index = 'migrations/index.ts';

const stamp = (now: Date): string => now.toISOString().replaceAll(/\D/g, '').slice(0, 14);

const emptyBody = `
export async function up(knex: Knex): Promise<void> {
  await knex.raw(\`do $$ begin raise exception 'This migration has not been written yet.'; end $$\`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(\`do $$ begin raise exception 'This migration has not been written yet.'; end $$\`);
}
`;

/** Adds a migration and its place in the index to a draft. The body is what follows the import of knex. */
export function draftMigration(draft: Draft, context: string, what: string, now: Date, body = emptyBody): string {
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(what)) throw new Refusal(`"${what}" cannot name a migration: use small letters, such as add_call_rooms.`);
  const name = `${stamp(now)}_${context}_${what}`;
  const local = `m${name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;
  draft.add(`migrations/${name}.ts`, `import type { Knex } from 'knex';\n${body}`);
  draft.edit(index, (text) => {
    const last = /\{ name: '([^']+)', migration: \w+ \},\n\];/.exec(text)?.[1] ?? '';
    if (last >= name) throw new Refusal(`${last} is dated after ${name}; migrations run in the order of their names.`);
    const imported = text.replace(/\n\ninterface Step/, `\nimport * as ${local} from './${name}.ts';\n\ninterface Step`);
    return imported.replace(/(\{ name: '[^']+', migration: \w+ \},\n)\];/, `$1  { name: '${name}', migration: ${local} },\n];`);
  });
  return name;
}

/** The contexts are the folders of the domain that have a schema. */
export function requireContext(root: string, context: string): void {
  if (!/^[a-z]+$/.test(context) || !existsSync(path.join(root, 'packages/domain/src', context, 'schema.ts')))
    throw new Refusal(`There is no context "${context}": packages/domain/src has no folder of that name with a schema.ts.`);
}

/** Makes an empty migration. @returns the files that were written */
export function newMigration(root: string, context: string, what: string, now: Date): readonly string[] {
  requireContext(root, context);
  const draft = new Draft(root);
  draftMigration(draft, context, what.replaceAll(/[\s-]+/g, '_').toLowerCase(), now);
  return draft.write();
}
