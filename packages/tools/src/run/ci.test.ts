import { chmodSync, cpSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../files.ts';
import { temporaryFolder } from '../testing/temporary-copy.ts';
import { run } from './process.ts';

/** Runs the real script with an `npm` that says and returns what the test wants. */
async function ciWith(script: string) {
  using folder = temporaryFolder();
  folder.plant('.ci/run', '');
  cpSync(path.join(repository, '.ci/run'), path.join(folder.root, '.ci/run'));
  folder.plant('bin/npm', `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder.root, 'bin/npm'), 0o755);
  const env = { PATH: `${path.join(folder.root, 'bin')}${path.delimiter}${process.env['PATH']}` };
  const { code, out } = await run('bash', ['.ci/run'], { cwd: folder.root, env });
  return { code, last: out.trimEnd().split('\n').at(-1), lines: out.trimEnd().split('\n').length };
}

test('a good run ends with its own line, once', async () => {
  expect(await ciWith('echo first; echo "12 passed, 0 failed"')).toEqual({ code: 0, last: '12 passed, 0 failed', lines: 2 });
});

test('what npm says after a failure does not hide the line', async () => {
  expect(await ciWith('echo "12 passed, 2 failed, 1 skipped"; echo "npm error" >&2; exit 1')).toMatchObject({
    code: 1,
    last: '12 passed, 2 failed, 1 skipped',
  });
});

test.each([
  ['breaks down without a line', 'echo boom; exit 7', 7, '0 passed, 1 failed'],
  ['says nothing and returns no error', 'echo boom', 1, '0 passed, 1 failed'],
  ['returns an error after a good line', 'echo "12 passed, 0 failed"; exit 3', 3, '12 passed, 1 failed'],
])('a run that %s has failed', async (_, script, code, last) => {
  expect(await ciWith(script)).toMatchObject({ code, last });
});

test('no input is waited for', async () => {
  expect(await ciWith('read -r answer; echo "1 passed, 0 failed"')).toMatchObject({ code: 0 });
});
