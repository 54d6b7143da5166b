import { beforeAll, expect, test } from 'vitest';
import type { Findings } from '../guard.ts';
import { temporaryCopy } from '../testing/temporary-copy.ts';
import { lint } from './lint.ts';

const planted = `import type { Knex } from 'knex';
import { Site } from './model.ts';
export async function forget(trx: Knex.Transaction): Promise<void> {
  Site.query(trx).patch({ name: 'x' }).where({ name: 'y' });
  trx.raw('select 1');
  trx('directory.sites').where({ name: 'y' });
  await Site.query(trx).where({ name: 'y' });
}
`;

let findings: Findings;
beforeAll(async () => {
  using copy = temporaryCopy((name) => /^packages\/domain\/(?:src\/(?:db|directory|kernel)\/|[^/]+$)|^[^/]+$/.test(name));
  copy.plant('packages/domain/src/directory/planted.ts', planted);
  copy.plant('packages/domain/src/directory/planted-style.ts', 'export default 1;\nexport const loose: any = 1;\n');
  findings = await lint.check(copy.root);
});

const against = (words: string) => findings.offences.filter((offence) => offence.includes(words));

test.each([
  ['an Objection query', 4],
  ['a raw query', 5],
  ['a Knex query', 6],
])('%s that nobody awaits is found', (_, line) => {
  expect(against(`planted.ts:${line} `)).toEqual([expect.stringContaining('no-floating-promises')]);
});

test('an awaited query is innocent', () => {
  expect(against('planted.ts:')).toHaveLength(3);
});

test('a default export and an any are found', () => {
  expect(against('planted-style.ts:1 ')).toEqual([expect.stringContaining('no-default-export')]);
  expect(against('planted-style.ts:2 ')).toEqual([expect.stringContaining('no-explicit-any')]);
});
