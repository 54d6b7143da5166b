import bcrypt from 'bcryptjs';
import { expect, test } from 'vitest';
import { commonPasswordCount, isCommonPassword } from './common-passwords.ts';
import { hashPassword, needsRehash, passwordMatches } from './passwords.ts';
import { checkNewPassword } from './services.ts';

test('a password matches its own argon2id hash and no other', async () => {
  const stored = await hashPassword('forty two lanterns');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches('forty two lanterns', stored)).toBe(true);
  expect(await passwordMatches('forty two lantern', stored)).toBe(false);
  expect(await hashPassword('forty two lanterns')).not.toBe(stored);
});

test('the same characters in another encoding are the same password', async () => {
  const stored = await hashPassword('caf\u00e9 in the morning');
  expect(await passwordMatches('cafe\u0301 in the morning', stored)).toBe(true);
});

test('a bcrypt hash from another system is accepted and due for renewal', async () => {
  const imported = await bcrypt.hash('forty two lanterns', 4);
  expect(await passwordMatches('forty two lanterns', imported)).toBe(true);
  expect(await passwordMatches('forty two lantern', imported)).toBe(false);
  expect(needsRehash(imported)).toBe(true);
  expect(needsRehash(await hashPassword('forty two lanterns'))).toBe(false);
});

test('an unknown kind of hash matches nothing', async () => {
  expect(await passwordMatches('', '')).toBe(false);
  expect(await passwordMatches('plain text here', 'plain text here')).toBe(false);
});

test('the list of common passwords is long and is asked', () => {
  expect(commonPasswordCount).toBeGreaterThan(10_000);
  expect(isCommonPassword('letmein')).toBe(true);
  for (const weak of ['Letmein-2026-2026', 'qwertyuiop123456', 'short']) expect(() => checkNewPassword(weak)).toThrow();
  expect(() => checkNewPassword('forty two lanterns')).not.toThrow();
});
