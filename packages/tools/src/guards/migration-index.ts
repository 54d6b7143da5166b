import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../files.ts';
import type { Guard } from '../guard.ts';

const stepFile = /^migrations\/([^/]+)\.ts$/;
const properName = /^\d{14}_[a-z]+(?:_[a-z0-9]+)*$/;

const differences = (wanted: readonly string[], listed: readonly string[], where: string): string[] => [
  ...wanted.filter((name) => !listed.includes(name)).map((name) => `${name} is missing from ${where}`),
  ...listed.filter((name) => !wanted.includes(name)).map((name) => `${name} is named in ${where} but has no file`),
  ...(listed.join() === wanted.join() || listed.toSorted().join() !== wanted.join() ? [] : [`${where} is not in order`]),
];

export const migrationIndex: Guard = {
  name: 'migration index',
  promise: 'migrations/index.ts runs exactly the files of its folder, in order.',
  check: (root) => {
    const files = sourceFiles(root)
      .flatMap((name) => stepFile.exec(name)?.[1] ?? [])
      .filter((name) => name !== 'index' && !name.endsWith('.test'));
    const index = readFileSync(path.join(root, 'migrations/index.ts'), 'utf8');
    const imported = new Map(
      [...index.matchAll(/^import \* as (\w+) from '\.\/([^']+)\.ts';$/gm)].map(([, local = '', file = '']) => [file, local]),
    );
    const steps = [...index.matchAll(/\{ name: '([^']+)', migration: (\w+) \}/g)].map(([, name = '', local = '']) => ({ name, local }));
    return {
      looked: files.length,
      unit: 'migrations',
      offences: [
        ...files.filter((name) => !properName.test(name)).map((name) => `${name} is not named <14 digits>_<context>_<what> in small letters`),
        ...differences(files, [...imported.keys()], 'the imports'),
        ...differences(files, steps.map(({ name }) => name), 'the list of steps'),
        ...steps.filter(({ name, local }) => imported.get(name) !== local).map(({ name }) => `${name} runs another file than its own`),
      ],
    };
  },
};
