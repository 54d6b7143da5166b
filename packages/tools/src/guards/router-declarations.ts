import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Guard } from '../guard.ts';

const declarations = 'apps/server/dist-types/apps/server/src/router.d.ts';

/** What a page may see of a type's origin: tRPC itself, and files of the domain that run in the browser too. */
const visible = /^(?:@trpc\/server(?:\/.*)?|(?:\.\.?\/)+trpc\/meta\.ts|@wardwright\/domain\/(?:kernel|[a-z-]+\/(?:schema|resources|rules|access|events)))$/;

const serverTypes = /\b(?:Knex|Objection|QueryBuilder|TenantModel|RelationMappings)\b/;

/** The text between the brackets that follow the position, brackets included. */
function bracketed(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(from, at + 1);
  }
  throw new Error('The declarations end in the middle of a procedure.');
}

interface Procedure {
  readonly name: string;
  readonly text: string;
}

const procedures = (text: string): Procedure[] =>
  [...text.matchAll(/(\w+): import\("@trpc\/server"\)\.TRPC(?:Query|Mutation|Subscription)Procedure<(?=\{)/g)].map((found) => ({
    name: found[1] ?? '',
    text: bracketed(text, found.index + found[0].length),
  }));

function offencesOf({ name, text }: Procedure): string[] {
  const foreign = [...text.matchAll(/import\("([^"]+)"\)/g)].map(([, from = '']) => from).filter((from) => !visible.test(from));
  const model = serverTypes.exec(text)?.[0];
  return [
    ...[...new Set(foreign)].map((from) => `${name} speaks of a type from ${from}, which no page can see: it would be any`),
    ...(model === undefined ? [] : [`${name} lets the type ${model} out of the server`]),
    ...(/\bany\b/.test(text) ? [`${name} is declared with any`] : []),
    ...(/\boutput: (?:unknown|void);/.test(text) ? [`${name} does not say what it answers`] : []),
  ];
}

export const routerDeclarations: Guard = {
  name: 'router declarations',
  promise: 'Procedures speak in plain shapes; no model, Knex or Objection type reaches the pages.',
  check: (root) => {
    const found = procedures(readFileSync(path.join(root, declarations), 'utf8'));
    return { looked: found.length, unit: 'procedures', offences: found.flatMap(offencesOf) };
  },
};
