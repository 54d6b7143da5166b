import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPassword, guessableForms, invitationState, isReservedSlug, passwordProblem, shortestPassword, waitAfter, waitAfterLetters } from './rules.ts';

const listed = (words: readonly string[]) => (word: string) => words.includes(word);

describe('a password', () => {
  test('of eleven characters is too short, of twelve long enough', () => {
    expect(passwordProblem('elevencharm')).toContain(`${shortestPassword} characters`);
    expect(passwordProblem('twelve chars')).toBeNull();
  });

  test('is counted in characters, not in bytes', () => {
    expect(passwordProblem('🙂🌲🏥🚲📚🎈')).not.toBeNull();
    expect(passwordProblem('🙂🌲🏥🚲📚🎈🍋🪁🔭🧵🪴🛶')).toBeNull();
  });

  test('has at most 200 characters and more than four different ones', () => {
    expect(passwordProblem('abcdefgh'.repeat(26))).toContain('at most 200');
    expect(passwordProblem('abababababab')).toContain('different');
  });

  test.each(['Password1234!', 'passwordpassword', 'P@$$w0rd2024', 'p455w0rd.2024', '123password123', ' password 12 ', 'Ｐａｓｓｗｏｒｄ２０２６', '𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝'])(
    '%s is recognised as built on a common word',
    (password) => {
      expect(guessableForms(password)).toContain('password');
      expect(() => checkPassword(password, listed(['password']))).toThrow('most common');
    },
  );

  test('made of several common words is accepted', () => {
    expect(() => checkPassword('orange-tugboat-lantern', listed(['orange', 'tugboat', 'lantern']))).not.toThrow();
  });

  test('always counts in its own form', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9!]{12,30}$/), (password) => {
        expect(guessableForms(password)).toContain(password);
      }),
    );
  });
});

describe('waiting after failed sign-ins', () => {
  test('begins with the third failure and doubles to a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(waitAfter)).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('is longer for letters, which reach somebody', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(waitAfterLetters)).toEqual([0, 0, 15, 30, 60, 120, 240, 480, 900, 900]);
  });

  test('never falls with more failures and never locks', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (failures) => {
        expect(waitAfter(failures + 1)).toBeGreaterThanOrEqual(waitAfter(failures));
        expect(waitAfter(failures)).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('an invitation', () => {
  const now = '2026-03-01T08:00:00.000Z';
  const open = { acceptedAt: null, revokedAt: null, expiresAt: '2026-03-01T08:00:00.001Z' };
  test('is open until the moment it expires', () => {
    expect(invitationState(open, now)).toBe('open');
    expect(invitationState({ ...open, expiresAt: now }, now)).toBe('expired');
    expect(invitationState({ ...open, revokedAt: now }, now)).toBe('revoked');
    expect(invitationState({ ...open, acceptedAt: now, expiresAt: now }, now)).toBe('accepted');
  });
});

test('short names that addresses need are reserved', () => {
  expect(isReservedSlug('www')).toBe(true);
  expect(isReservedSlug('larkmoor')).toBe(false);
});
