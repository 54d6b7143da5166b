import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

const MADE = new Set([
  '.git',
  '.reports',
  '.turbo',
  'coverage',
  'dist',
  'dist-types',
  'node_modules',
  'playwright-report',
  'test-results',
]);

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (MADE.has(entry.name) || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) yield* walk(root, name);
    else yield name;
  }
}

/**
 * Every file somebody wrote, relative to the root and sorted: what git tracks or would track. Without git (a copy, an
 * unpacked archive) everything but installed and built folders.
 */
export function sourceFiles(root: string): readonly string[] {
  if (!existsSync(path.join(root, '.git'))) return [...walk(root, '')].toSorted();
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0'))]
    .filter((name) => name !== '' && existsSync(path.join(root, name)))
    .toSorted();
}
