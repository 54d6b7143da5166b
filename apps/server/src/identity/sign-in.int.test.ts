import bcrypt from 'bcryptjs';
import { setLoginActive } from '@wardwright/domain/identity/commands';
import { newId } from '@wardwright/domain/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityApp, identityApp, password } from '../testing/identity-app.ts';
import { createAuth } from './auth.ts';
import { mountedEndpoints } from './routes.ts';

let server: IdentityApp;
beforeAll(async () => {
  server = await identityApp({ WARDWRIGHT_SIGNUP: 'open' });
});
afterAll(() => server.close());

describe('signing in', () => {
  test('sets a cookie that scripts cannot read, and tells the token to nobody', async () => {
    const { email } = await server.person();
    const browser = server.browser();
    const answer = await browser.signIn(` ${email.toUpperCase()} `, password);
    expect(answer).toMatchObject({ status: 200, data: { ok: true } });
    expect(String(answer.headers['set-cookie'])).toMatch(/^wardwright\.session_token=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await browser.ask('identity.account.me')).data).toMatchObject({ name: 'Ada Okafor', email, tenants: [] });
  });

  test('answers alike for a wrong password and an unknown address', async () => {
    const { email } = await server.person();
    const wrong = await server.browser().signIn(email, 'not the right one');
    const unknown = await server.browser().signIn('nobody@example.org', 'not the right one');
    expect(wrong).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
    expect(unknown.error).toEqual(wrong.error);
    expect(unknown.headers['set-cookie']).toBeUndefined();
  });

  test('makes a guesser wait, but not the owner at another address', async () => {
    const { email } = await server.person();
    const guesser = server.browser();
    // Three wrong ones, or a few more where the machine is so busy that the first waits run out meanwhile.
    let guesses = 0;
    while ((await guesser.signIn(email, `guess number ${guesses}`)).status === 401) guesses += 1;
    expect(guesses).toBeGreaterThanOrEqual(3);
    expect(guesses).toBeLessThanOrEqual(6);
    const refused = await guesser.signIn(email, password);
    expect(refused).toMatchObject({ status: 429, error: { code: 'too-many-requests' } });
    const seconds = refused.error.details['retryAfter'] as number;
    expect(refused.headers['retry-after']).toBe(String(seconds));
    expect((await server.browser().signIn(email, password)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 100));
    expect((await guesser.signIn(email, password)).status).toBe(200);
  });

  test('with a hash from another system works and renews the hash', async () => {
    const { email, userId } = await server.person({ passwordHash: await bcrypt.hash(password, 4) });
    expect((await server.browser().signIn(email, password)).status).toBe(200);
    const identity = server.db.database.identity;
    const account = (await identity('identity.accounts').where({ userId }).first('password')) as { password: string };
    expect(account.password).toMatch(/^\$argon2id/);
    expect((await server.browser().signIn(email, password)).status).toBe(200);
  });

  test('from the page of another site is refused', async () => {
    const { email } = await server.person();
    const browser = server.browser();
    browser.origin = 'https://evil.example';
    expect((await browser.signIn(email, password)).status).toBe(403);
    browser.origin = 'http://localhost:4000';
    await browser.signIn(email, password);
    browser.origin = 'https://evil.example';
    expect((await browser.post('/auth/sign-out')).status).toBe(403);
  });

  test('malformed says which field', async () => {
    expect(await server.browser().post('/auth/sign-in/email', { email: 'ada', password })).toMatchObject({
      status: 400,
      error: { code: 'invalid', details: { field: 'email' } },
    });
  });
});

describe('a session', () => {
  test('ends with sign-out', async () => {
    const { browser } = await server.tenant();
    const kept = new Map(browser.cookies);
    expect((await browser.post('/auth/sign-out')).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect((await browser.ask('identity.account.me')).status).toBe(401);
  });

  test('is not ended by a request that is not its own, which says so', async () => {
    const { browser } = await server.tenant();
    const [token] = decodeURIComponent(browser.cookies.get('wardwright.session_token') ?? '').split('.');
    const thief = server.browser();
    for (const forged of [`${token}.unsigned`, `${token}.${'A'.repeat(43)}=`, `${token}`]) {
      thief.cookies.set('wardwright.session_token', encodeURIComponent(forged));
      expect((await thief.ask('identity.account.me')).status).toBe(401);
      expect(await thief.post('/auth/sign-out')).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
    }
    expect(thief.cookies.size).toBe(0);
    expect((await browser.ask('identity.account.me')).status).toBe(200);
  });

  test('ends for everybody when the secret that signs the cookies is changed', async () => {
    const { browser } = await server.tenant();
    const rotated = await identityApp({ AUTH_SECRET: 'another secret that is long enough' }, server);
    try {
      const same = rotated.browser();
      for (const [name, value] of browser.cookies) same.cookies.set(name, value);
      expect((await same.ask('identity.account.me')).status).toBe(401);
      expect((await same.post('/auth/sign-out')).status).toBe(401);
    } finally {
      await rotated.close();
    }
  });

  test('leaves a trail of its beginning and its end', async () => {
    const { browser, email, slug, userId } = await server.tenant();
    const phone = server.browser();
    const table = server.browser();
    for (const one of [phone, table]) await one.signIn(email, password);
    await phone.post('/auth/sign-out');
    await browser.tell('identity.account.endOtherSessions');
    await server.browser().signIn(email, 'not the right one');
    const events = (await browser.ask('identity.members.accountEvents', { userId }, slug)).data as { action: string; actorId: string; requestId: string }[];
    expect(events.map(({ action }) => action)).toEqual([
      'login.session.end-others',
      'login.sign-out',
      'login.sign-in',
      'login.sign-in',
      'login.sign-in',
      'login.create',
    ]);
    for (const { action, actorId, requestId } of events.slice(0, -1)) expect({ action, actorId, requestId }).toEqual({ action, actorId: userId, requestId: expect.stringMatching(/^[\w-]{8,}$/) });
  });

  test('ends at once when the login is deactivated, and no new one begins', async () => {
    const { browser, email, slug } = await server.tenant();
    expect((await browser.ask('identity.account.access', undefined, slug)).status).toBe(200);
    await setLoginActive(server.db.database.identity, email, false, 'test');
    expect((await browser.ask('identity.account.access', undefined, slug)).status).toBe(401);
    expect(await browser.signIn(email, password)).toMatchObject({ status: 403, error: { code: 'forbidden' } });
    expect((await browser.ask('identity.account.me')).status).toBe(401);
  });

  test('cannot be taken from a copy of the database', async () => {
    const { browser, userId } = await server.tenant();
    const rows = (await server.db.database.identity('identity.sessions').where({ userId }).select()) as { id: string; token: string }[];
    expect(rows).toHaveLength(1);
    const cookie = decodeURIComponent(browser.cookies.get('wardwright.session_token') ?? '');
    const [token] = cookie.split('.');
    expect(JSON.stringify(rows)).not.toContain(token);
    const thief = server.browser();
    for (const stolen of [rows[0]!.token, `${rows[0]!.token}.signature`, rows[0]!.id]) {
      thief.cookies.set('wardwright.session_token', encodeURIComponent(stolen));
      expect((await thief.ask('identity.account.me')).status).toBe(401);
    }
  });

  test('is listed and revoked by its owner alone', async () => {
    const { email, browser } = await server.tenant();
    const phone = server.browser();
    await phone.signIn(email, password);
    const list = (await browser.ask('identity.account.sessions')).data as { id: string; current: boolean; ipAddress: string }[];
    expect(list.filter(({ current }) => current)).toHaveLength(1);
    expect(list).toHaveLength(2);
    const other = list.find(({ current }) => !current)!;
    expect(other.ipAddress).toBe(phone.address);
    const stranger = (await server.tenant()).browser;
    expect((await stranger.tell('identity.account.endSession', { id: other.id })).status).toBe(404);
    expect((await browser.tell('identity.account.endSession', { id: other.id })).status).toBe(200);
    expect((await phone.ask('identity.account.me')).status).toBe(401);
    await phone.signIn(email, password);
    expect((await browser.tell('identity.account.endOtherSessions')).data).toEqual({ ended: 1 });
    expect((await phone.ask('identity.account.me')).status).toBe(401);
    expect((await browser.ask('identity.account.me')).status).toBe(200);
  });

  test('opens only the tenants of its owner, and others look as if they did not exist', async () => {
    const [ours, theirs] = [await server.tenant(), await server.tenant()];
    const own = await ours.browser.ask('identity.account.access', undefined, ours.slug);
    expect((own.data as { permissions: string[] }).permissions).toContain('tenant.member.write');
    const foreign = await ours.browser.ask('identity.members.list', {}, theirs.slug);
    const missing = await ours.browser.ask('identity.members.list', {}, 'no-such-tenant');
    expect(foreign).toMatchObject({ status: 404 });
    expect(foreign.error).toEqual(missing.error);
  });
});

describe('the addresses under /auth', () => {
  test('are the five that are used; every other endpoint of better-auth is not found', async () => {
    const { endpoints } = createAuth({
      database: server.db.database,
      secret: 'a secret for tests that is long enough',
      publicUrl: 'http://localhost:4000',
      origins: [],
      onReset: () => Promise.resolve(),
      inBackground: () => undefined,
      onError: () => undefined,
    });
    expect(endpoints.length).toBeGreaterThan(25);
    const { browser } = await server.tenant();
    const answering: string[] = [];
    for (const path of new Set([...endpoints, ...mountedEndpoints]))
      for (const method of ['GET', 'POST'] as const) {
        const url = `/auth${path.replaceAll(/:\w+/g, newId())}`;
        const { status } = await browser.request({ method, url, ...(method === 'POST' ? { payload: { email: 4 } } : {}) });
        if (status !== 404) answering.push(`${method} ${path} ${status}`);
      }
    // The session ends in the middle of the list, which is why the last ones say 401.
    expect(answering.map((line) => line.split(' ', 2).join(' ')).toSorted()).toEqual(
      ['/change-password', '/request-password-reset', '/reset-password', '/sign-in/email', '/sign-out'].map((path) => `POST ${path}`),
    );
    expect(mountedEndpoints).toHaveLength(5);
  });
});

test('over https the cookie is sent over https alone', async () => {
  const secure = await identityApp({ PUBLIC_URL: 'https://wards.example.org' });
  try {
    const { email } = await secure.person();
    const browser = secure.browser();
    browser.origin = 'https://wards.example.org';
    const answer = await browser.signIn(email, password);
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Secure-wardwright\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect((await browser.ask('identity.account.me')).status).toBe(200);
    const value = browser.cookies.get('__Secure-wardwright.session_token') ?? '';
    const planted = secure.browser();
    planted.cookies.set('wardwright.session_token', value);
    expect((await planted.ask('identity.account.me')).status).toBe(401);
    planted.cookies.set('__Secure-wardwright.session_token', value);
    expect((await planted.ask('identity.account.me')).status).toBe(200);
    expect((await browser.post('/auth/sign-out')).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
  } finally {
    await secure.close();
  }
});

test('signing out is not kept from anybody by others who mistype a password', async () => {
  const limited = await identityApp({ RATE_LIMIT: '600' }, server);
  try {
    const { browser } = await limited.tenant();
    const colleague = new Map(browser.cookies);
    let status = 0;
    for (let turn = 0; turn < 31; turn += 1) ({ status } = await browser.post('/auth/reset-password', {}));
    expect(status).toBe(429);
    for (const [name, value] of colleague) browser.cookies.set(name, value);
    expect((await browser.post('/auth/sign-out')).status).toBe(200);
  } finally {
    await limited.close();
  }
});
