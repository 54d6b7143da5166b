import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Folder, temporaryCopy } from '../testing/temporary-copy.ts';
import { run, runTool } from './process.ts';

const plan = z.object({ tasks: z.array(z.object({ taskId: z.string(), hash: z.string() })) });

let copy: Folder;
beforeAll(async () => {
  copy = temporaryCopy();
  // As in a clone, turbo asks git for the hashes of files; where there is no git it reads every file for every question.
  await run('git', ['init', '--quiet'], { cwd: copy.root });
  await run('git', ['add', '--all'], { cwd: copy.root });
});
afterAll(() => copy[Symbol.dispose]());

const tasks = ['build', 'types', 'typecheck', 'test', 'test:int', 'test:e2e'];

/** The cache key of every task, as turbo would look it up now. */
async function keys(env: NodeJS.ProcessEnv = {}): Promise<ReadonlyMap<string, string>> {
  const { out, err } = await runTool(copy.root, 'turbo/bin/turbo', ['run', ...tasks, '--dry=json'], {
    env: { TURBO_TELEMETRY_DISABLED: '1', NODE_OF_THIS_RUN: 'v1', DATABASE_OF_THIS_RUN: 'built in', ...env },
  });
  if (!out.includes('{')) throw new Error(`turbo has no plan: ${out}${err}`);
  const { tasks: planned } = plan.parse(JSON.parse(out.slice(out.indexOf('{'))));
  return new Map(planned.map(({ taskId, hash }) => [taskId.replace('@wardwright/', ''), hash]));
}

let known: ReadonlyMap<string, string> | null = null;

async function changedBy(act: () => void): Promise<string[]> {
  const before = known ?? (await keys());
  act();
  const after = await keys();
  known = after;
  return different(before, after);
}

const different = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...before].filter(([task, key]) => after.get(task) !== key).map(([task]) => task);

const edit = (name: string) => () => appendFileSync(path.join(copy.root, name), '\n// changed\n');

test.each([
  ['a migration', 'migrations/index.ts', ['domain#test:int', 'server#test:int', 'tools#test:int', 'server#build', 'server#types', 'web#typecheck', 'web#test:e2e']],
  ['the domain', 'packages/domain/src/kernel/errors.ts', ['domain#test', 'domain#test:int', 'server#test:int', 'server#build', 'server#types', 'server#typecheck', 'web#build', 'web#typecheck', 'web#test', 'web#test:e2e']],
  ['the database supervisor', 'packages/postgres/src/supervisor.ts', ['domain#test:int', 'server#build', 'server#test:int', 'postgres#test:int', 'web#test:e2e']],
  ['the server', 'apps/server/src/router.ts', ['server#test', 'server#test:int', 'server#types', 'web#typecheck', 'tools#test:int', 'web#test:e2e']],
  ['a page', 'apps/web/src/main.tsx', ['web#build', 'web#test', 'web#typecheck', 'web#test:e2e', 'tools#test:int']],
  ['a test in the browser', 'apps/web/e2e/fixtures.ts', ['web#test:e2e']],
  ['what the demo shows', 'data/demo/snapshot.csv.gz', ['web#test:e2e']],
  ['the lint rules', '.oxlintrc.json', ['tools#test:int']],
  ['the compiler settings', 'tsconfig.base.json', ['domain#typecheck', 'web#build', 'server#test:int']],
])('%s asks for new answers', async (_, file, wanted) => {
  const changed = await changedBy(edit(file));
  expect(wanted.filter((task) => !changed.includes(task))).toEqual([]);
});

test('a word in the documentation asks for nothing', async () => {
  expect(await changedBy(edit('docs/data-model.md'))).toEqual([]);
});

test('another Node or another PostgreSQL asks again', async () => {
  const now = known ?? (await keys());
  expect(different(now, await keys({ NODE_OF_THIS_RUN: 'v2' }))).toContain('domain#test');
  const changed = different(now, await keys({ DATABASE_OF_THIS_RUN: 'another' }));
  expect(changed).toContain('domain#test:int');
  expect(changed).not.toContain('domain#test');
  expect(different(now, await keys({ E2E_BROWSER: '/another' }))).toEqual(['web#test:e2e']);
  expect(different(now, await keys({ E2E_BROWSER_VERSION: '999' }))).toEqual(['web#test:e2e']);
});
