import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { repository } from '../files.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { migrationIndex } from './migration-index.ts';

const first = '20260101000000_system_one';
const second = '20260102000000_quality_two';

const verdictOn = async (files: readonly string[], imports: readonly string[], steps: readonly (readonly [string, string])[]) => {
  using folder = temporaryFolder();
  for (const file of files) folder.plant(`migrations/${file}.ts`, '');
  const lines = [
    ...imports.map((file) => `import * as ${file.split('_').at(-1)} from './${file}.ts';`),
    ...steps.map(([name, local]) => `  { name: '${name}', migration: ${local} },`),
  ];
  folder.plant('migrations/index.ts', lines.join('\n'));
  return (await judge(migrationIndex, folder.root)).offences;
};

test('a complete index is innocent', async () => {
  expect(await verdictOn([first, second], [first, second], [[first, 'one'], [second, 'two']])).toEqual([]);
});

test('a file that nobody runs is found', async () => {
  expect(await verdictOn([first, second], [first], [[first, 'one']])).toEqual([
    `${second} is missing from the imports`,
    `${second} is missing from the list of steps`,
  ]);
});

test('a step without a file is found', async () => {
  expect(await verdictOn([first], [first, second], [[first, 'one'], [second, 'two']])).toHaveLength(2);
});

test('the wrong order is found', async () => {
  expect(await verdictOn([first, second], [first, second], [[second, 'two'], [first, 'one']])).toEqual([
    'the list of steps is not in order',
  ]);
});

test('a step that runs another file is found', async () => {
  expect(await verdictOn([first, second], [first, second], [[first, 'two'], [second, 'two']])).toEqual([
    `${first} runs another file than its own`,
  ]);
});

test('a name without a context is found', async () => {
  expect(await verdictOn(['2026_one'], ['2026_one'], [['2026_one', 'one']])).toHaveLength(1);
});

test('the format of the real index is understood', async () => {
  expect((await judge(migrationIndex, repository)).looked).toBeGreaterThan(2);
});
