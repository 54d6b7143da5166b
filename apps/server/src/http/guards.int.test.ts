import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../router.ts';
import { type Bench, openBench } from '../testing/app-bench.ts';
import { walk } from '../testing/walk.ts';
import { likeSignIn } from './rate-limits.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench('no pages');
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

const closed = { WARDWRIGHT_SIGNUP: 'closed', WARDWRIGHT_DEMO: 'off' };
const stranger = { name: 'Ada Okafor', email: 'ada@example.org', password: 'forty two lanterns', tenant: { name: 'Larkmoor', slug: 'larkmoor' } };

describe('the limit for signing in', () => {
  it('counts an address however it is written', async () => {
    const server = await bench.serve();
    const spellings = ['/auth/sign-in', '/%61uth/sign-in', '/auth/%73ign-in', '/%61%75%74%68/sign%2Din'];
    const signIn = (turn: number) => server.inject({ method: 'POST', url: spellings[turn % spellings.length]! });
    for (let turn = 0; turn < 30; turn += 1) expect((await signIn(turn)).statusCode).toBe(200);
    for (const turn of spellings.keys()) expect((await signIn(turn)).statusCode).toBe(429);
  });

  it.each(['/trpc/identity.door.signUp', '/t/x/trpc/identity.door.joinWithNewLogin', '/t/x/trpc/identity.door%2EsignUp', '/trpc/identity.door.signUp?batch=1'])(
    'holds for %s',
    async (url) => {
      const server = await bench.serve(closed);
      const knock = async () => (await server.inject({ method: 'POST', url, payload: stranger })).statusCode;
      for (let turn = 0; turn < 30; turn += 1) expect(await knock()).not.toBe(429);
      expect(await knock()).toBe(429);
      expect((await server.inject('/trpc/identity.door.welcome')).statusCode).toBe(200);
    },
  );

  it('holds for looking at invitations, also in company', async () => {
    const server = await bench.serve(closed);
    const look = async () => (await server.inject('/t/x/trpc/identity.door.welcome,identity.door.invitation?batch=1')).statusCode;
    for (let turn = 0; turn < 30; turn += 1) expect(await look()).not.toBe(429);
    expect(await look()).toBe(429);
  });

  it('names procedures that exist', async () => {
    const paths = (await walk(appRouter)).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining([...likeSignIn]));
  });
});

describe('batches', () => {
  const batch = (procedure: string, size: number) => `/trpc/${Array.from({ length: size }, () => procedure).join(',')}?batch=1`;

  it('of changes are refused, so that a limit for requests is one for changes', async () => {
    const server = await bench.serve();
    const payload = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [index, stranger]));
    const answer = await server.inject({ method: 'POST', url: batch('identity.door.signUp', 3), payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('Send each change in a request of its own.');
    expect((await server.inject(batch('identity.door.invitation', 2))).statusCode).toBe(400);
  });

  it('of questions have at most twenty', async () => {
    const server = await bench.serve();
    expect((await server.inject(batch('identity.door.welcome', 20))).statusCode).toBe(200);
    expect((await server.inject(batch('identity.door.welcome', 21))).statusCode).toBe(400);
  });
});

describe('names of this server', () => {
  const statusAt = async (server: Awaited<ReturnType<Bench['serve']>>, host: string) =>
    (await server.inject({ url: '/trpc/identity.door.welcome', headers: { host } })).statusCode;

  it('are the only ones it answers to while it serves this machine alone', async () => {
    const server = await bench.serve({ PUBLIC_URL: 'https://ward.example.org' });
    for (const host of ['localhost:4000', 'LOCALHOST', '127.0.0.1:4000', '[::1]:4000', 'ward.example.org'])
      expect([host, await statusAt(server, host)]).toEqual([host, 200]);
    for (const host of ['evil.example:4000', 'localhost.evil.example', '192.0.2.1', 'ward.example.org.evil.example', '%'])
      expect([host, await statusAt(server, host)]).toEqual([host, 403]);
  });

  it('do not matter where it is open to others', async () => {
    const server = await bench.serve({ HOST: '0.0.0.0', PUBLIC_URL: 'https://ward.example.org' });
    expect(await statusAt(server, '192.0.2.1:4000')).toBe(200);
  });
});

describe('what the database cannot store', () => {
  const site = { name: 'North', timeZone: 'America/New_York', healthSystemId: null, address: null, officePhone: null, contactPerson: null, contactEmail: null };
  it.each([
    ['a NUL character in a name', 'directory.sites.create', { ...site, name: 'a\0b' }, 'character that cannot be stored'],
    ['a version past all integers', 'directory.sites.archive', { id: '0190a1b2-0000-7000-8000-000000000000', expectedVersion: 3e9 }, 'expectedVersion'],
    ['a NUL character outside of tenants', 'identity.door.signUp', { ...stranger, name: 'a\0b' }, 'character that cannot be stored'],
  ])('is refused in words: %s', async (_, procedure, payload, words) => {
    const server = await bench.serve({ WARDWRIGHT_SIGNUP: 'open' });
    const answer = await server.inject({ method: 'POST', url: `/t/x/trpc/${procedure}`, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { message: expect.stringContaining(words), data: { code: 'invalid' } } });
    expect(bench.logged()).not.toContain('"level":"error"');
  });
});

describe('a tenant with an impossible name', () => {
  it.each(['/t/%00/trpc/system.audit', '/t/a%0Ab/trpc/system.audit', '/t/%7F/trpc/identity.door.invitation?batch=1'])('at %s is found nowhere', async (url) => {
    const server = await bench.serve();
    expect((await server.inject(url)).statusCode).toBe(404);
    expect(bench.logged()).not.toContain('"level":"error"');
  });
});
