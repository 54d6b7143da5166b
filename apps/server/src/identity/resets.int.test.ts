import { demoPassword } from '@wardwright/domain/identity/fixtures';
import { newId } from '@wardwright/domain/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityApp, identityApp, password } from '../testing/identity-app.ts';
import { firstLetter, lettersOf, roleId, tokenIn } from '../testing/letter-log.ts';
import { loadDemoAccounts } from './demo.ts';
import { passwordLink } from './operator.ts';

let server: IdentityApp;
beforeAll(async () => {
  server = await identityApp({ WARDWRIGHT_SIGNUP: 'open' });
});
afterAll(() => server.close());

const other = 'nine quiet harbours';
const request = (email: string) => server.browser().post('/auth/request-password-reset', { email });
const use = (token: string) => server.browser().post('/auth/reset-password', { token, newPassword: other });

type Tenant = Awaited<ReturnType<IdentityApp['tenant']>>;

/** Lets somebody join the tenant of another one. */
async function joins(guest: Tenant, host: Tenant): Promise<void> {
  const roleIds = [await roleId(host.browser, host.slug, 'tenant.member')];
  const { data } = await host.browser.tell('identity.invitations.create', { email: guest.email, roleIds }, host.slug);
  expect((await guest.browser.tell('identity.door.join', { token: tokenIn((data as { link: string }).link) }, host.slug)).status).toBe(200);
}

describe('a link that an administrator was shown', () => {
  async function shown(): Promise<{ person: Tenant; token: string }> {
    const person = await server.tenant();
    await request(person.email);
    const { bodyText } = await firstLetter(person.browser, person.slug, () => true);
    return { person, token: tokenIn(bodyText) };
  }

  test('ends when its owner joins another tenant', async () => {
    const { person, token } = await shown();
    await joins(person, await server.tenant());
    expect((await use(token)).status).toBe(404);
    expect((await server.browser().signIn(person.email, password)).status).toBe(200);
  });

  test('ends when its owner founds another tenant', async () => {
    const { person, token } = await shown();
    expect((await person.browser.tell('identity.account.createTenant', { name: 'Second', slug: `r-${newId().slice(-12)}` })).status).toBe(200);
    expect((await use(token)).status).toBe(404);
  });

  test('ends with the next link', async () => {
    const { person, token } = await shown();
    await request(person.email);
    const { bodyText } = await firstLetter(person.browser, person.slug, (_letter, count) => count === 2);
    expect((await use(token)).status).toBe(404);
    expect((await use(tokenIn(bodyText))).status).toBe(200);
  });
});

test('a link is shown to no administrator when another tenant has shut its owner out', async () => {
  const [person, host] = [await server.tenant(), await server.tenant()];
  await joins(person, host);
  const { rows } = (await host.browser.ask('identity.members.list', {}, host.slug)).data as { rows: { id: string; email: string; version: number }[] };
  const { id, version } = rows.find((row) => row.email === person.email)!;
  expect((await host.browser.tell('identity.members.deactivate', { id, expectedVersion: version }, host.slug)).status).toBe(200);
  await request(person.email);
  const { bodyText } = await firstLetter(person.browser, person.slug, () => true);
  expect(bodyText).toContain('Ask the operator');
  expect(bodyText).not.toContain('#');
});

test('of several links asked for at once a login keeps one', async () => {
  const { email, userId } = await server.tenant();
  const identity = server.db.database.identity;
  await Promise.all(Array.from({ length: 6 }, () => passwordLink({ database: server.db.database, publicUrl: 'http://localhost:4000' }, email)));
  expect(await identity('identity.verifications').where({ value: userId }).select('id')).toHaveLength(1);
});

test('letters to one address are slowed down wherever they are asked for, known or not', async () => {
  const { email, browser, slug } = await server.tenant();
  const asked = async (address: string) => {
    const answers = [];
    for (let turn = 0; turn < 4; turn += 1) answers.push(await request(address));
    return answers;
  };
  const known = await asked(email);
  const unknown = await asked(`${newId()}@example.org`);
  expect(known.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(unknown.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(known[3]).toMatchObject({ headers: { 'retry-after': expect.stringMatching(/^1[0-5]$/) }, error: { code: 'too-many-requests', details: { retryAfter: expect.any(Number) } } });
  await firstLetter(browser, slug, (_letter, count) => count === 3);
  expect(await lettersOf(browser, slug)).toHaveLength(3);
});

test('demo accounts cannot be shut out or lose their roles in demo mode, anybody else can', async () => {
  const demo = await identityApp({ WARDWRIGHT_DEMO: 'on' });
  try {
    await loadDemoAccounts(demo.db.database);
    const maren = demo.browser();
    await maren.signIn('maren@larkmoor.example', demoPassword);
    const { rows } = (await maren.ask('identity.members.list', {}, 'larkmoor')).data as { rows: { id: string; version: number; email: string }[] };
    const ines = rows.find(({ email }) => email === 'ines@larkmoor.example')!;
    const out = (id: string, version: number) => maren.tell('identity.members.deactivate', { id, expectedVersion: version }, 'larkmoor');
    expect(await out(ines.id, ines.version)).toMatchObject({ status: 422, error: { message: expect.stringContaining('This is a demo account, which the next visitor wants to try as it is.') } });
    expect(await maren.tell('identity.members.setRoles', { id: ines.id, expectedVersion: ines.version, roleIds: [] }, 'larkmoor')).toMatchObject({ status: 422, error: { message: expect.stringContaining('This is a demo account') } });
    const own = await demo.tenant();
    const { rows: others } = (await own.browser.ask('identity.members.list', {}, own.slug)).data as { rows: { id: string; version: number }[] };
    expect((await own.browser.tell('identity.members.deactivate', { id: others[0]!.id, expectedVersion: others[0]!.version }, own.slug)).error).toMatchObject({ code: 'conflict' });
    expect((await own.browser.tell('identity.members.deactivate', { id: ines.id, expectedVersion: ines.version }, own.slug)).status).toBe(404);
  } finally {
    await demo.close();
  }
});

test('demo accounts are shown in demo mode, work, are made once, and keep their password', async () => {
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
      const change = await browser.post('/auth/change-password', { currentPassword: welcome.demo.password, newPassword: other });
      const request = await browser.post('/auth/request-password-reset', { email: email.toUpperCase() });
      for (const { status, error } of [change, request])
        expect({ status, message: error.message }).toEqual({ status: 422, message: expect.stringContaining('This is a demo account.') });
      await expect(passwordLink({ database: demo.db.database, publicUrl: 'http://localhost:4000' }, email)).rejects.toMatchObject({ code: 'rule-broken' });
      expect((await demo.browser().signIn(email, welcome.demo.password)).status).toBe(200);
    }
  } finally {
    await demo.close();
  }
});
