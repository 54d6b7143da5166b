import type { Scope } from '@wardwright/domain/db';
import { allPermissions } from '@wardwright/domain/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import type { Browser } from '../testing/browser.ts';
import { foreignCases } from '../testing/foreign-cases.ts';
import { type ForeignIds, oneOfEach } from '../testing/foreign-ids.ts';
import { type IdentityApp, identityApp, password } from '../testing/identity-app.ts';
import { type Refusable, refusedStream } from '../testing/refused-stream.ts';
import { malformed, mentionsIds, type Walked, walk } from '../testing/walk.ts';

/** Fewer than this means that the walker lost its way, not that the product shrank. */
const atLeast = 60;

let world: IdentityApp;
let procedures: readonly Walked[];
let slug: string;
let admin: Browser;
let powerless: Browser;
let theirs: ForeignIds;

function call(browser: Browser, { type, path }: Walked, input: object = {}): Promise<Refusable> {
  if (type === 'mutation') return browser.tell(path, input, slug);
  return type === 'subscription' ? refusedStream(browser, path, input, slug) : browser.ask(path, input, slug);
}

beforeAll(async () => {
  world = await identityApp();
  procedures = await walk(appRouter);
  ({ slug, browser: admin } = await world.tenant());
  powerless = await memberWithoutRoles();
  const other = await world.tenant();
  const scope: Scope = {
    tenantId: other.tenantId,
    actor: { kind: 'user', id: other.userId },
    permissions: allPermissions,
    requestId: 'walker',
    knex: world.db.database.resolve(other.tenantId),
  };
  theirs = await oneOfEach(scope);
});
afterAll(() => world.close());

async function memberWithoutRoles(): Promise<Browser> {
  const { email } = await world.person();
  const { data: roles } = await admin.ask('identity.roles.list', {}, slug);
  const [role] = roles as { id: string }[];
  const made = await admin.tell('identity.invitations.create', { email, roleIds: [role?.id] }, slug);
  const token = new URL((made.data as { link: string }).link).hash.slice(1) || (made.data as { link: string }).link.split(/[/=#]/).at(-1);
  const browser = world.browser();
  await browser.signIn(email, password);
  await browser.tell('identity.door.join', { token }, slug);
  const { data: members } = await admin.ask('identity.members.list', {}, slug);
  const { rows } = members as { rows: { id: string; email: string; version: number }[] };
  const member = rows.find((row) => row.email === email);
  await admin.tell('identity.members.setRoles', { id: member?.id, expectedVersion: member?.version, roleIds: [] }, slug);
  return browser;
}

describe('every procedure', () => {
  test('is found, says who may call it, and checks what goes in and out', () => {
    process.stdout.write(`walked ${procedures.length} procedures\n`);
    expect(procedures.length).toBeGreaterThanOrEqual(atLeast);
    expect(procedures.filter(({ permission }) => permission === undefined)).toEqual([]);
    expect(procedures.filter(({ input }) => input === null).map(({ path }) => path)).toEqual([]);
    expect(procedures.filter(({ hasOutput }) => !hasOutput)).toEqual([]);
    const unknown = procedures.filter(
      ({ permission }) => permission !== 'anyone' && permission !== 'signed-in' && !allPermissions.has(permission ?? 'a.b.c'),
    );
    expect(unknown).toEqual([]);
  });

  test('refuses whoever is not signed in, unless it is for anyone', async () => {
    const stranger = world.browser();
    const answers = await Promise.all(
      procedures.filter(({ permission }) => permission !== 'anyone').map(async (one) => [one.path, (await call(stranger, one)).status]),
    );
    expect(answers.filter(([, status]) => status !== 401)).toEqual([]);
  });

  test('refuses a member whose roles do not include its permission', async () => {
    const answers = await Promise.all(
      procedures
        .filter(({ permission }) => permission !== 'anyone' && permission !== 'signed-in')
        .map(async (one) => [one.path, (await call(powerless, one)).status]),
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
  });

  test('does not exist for members of another tenant', async () => {
    const { browser } = await world.tenant();
    const answers = await Promise.all(
      procedures
        .filter(({ permission }) => permission !== 'anyone' && permission !== 'signed-in')
        .map(async (one) => [one.path, (await call(browser, one)).status]),
    );
    expect(answers.filter(([, status]) => status !== 404)).toEqual([]);
  });

  test('names what is wrong with malformed input', async () => {
    const tried = procedures.flatMap((one) => (one.input ? malformed(one.input).map((input) => ({ one, input })) : []));
    const answers = await Promise.all(
      tried.map(async ({ one, input }) => ({ path: one.path, input, ...(await call(admin, one, input as object)) })),
    );
    process.stdout.write(`${answers.length} malformed inputs tried\n`);
    const wrong = answers.filter(({ status, error }) => status !== 400 || error.message.length === 0);
    expect(wrong.map(({ path, input, status }) => ({ path, input, status }))).toEqual([]);
  });

  test('gives nothing for ids of another tenant', async () => {
    const needing = procedures.filter(({ input, permission }) => permission !== 'anyone' && mentionsIds(input));
    const cases = foreignCases(theirs);
    expect(needing.map(({ path }) => path).filter((path) => !cases[path])).toEqual([]);
    expect(Object.keys(cases).filter((path) => !needing.some((one) => one.path === path))).toEqual([]);
    for (const one of needing) {
      const { input, expected = 'not-found' } = cases[one.path] ?? { input: {} };
      const answer = await call(admin, one, input);
      const got = answer.status === 200 ? JSON.stringify(answer.data) : answer.error.code;
      const wanted = expected === 'nothing' ? /"rows":\[\]|^\[\]$|"matching":\{"count":0/ : new RegExp(`^${expected}$`);
      expect({ path: one.path, got }).toEqual({ path: one.path, got: expect.stringMatching(wanted) });
    }
    process.stdout.write(`${needing.length} procedures tried with another tenant's ids\n`);
  });
});
