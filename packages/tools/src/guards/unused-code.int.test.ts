import { beforeAll, expect, test } from 'vitest';
import type { Findings } from '../guard.ts';
import { temporaryCopy } from '../testing/temporary-copy.ts';
import { unusedCode } from './unused-code.ts';

let findings: Findings;
beforeAll(async () => {
  using copy = temporaryCopy((name) => !/^(docs|data\/cms)\//.test(name));
  copy.plant('packages/domain/src/directory/planted-alone.ts', 'export const alone = 1;\n');
  copy.plant('packages/domain/src/kernel/planted-used.ts', 'export const used = 1;\nexport const unused = 2;\n');
  copy.plant('packages/domain/src/planted.test.ts', "import { used } from './kernel/planted-used.ts';\nexport default used;\n");
  copy.plant('packages/engine/src/planted.test.ts', "import knex from 'knex';\nexport default knex;\n");
  findings = await unusedCode.check(copy.root);
});

const against = (words: string) => findings.offences.filter((offence) => offence.includes(words));

test('a file that nobody imports is found', () => {
  expect(against('planted-alone.ts')).toEqual(['packages/domain/src/directory/planted-alone.ts is used by nobody']);
});

test('an export that nobody imports is found, its used neighbour is not', () => {
  expect(against('planted-used.ts')).toEqual(['packages/domain/src/kernel/planted-used.ts:2 unused is exported, but used by nobody']);
});

test('a package that is imported without being a dependency is found', () => {
  expect(against('engine/src/planted.test.ts')).toEqual([
    'packages/engine/src/planted.test.ts:1 knex is imported, but is no dependency of this package',
  ]);
});

test('it has read the repository', () => {
  expect(findings.looked).toBeGreaterThan(100);
});
