import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Findings, Guard } from '../guard.ts';
import { runTool } from '../run/process.ts';

const declarations = 'apps/server/dist-types/apps/server/src/router.d.ts';

/** Pages written for the compiler alone: each marked line must not compile, every other line must. */
const pages: Readonly<Record<string, string>> = {
  'right.ts': `import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
type Out = inferRouterOutputs<AppRouter>;
type In = inferRouterInputs<AppRouter>;
export const label = (list: Out['directory']['sites']['list']) => list.rows.map((row) => row.name.length + row.timeZone.length);
export const input: In['directory']['sites']['get'] = { id: '018f' };
`,
  'misspelt.ts': `import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
type Out = inferRouterOutputs<AppRouter>;
type In = inferRouterInputs<AppRouter>;
export const field = (list: Out['directory']['sites']['list']) => list.rows.map((row) => row.nmae);
export const procedure = (list: Out['directory']['sites']['lits']) => list;
export const kind = (list: Out['directory']['sites']['list']): number[] => list.rows.map((row) => row.name);
export const input: In['directory']['sites']['get'] = { identifier: '018f' };
`,
};
const mustFail = ['misspelt.ts(5,', 'misspelt.ts(6,', 'misspelt.ts(7,', 'misspelt.ts(8,'];

async function check(root: string): Promise<Findings> {
  if (!existsSync(path.join(root, declarations))) throw new Error(`${declarations} is not there; run "turbo run types" first.`);
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'wardwright-types-'));
  try {
    return await compile(root, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compile(root: string, folder: string): Promise<Findings> {
  const web = path.join(root, 'apps/web');
  const settings = {
    extends: path.join(web, 'tsconfig.json'),
    compilerOptions: {
      types: [],
      paths: {
        '@trpc/server': [path.join(web, 'node_modules/@trpc/server')],
        '@wardwright/server/router': [path.join(root, declarations)],
      },
    },
    include: ['*.ts'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(settings));
  for (const [name, text] of Object.entries(pages)) writeFileSync(path.join(folder, name), text);
  const { out, err } = await runTool(root, 'typescript/bin/tsc', ['-p', folder, '--pretty', 'false', '--checkers', '1']);
  const errors = `${out}${err}`.split('\n').filter((line) => line.includes('error TS')).map((line) => path.basename(line.trim()));
  const unexpected = errors.filter((line) => !mustFail.some((place) => line.startsWith(place)));
  const passed = mustFail.filter((place) => !errors.some((line) => line.startsWith(place)));
  const lineOf = (place: string) => pages['misspelt.ts']?.split('\n')[Number(/\d+/.exec(place)?.[0]) - 1];
  return {
    looked: Object.values(pages).flatMap((text) => text.match(/^export/gm) ?? []).length,
    unit: 'expressions of a page',
    offences: [
      ...passed.map((place) => `This compiles although it is wrong: ${lineOf(place)}`),
      ...unexpected.map((line) => `This ought to compile: ${line}`),
    ],
  };
}

export const outputTypes: Guard = {
  name: 'output types',
  promise: 'A page that misspells a field of an answer does not compile.',
  check,
};
