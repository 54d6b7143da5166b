import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSecrets } from './secrets.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-secrets-'));
const home = path.join(folder, 'new', 'home');
const file = path.join(home, 'secrets.json');
afterAll(() => rmSync(folder, { recursive: true }));

test('secrets are made once, are all different, and can be read by their owner alone', () => {
  const first = openSecrets(home);
  expect(openSecrets(home)).toEqual(first);
  const all = [first.authSecret, ...Object.values(first.databasePasswords)];
  expect(new Set(all).size).toBe(5);
  for (const secret of all) expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(home)).toEqual(['secrets.json']);
});

test('a file that others could read is closed', () => {
  chmodSync(file, 0o644);
  openSecrets(home);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '{"authSecret":"short"}'])('a damaged file (%j) is refused and kept', (content) => {
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, content);
  expect(() => openSecrets(home)).toThrow(`${file} is damaged; put it back from a backup,`);
  expect(readFileSync(file, 'utf8')).toBe(content);
  writeFileSync(file, before);
});

test('a home that cannot be made is named in a sentence', () => {
  const blocked = path.join(file, 'below-a-file');
  expect(() => openSecrets(blocked)).toThrow(/secrets\.json cannot be used \(ENOTDIR\); make it accessible for this user or set WARDWRIGHT_HOME/);
  expect(existsSync(blocked)).toBe(false);
});
