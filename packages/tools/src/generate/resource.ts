import { after, atEnd, Draft, withImport } from './files.ts';
import { draftMigration, requireContext } from './migration.ts';
import { namesOf } from './names.ts';
import { messages, migrationBody, model, page, permissionOf, permissions, resource, route, row, type Subject } from './templates.ts';

function draftDomain(draft: Draft, subject: Subject): void {
  const { context, kebab, camel, pascal, snakePlural } = subject;
  const folder = `packages/domain/src/${context}`;
  draft.add(`${folder}/schema/${kebab}.ts`, row(subject));
  draft.edit(`${folder}/schema.ts`, (text) => `${text.trimEnd()}\nexport * from './schema/${kebab}.ts';\n`);
  draft.edit(`${folder}/model.ts`, (text) => atEnd(withImport(text, `type ${pascal}Row`, './schema.ts'), model(subject)));
  draft.edit(`${folder}/resources.ts`, (text) => atEnd(withImport(text, `${camel}Row`, './schema.ts'), resource(subject)));
  draft.edit(`${folder}/access.ts`, (text) =>
    after(
      after(text, /permissions: \{/, permissions(subject)),
      /grants: \[/,
      `'${permissionOf(subject, 'read')}', '${permissionOf(subject, 'write')}', `,
    ),
  );
  draft.edit('packages/domain/src/tables.ts', (text) => {
    const lines = [...text.matchAll(new RegExp(`^  '${context}\\.[^\\n]*\\n`, 'gm'))];
    const last = lines.at(-1)?.[0];
    const line = `  '${context}.${snakePlural}': ${context}.${camel}Row,\n`;
    return last ? text.replace(last, `${last}${line}`) : text;
  });
}

function draftServer(draft: Draft, { context, camelPlural, pascal }: Subject): void {
  draft.edit(`apps/server/src/${context}/router.ts`, (text) => {
    const imported = [
      [pascal, `@wardwright/domain/${context}/model`],
      [camelPlural, `@wardwright/domain/${context}/resources`],
      ['resourceRouter', '../trpc/resource-router.ts'],
    ].reduce((sum, [name = '', from = '']) => (new RegExp(`\\b${name}\\b[^;]*from '${from}'`).test(sum) ? sum : withImport(sum, name, from)), text);
    return after(imported, new RegExp(`${context}Router = router\\(\\{`), `\n  ${camelPlural}: resourceRouter(${camelPlural}, ${pascal}),`);
  });
}

function draftPage(draft: Draft, subject: Subject): void {
  const folder = `apps/web/src/${subject.context}`;
  draft.add(`${folder}/${subject.kebabPlural}-page.tsx`, page(subject));
  draft.edit(`${folder}/messages.ts`, (text) => text.replace(/^\} as const/m, `${messages(subject)}} as const`));
  draft.edit(`${folder}/routes.tsx`, (text) => after(text, new RegExp(`${subject.context}Routes = \\[`), route(subject)));
}

/**
 * Makes everything a plain table needs, from the migration to the page. From then on the files belong to whoever asked.
 * @returns the files that were written or changed
 */
export function newResource(root: string, context: string, noun: string, now: Date, plural?: string): readonly string[] {
  requireContext(root, context);
  const subject: Subject = { context, ...namesOf(noun, plural) };
  const draft = new Draft(root);
  draftMigration(draft, context, subject.snakePlural, now, migrationBody(subject));
  draftDomain(draft, subject);
  draftServer(draft, subject);
  draftPage(draft, subject);
  return draft.write();
}
