import type { Names } from './names.ts';

/** What a template needs to know: in which context, and what the thing is called. */
export interface Subject extends Names {
  readonly context: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `An ${noun}` : `A ${noun}`);

export const permissionOf = ({ context, kebab }: Subject, verb: 'read' | 'write'): string => `${context}.${kebab}.${verb}`;

export const migrationBody = ({ context, snakePlural }: Subject): string => `
export async function up(knex: Knex): Promise<void> {
  await knex.raw(\`
    create table ${context}.${snakePlural} (
      tenant_id uuid not null references identity.tenants (id),
      id uuid not null default gen_random_uuid(),
      name text not null,
      archived_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, name)
    );
    select system.protect_tenant_table('${context}.${snakePlural}', 'select, insert, update');
  \`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table ${context}.${snakePlural}');
}
`;

export const row = ({ camel, pascal, singular }: Subject): string => `import { z } from 'zod';
import { archivable, lifecycleColumns, tenantColumns, words } from '../../kernel/index.ts';

/** ${article(singular)} of the hospital group. */
export const ${camel}Row = z.object({
  ...tenantColumns,
  name: words(),
  ...archivable,
  ...lifecycleColumns,
});
export type ${pascal}Row = z.infer<typeof ${camel}Row>;
`;

export const model = ({ context, pascal, plural, singular, snakePlural }: Subject): string => `
/** ${capital(plural)}, as the database keeps them. */
export interface ${pascal} extends ${pascal}Row {}
export class ${pascal} extends TenantModel {
  static override tableName = '${context}.${snakePlural}';
  static override noun = '${singular}';
}
`;

export const resource = (subject: Subject): string => `
/** ${capital(subject.plural)}, as people list and edit them. */
export const ${subject.camelPlural} = defineResource({
  name: '${subject.singular}',
  path: '${subject.context}.${subject.camelPlural}',
  row: ${subject.camel}Row,
  write: ${subject.camel}Row.pick({ name: true }),
  sort: ['name', 'createdAt'],
  access: { read: '${permissionOf(subject, 'read')}', write: '${permissionOf(subject, 'write')}' },
});
`;

export const permissions = (subject: Subject): string => `
    '${permissionOf(subject, 'read')}': 'See ${subject.plural}',
    '${permissionOf(subject, 'write')}': 'Add, change and archive ${subject.plural}',`;

export const messages = ({ context, camelPlural, plural, singular }: Subject): string =>
  [
    [`${context}.${camelPlural}`, capital(plural)],
    [`${context}.${camelPlural}.add`, `Add ${singular}`],
    [`${context}.${camelPlural}.empty`, `No ${plural} yet`],
    [`${context}.${camelPlural}.field.name`, 'Name'],
  ]
    .map(([id, words]) => `  '${id}': '${words}',\n`)
    .join('');

export const page = (subject: Subject): string => {
  const { context, camelPlural, plural } = subject;
  const name = `${capital(camelPlural)}Page`;
  return `import { ${camelPlural} } from '@wardwright/domain/${context}/resources';
import type { ReactElement } from 'react';
import type { PlainMessageId } from '../shell/catalogue.ts';
import { useMay, useMembership } from '../shell/membership.tsx';
import { ResourcePage, type ResourceWords } from '../shell/resource/resource-page.tsx';
import { clientOf } from '../shell/trpc.ts';

const labels: Readonly<Record<string, PlainMessageId>> = {
  name: '${context}.${camelPlural}.field.name',
};

const words: ResourceWords = {
  title: '${context}.${camelPlural}',
  add: '${context}.${camelPlural}.add',
  empty: '${context}.${camelPlural}.empty',
  field: (name) => labels[name] ?? '${context}.${camelPlural}.field.name',
  choice: () => null,
};

/** ${capital(plural)}: list, form and archive. */
export function ${name}(): ReactElement {
  const { tenant } = useMembership();
  const mayWrite = useMay('${permissionOf(subject, 'write')}');
  return (
    <ResourcePage
      resource={${camelPlural}}
      client={clientOf(tenant.slug).${context}.${camelPlural}}
      words={words}
      columns={['name']}
      mayWrite={mayWrite}
    />
  );
}
`;
};

export const route = ({ context, camelPlural, kebabPlural }: Subject): string => `
  createRoute({
    getParentRoute: () => tenantRoute,
    path: '${context}/${kebabPlural}',
    component: lazyRouteComponent(() => import('./${kebabPlural}-page.tsx'), '${capital(camelPlural)}Page'),
  }),`;
