import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { migrationIndex } from '../guards/migration-index.ts';
import { temporaryCopy } from '../testing/temporary-copy.ts';
import { newMigration } from './migration.ts';

const later = new Date('2099-12-31T23:59:58Z');
const copy = () => temporaryCopy((name) => /^migrations\/|^packages\/domain\/src\/[a-z]+\/schema\.ts$/.test(name));

test('a migration gets a file and its place in the index', async () => {
  using folder = copy();
  const written = newMigration(folder.root, 'directory', 'add call-rooms', later);
  expect(written).toEqual(['migrations/20991231235958_directory_add_call_rooms.ts', 'migrations/index.ts']);
  expect((await judge(migrationIndex, folder.root)).offences).toEqual([]);
  newMigration(folder.root, 'quality', 'second', new Date('2099-12-31T23:59:59Z'));
  expect((await judge(migrationIndex, folder.root)).offences).toEqual([]);
});

test('a migration that nobody has written refuses to run', () => {
  using folder = copy();
  const [file = ''] = newMigration(folder.root, 'directory', 'x', later);
  expect(readFileSync(path.join(folder.root, file), 'utf8')).toContain('has not been written yet');
});

test.each([
  ['nowhere', 'x', 'There is no context "nowhere"'],
  ['../x', 'x', 'There is no context'],
  ['directory', 'Ärger!', 'cannot name a migration'],
])('%s %s is refused', (context, what, words) => {
  using folder = copy();
  expect(() => newMigration(folder.root, context, what, later)).toThrow(words);
});

test('a migration dated before the last one is refused and leaves nothing', async () => {
  using folder = copy();
  expect(() => newMigration(folder.root, 'directory', 'late', new Date('2001-01-01T00:00:00Z'))).toThrow('run in the order');
  expect((await judge(migrationIndex, folder.root)).offences).toEqual([]);
});
