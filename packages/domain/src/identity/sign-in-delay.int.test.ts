import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import { claimAttempt, claimLetter, forgiveAttempts } from './commands.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('the delay after failed sign-ins', () => {
  const address = { email: 'Somebody@example.org', at: '192.0.2.7' };
  const claim = (email = address.email, at = address.at) => claimAttempt(db.database.identity, email, at);

  test('belongs to one account at one address and ends with a success', async () => {
    expect([await claim(), await claim(), await claim()]).toEqual([0, 0, 0]);
    expect(await claim('somebody@EXAMPLE.org')).toBe(1);
    expect(await claim('other@example.org')).toBe(0);
    expect(await claim(address.email, '192.0.2.8')).toBe(0);
    await forgiveAttempts(db.database.identity, address.email, address.at);
    expect(await claim()).toBe(0);
  });

  // On a machine so busy that seconds go by, the waits of one and two seconds run out meanwhile.
  test('lets hardly any of a hundred simultaneous attempts pass', async () => {
    const waits = await Promise.all(Array.from({ length: 100 }, () => claim('burst@example.org')));
    const passed = waits.filter((seconds) => seconds === 0).length;
    expect(passed).toBeGreaterThanOrEqual(3);
    expect(passed).toBeLessThanOrEqual(5);
  });

  test('forgets after a quarter of an hour', async () => {
    for (let n = 0; n < 3; n += 1) await claim('patient@example.org');
    await db.database.identity('identity.signInDelays').update({ failedAt: db.database.identity.raw(`now() - interval '16 minutes'`), retryAt: new Date(0).toISOString() });
    expect([await claim('patient@example.org'), await claim('patient@example.org'), await claim('patient@example.org')]).toEqual([0, 0, 0]);
    expect(await claim('patient@example.org')).toBe(1);
  });

  test('slows letters to one address down, wherever they are asked for', async () => {
    const letter = (email: string) => claimLetter(db.database.identity, email);
    expect([await letter('Victim@example.org'), await letter('victim@example.org'), await letter('victim@example.org')]).toEqual([0, 0, 0]);
    expect(await letter('victim@EXAMPLE.org')).toBe(15);
    expect(await letter('other-victim@example.org')).toBe(0);
    expect(await claim('victim@example.org')).toBe(0);
  });

  test('keeps neither the address nor what was typed', async () => {
    await claim('my-secret-password');
    const rows = (await db.database.identity('identity.signInDelays').select()) as object[];
    expect(JSON.stringify(rows)).not.toMatch(/my-secret|192\.0/);
  });
});
