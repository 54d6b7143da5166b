import { newId } from '@wardwright/domain/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../testing/browser.ts';
import { type IdentityApp, identityApp, password } from '../testing/identity-app.ts';
import { type MailServer, mailServer } from '../testing/mail-server.ts';

let server: IdentityApp;
let closed: IdentityApp;
let mail: MailServer;
beforeAll(async () => {
  mail = await mailServer();
  server = await identityApp({ WARDWRIGHT_SIGNUP: 'open' });
  closed = await identityApp({ WARDWRIGHT_SIGNUP: 'closed', WARDWRIGHT_DEMO: 'off', SMTP_URL: mail.url, MAIL_FROM: 'Wardwright <no-reply@example.org>' });
});
afterAll(async () => {
  await server.close();
  await closed.close();
  await mail.close();
});

const other = 'nine quiet harbours';

interface LetterRow {
  readonly recipientEmail: string;
  readonly status: string;
  readonly bodyText: string;
  readonly errorMessage: string | null;
}

async function lettersOf(browser: Browser, slug: string): Promise<LetterRow[]> {
  const answer = await browser.ask('identity.letters.list', {}, slug);
  return (answer.data as { rows: LetterRow[] }).rows;
}

/** Letters are written behind the answer, so that it takes no longer for an address that has a login. */
async function firstLetter(browser: Browser, slug: string, ready: (letter: LetterRow) => boolean): Promise<LetterRow> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [letter] = await lettersOf(browser, slug);
    if (letter && ready(letter)) return letter;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('No letter was written.');
}

const tokenIn = (text: string): string => /#([\w-]+)/.exec(text)?.[1] ?? '';
const roleId = async (browser: Browser, slug: string, key: string): Promise<string> => {
  const roles = (await browser.ask('identity.roles.list', {}, slug)).data as { id: string; key: string }[];
  return roles.find((role) => role.key === key)!.id;
};

describe('sign-up', () => {
  const form = (slug: string) => ({
    name: 'Ada Okafor',
    email: `${newId()}@example.org`,
    password,
    tenant: { name: 'Larkmoor Health', slug },
  });

  test('makes a login and a tenant that it administers', async () => {
    const browser = server.browser();
    const given = form(`n-${newId().slice(-12)}`);
    expect(await browser.tell('identity.door.signUp', given)).toMatchObject({ status: 200, data: { slug: given.tenant.slug } });
    expect((await browser.signIn(given.email, password)).status).toBe(200);
    const members = await browser.ask('identity.members.list', {}, given.tenant.slug);
    expect(members.data).toMatchObject({ rows: [{ email: given.email, roles: expect.arrayContaining([expect.objectContaining({ key: 'tenant.admin' })]) }] });
    expect((await server.browser().tell('identity.door.signUp', form(given.tenant.slug))).error).toMatchObject({ code: 'conflict', details: { field: 'slug' } });
    const again = { ...form(`n-${newId().slice(-12)}`), email: given.email };
    expect((await server.browser().tell('identity.door.signUp', again)).error).toMatchObject({ code: 'conflict', details: { field: 'email' } });
  });

  test('refuses common and short passwords', async () => {
    for (const weak of ['Password-2026', 'elevencharm'])
      expect(await server.browser().tell('identity.door.signUp', { ...form(`n-${newId().slice(-12)}`), password: weak })).toMatchObject({
        status: 422,
        error: { details: { field: 'password' } },
      });
  });

  test('is refused when closed, for tenants of a login too', async () => {
    expect((await closed.browser().ask('identity.door.welcome')).data).toEqual({ signedIn: false, signUpOpen: false, sendsMail: true, demo: null });
    expect((await closed.browser().tell('identity.door.signUp', form('closed-one'))).status).toBe(403);
    const { browser } = await closed.tenant();
    expect((await browser.tell('identity.account.createTenant', { name: 'Second', slug: 'closed-two' })).status).toBe(403);
    const open = (await server.tenant()).browser;
    const slug = `n-${newId().slice(-12)}`;
    expect((await open.tell('identity.account.createTenant', { name: 'Second', slug })).data).toEqual({ slug });
    expect(((await open.ask('identity.account.me')).data as { tenants: object[] }).tenants).toHaveLength(2);
  });
});

describe('a forgotten password', () => {
  const request = (of: IdentityApp, email: string) => of.browser().post('/auth/request-password-reset', { email });

  test('is replaced by a link that an administrator copies, once, and signs every browser out', async () => {
    const { browser, email, slug } = await server.tenant();
    expect((await request(server, email)).data).toEqual({ ok: true });
    const letter = await firstLetter(browser, slug, () => true);
    expect(letter).toMatchObject({ recipientEmail: email, status: 'queued' });
    expect(letter.bodyText).toContain('http://localhost:4000/reset-password#');
    const token = tokenIn(letter.bodyText);
    const dump = (await server.db.database.identity('identity.verifications').select()) as object[];
    expect(JSON.stringify(dump)).not.toContain(token);
    const anybody = server.browser();
    expect((await anybody.post('/auth/reset-password', { token, newPassword: 'password1234' })).status).toBe(422);
    expect((await anybody.post('/auth/reset-password', { token, newPassword: other })).status).toBe(200);
    expect((await anybody.post('/auth/reset-password', { token, newPassword: other })).status).toBe(404);
    expect((await browser.ask('identity.account.me')).status).toBe(401);
    expect((await server.browser().signIn(email, password)).status).toBe(401);
    expect((await browser.signIn(email, other)).status).toBe(200);
    const { userId } = (await browser.ask('identity.account.me')).data as { userId: string };
    const events = (await browser.ask('identity.members.accountEvents', { userId }, slug)).data as { action: string }[];
    expect(events[0]?.action).toBe('login.password.reset');
  });

  test('answers alike for an address without a login', async () => {
    expect(await request(server, 'nobody@example.org')).toMatchObject({ status: 200, data: { ok: true } });
    expect((await server.browser().post('/auth/reset-password', { token: 'x'.repeat(24), newPassword: other })).status).toBe(404);
  });

  test('of a login in several tenants is handed to the administrators of none', async () => {
    const first = await server.tenant();
    const second = `n-${newId().slice(-12)}`;
    await first.browser.tell('identity.account.createTenant', { name: 'Second', slug: second });
    await request(server, first.email);
    for (const slug of [first.slug, second]) {
      const { bodyText } = await firstLetter(first.browser, slug, () => true);
      expect(bodyText).toContain('Ask the operator');
      expect(bodyText).not.toContain('#');
    }
  });

  test('goes by mail where there is a mail server, and then the log does not hold the link', async () => {
    const { browser, email, slug } = await closed.tenant();
    await request(closed, email);
    const letter = await firstLetter(browser, slug, ({ status }) => status === 'sent');
    expect(letter.bodyText).not.toContain('#');
    const token = tokenIn(mail.letters.at(-1) ?? '');
    expect((await closed.browser().post('/auth/reset-password', { token, newPassword: other })).status).toBe(200);
  });

  test('that the mail server refuses is logged as failed, without what the server said', async () => {
    mail.refuse = true;
    const { browser, email, slug } = await closed.tenant();
    await request(closed, email);
    const letter = await firstLetter(browser, slug, ({ status }) => status === 'failed');
    expect(letter.errorMessage).toBe('The mail server did not take the letter (EENVELOPE).');
    mail.refuse = false;
  });
});

describe('changing the password', () => {
  test('needs the current one, keeps this browser and signs out the others', async () => {
    const { browser, email } = await server.tenant();
    const phone = server.browser();
    await phone.signIn(email, password);
    const wrong = await browser.post('/auth/change-password', { currentPassword: 'not this one', newPassword: other });
    expect(wrong).toMatchObject({ status: 422, error: { details: { field: 'currentPassword' } } });
    const before = browser.cookies.get('wardwright.session_token');
    expect((await browser.post('/auth/change-password', { currentPassword: password, newPassword: other })).status).toBe(200);
    expect(browser.cookies.get('wardwright.session_token')).not.toBe(before);
    expect((await browser.ask('identity.account.me')).status).toBe(200);
    expect((await phone.ask('identity.account.me')).status).toBe(401);
    expect((await server.browser().post('/auth/change-password', { currentPassword: other, newPassword: password })).status).toBe(401);
  });
});

describe('an invitation link', () => {
  test('makes a new login a member, once', async () => {
    const { browser, slug } = await server.tenant();
    const email = `${newId()}@example.org`;
    const roleIds = [await roleId(browser, slug, 'tenant.auditor')];
    const made = (await browser.tell('identity.invitations.create', { email, roleIds }, slug)).data as { link: string; sent: boolean };
    expect(made.sent).toBe(false);
    expect(made.link).toContain(`http://localhost:4000/t/${slug}/join#`);
    const token = tokenIn(made.link);
    const guest = server.browser();
    expect((await guest.ask('identity.door.invitation', { token }, slug)).data).toEqual({ tenantName: 'Larkmoor', email, roles: ['Auditor'], hasLogin: false });
    const given = { token, name: 'Ines Marlow', password };
    expect((await guest.tell('identity.door.joinWithNewLogin', given, slug)).data).toEqual({ slug });
    expect((await guest.tell('identity.door.joinWithNewLogin', given, slug)).status).toBe(404);
    await guest.signIn(email, password);
    expect(((await guest.ask('identity.account.access', undefined, slug)).data as { permissions: string[] }).permissions).toContain('tenant.audit.read');
    expect(await lettersOf(browser, slug)).toMatchObject([{ recipientEmail: email, status: 'queued' }]);
    expect(JSON.stringify(await lettersOf(browser, slug))).not.toContain(token);
  });

  test('is accepted by a login that exists, not by another one, and repeating the request keeps no link', async () => {
    const { browser, slug } = await server.tenant();
    const guest = await server.tenant();
    const roleIds = [await roleId(browser, slug, 'tenant.member')];
    const invited = await browser.request({
      method: 'POST',
      url: `/t/${slug}/trpc/identity.invitations.create`,
      payload: { email: guest.email, roleIds },
      headers: { 'idempotency-key': 'again-and-again' },
    });
    const token = tokenIn((invited.data as { link: string }).link);
    const taken = await server.browser().tell('identity.door.joinWithNewLogin', { token, name: 'X', password }, slug);
    expect(taken.error).toMatchObject({ code: 'conflict' });
    expect((await browser.tell('identity.door.join', { token }, slug)).status).toBe(403);
    expect((await guest.browser.tell('identity.door.join', { token }, slug)).data).toEqual({ slug });
    expect((await guest.browser.ask('identity.settings.get', {}, slug)).status).toBe(200);
    expect((await guest.browser.ask('identity.members.list', {}, slug)).status).toBe(403);
  });

  test('is sent where there is a mail server', async () => {
    const { browser, slug } = await closed.tenant();
    const roleIds = [await roleId(browser, slug, 'tenant.member')];
    const made = await browser.tell('identity.invitations.create', { email: 'new@example.org', roleIds }, slug);
    expect(made.data).toMatchObject({ sent: true });
    expect(mail.letters.at(-1)).toContain((made.data as { link: string }).link);
    expect((await closed.browser().ask('identity.door.invitation', { token: 'x'.repeat(43) }, slug)).status).toBe(404);
    expect((await closed.browser().ask('identity.door.invitation', { token: 'x'.repeat(43) }, 'no-such')).status).toBe(404);
  });
});

test('the operator opens a tenant where sign-up is closed, and makes links that administrators are not shown', async () => {
  const { openTenant, passwordLink } = await import('./operator.ts');
  const parts = { database: closed.db.database, publicUrl: 'http://localhost:4000' };
  const email = `${newId()}@example.org`;
  const slug = `o-${newId().slice(-12)}`;
  const link = await openTenant(parts, { slug, name: 'Operated', email });
  expect(link).toContain('http://localhost:4000/reset-password#');
  const browser = closed.browser();
  expect((await browser.post('/auth/reset-password', { token: tokenIn(link ?? ''), newPassword: other })).status).toBe(200);
  await browser.signIn(email, other);
  expect((await browser.ask('identity.members.list', {}, slug)).data).toMatchObject({ rows: [{ email }] });
  expect(await openTenant(parts, { slug: `${slug}-2`, name: 'Second', email })).toBeNull();
  const again = await passwordLink(parts, email.toUpperCase());
  expect((await browser.post('/auth/reset-password', { token: tokenIn(again), newPassword: password })).status).toBe(200);
  await expect(passwordLink(parts, 'nobody@example.org')).rejects.toMatchObject({ code: 'not-found' });
});

test('demo accounts are shown in demo mode, work, and are made once', async () => {
  const { loadDemoAccounts } = await import('./demo.ts');
  const demo = await identityApp({ WARDWRIGHT_DEMO: 'on' });
  try {
    const made = await loadDemoAccounts(demo.db.database);
    expect([...made.keys()]).toEqual(['larkmoor', 'pinecrest']);
    expect((await loadDemoAccounts(demo.db.database)).size).toBe(0);
    const welcome = (await demo.browser().ask('identity.door.welcome')).data as { demo: { password: string; accounts: { email: string }[] } };
    expect(welcome.demo.accounts.length).toBeGreaterThan(3);
    for (const { email } of welcome.demo.accounts) {
      const browser = demo.browser();
      await browser.signIn(email, welcome.demo.password);
      const { tenants } = (await browser.ask('identity.account.me')).data as { tenants: { slug: string; isDemo: boolean }[] };
      expect(tenants).toMatchObject([{ slug: email.includes('larkmoor') ? 'larkmoor' : 'pinecrest', isDemo: true }]);
    }
  } finally {
    await demo.close();
  }
});
