import { newId } from '@wardwright/domain/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityApp, identityApp, password } from '../testing/identity-app.ts';
import { firstLetter, lettersOf, roleId, tokenIn } from '../testing/letter-log.ts';
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

  test('that fails leaves no login behind, so that the same address can try again', async () => {
    const { slug } = await server.tenant();
    const given = form(slug);
    expect((await server.browser().tell('identity.door.signUp', given)).error).toMatchObject({ code: 'conflict', details: { field: 'slug' } });
    const reserved = { ...given, tenant: { name: 'Larkmoor', slug: 'www' } };
    expect((await server.browser().tell('identity.door.signUp', reserved)).error).toMatchObject({ code: 'conflict', details: { field: 'slug' } });
    const raced = `n-${newId().slice(-12)}`;
    const forms = [form(raced), { ...given, tenant: { name: 'Larkmoor', slug: raced } }];
    const both = await Promise.all(forms.map((one) => server.browser().tell('identity.door.signUp', one)));
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    const again = { ...forms[both.findIndex(({ status }) => status === 409)], tenant: { name: 'Larkmoor', slug: `n-${newId().slice(-12)}` } };
    expect((await server.browser().tell('identity.door.signUp', again)).status).toBe(200);
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
    expect(events.slice(0, 2).map(({ action }) => action)).toEqual(['login.sign-in', 'login.password.reset']);
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
    expect((await guest.ask('identity.door.invitation', { token }, slug)).data).toEqual({ tenantName: 'Larkmoor', email, roles: [{ key: 'tenant.auditor', title: 'Auditor' }], hasLogin: false });
    const given = { token, name: 'Ines Marlow', password };
    expect((await guest.tell('identity.door.joinWithNewLogin', given, slug)).data).toEqual({ slug });
    expect((await guest.tell('identity.door.joinWithNewLogin', given, slug)).status).toBe(404);
    await guest.signIn(email, password);
    expect(((await guest.ask('identity.account.access', undefined, slug)).data as { permissions: string[] }).permissions).toContain('tenant.audit.read');
    expect(await lettersOf(browser, slug)).toMatchObject([{ recipientEmail: email, status: 'queued' }]);
    expect(JSON.stringify(await lettersOf(browser, slug))).not.toContain(token);
  });

  test('is accepted by a login that exists, and not by another one', async () => {
    const { browser, slug } = await server.tenant();
    const guest = await server.tenant();
    const roleIds = [await roleId(browser, slug, 'tenant.member')];
    const invited = await browser.tell('identity.invitations.create', { email: guest.email, roleIds }, slug);
    const token = tokenIn((invited.data as { link: string }).link);
    const taken = await server.browser().tell('identity.door.joinWithNewLogin', { token, name: 'X', password }, slug);
    expect(taken.error).toMatchObject({ code: 'conflict' });
    expect((await browser.tell('identity.door.join', { token }, slug)).status).toBe(403);
    expect((await guest.browser.tell('identity.door.join', { token }, slug)).data).toEqual({ slug });
    expect((await guest.browser.ask('identity.settings.get', {}, slug)).status).toBe(200);
    expect((await guest.browser.ask('identity.members.list', {}, slug)).status).toBe(403);
  });

  test('is kept by no repeated request: each makes a new one, and the one before ends', async () => {
    const { browser, slug, tenantId } = await server.tenant();
    const roleIds = [await roleId(browser, slug, 'tenant.member')];
    const repeated = (procedure: string, payload: object, key: string) =>
      browser.request({ method: 'POST', url: `/t/${slug}/trpc/${procedure}`, payload, headers: { 'idempotency-key': key } });
    const create = async () => {
      const answer = await repeated('identity.invitations.create', { email: 'new@example.org', roleIds }, 'invite-again-and-again');
      return tokenIn((answer.data as { link: string }).link);
    };
    const [first, second] = [await create(), await create()];
    expect(second).not.toBe(first);
    expect((await server.browser().ask('identity.door.invitation', { token: first }, slug)).status).toBe(404);
    expect((await server.browser().ask('identity.door.invitation', { token: second }, slug)).status).toBe(200);
    await repeated('identity.settings.update', { expectedVersion: 1, patch: { name: 'Kept answer' } }, 'rename-again-and-again');
    const kept = await server.db.database.shared.transaction(async (trx) => {
      await trx.raw(`select set_config('app.tenant_id', ?, true)`, [tenantId]);
      return (await trx('system.idempotencyKeys').select()) as { key: string; response: object }[];
    });
    expect(kept.map(({ key }) => key)).toEqual(['rename-again-and-again']);
    expect(JSON.stringify(kept)).toContain('Kept answer');
    for (const token of [first, second]) expect(JSON.stringify(kept)).not.toContain(token);
  });

  test('that the mail server refuses is shown, and not said to be sent', async () => {
    mail.refuse = true;
    const { browser, slug } = await closed.tenant();
    const roleIds = [await roleId(browser, slug, 'tenant.member')];
    const made = await browser.tell('identity.invitations.create', { email: 'new@example.org', roleIds }, slug);
    mail.refuse = false;
    expect(made.data).toMatchObject({ sent: false, link: expect.stringContaining('/join#') });
    expect(await lettersOf(browser, slug)).toMatchObject([{ status: 'failed' }]);
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
