import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench, strangers } from './testing/app-bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench('no pages');
});
afterEach(() => bench.clear());
afterAll(() => bench.close());

describe('health', () => {
  it('tells a living process from a ready one', async () => {
    const server = await bench.serve({}, { checks: { workers: () => false } });
    expect((await server.inject('/healthz')).json()).toEqual({ ok: true });
    const ready = await server.inject('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toEqual({ ready: false, checks: { database: true, live: true, workers: false } });
  });

  it('is ready when everything answers', async () => {
    expect((await (await bench.serve()).inject('/readyz')).statusCode).toBe(200);
  });

  it('asks what it needs at most once in a second', async () => {
    let asked = 0;
    const server = await bench.serve({}, { checks: { counted: () => (asked += 1) > 0 } });
    await Promise.all([server.inject('/readyz'), server.inject('/readyz')]);
    expect((await server.inject('/readyz')).json()).toMatchObject({ ready: true, checks: { counted: true } });
    expect(asked).toBe(1);
    await pause(1100);
    await server.inject('/readyz');
    expect(asked).toBe(2);
  });

  it('is not ready when a check throws or hangs', async () => {
    const checks = { broken: () => Promise.reject(new Error('no')), hanging: () => new Promise<boolean>(() => undefined) };
    const ready = await (await bench.serve({}, { checks })).inject('/readyz');
    expect(ready.json()).toMatchObject({ ready: false, checks: { broken: false, hanging: false } });
  });
});

describe('metrics', () => {
  const elsewhere = { remoteAddress: '203.0.113.9' };

  it('count requests by the pattern of their route, and procedures by name', async () => {
    const server = await bench.serve({}, { jobCounts: () => Promise.resolve({ queued: 3 }) });
    await server.inject('/t/secret-tenant/trpc/system.audit?input=%7B%22limit%22%3A5%7D');
    const { body } = await server.inject('/metrics');
    expect(body).toContain('wardwright_http_request_duration_seconds_count{method="GET",route="/t/:slug/trpc/:path",status="200"} 1');
    expect(body).toContain('wardwright_procedure_duration_seconds_count{procedure="system.audit",ok="true"} 1');
    expect(body).toContain('wardwright_jobs{status="queued"} 3');
    expect(body).toMatch(/wardwright_database_connections\{pool="app",state="free"\} \d/);
    expect(body).toContain('nodejs_eventloop_lag_seconds');
    expect(body).not.toContain('secret-tenant');
  });

  it('are hidden from other machines, also behind a proxy on this one', async () => {
    const server = await bench.serve();
    expect((await server.inject({ url: '/metrics', ...elsewhere })).statusCode).toBe(404);
    expect((await server.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode).toBe(404);
    await server.close();
    const open = await bench.serve({ HOST: '0.0.0.0', PUBLIC_URL: 'https://ward.example.org' });
    const under = async (host: string) => (await open.inject({ url: '/metrics', headers: { host } })).statusCode;
    expect(await under('ward.example.org')).toBe(404);
    expect(await under('127.0.0.1:4000')).toBe(200);
  });

  it('are shown to whoever knows the token', async () => {
    const server = await bench.serve({ METRICS_TOKEN: 'a-token-of-sixteen' });
    const as = (token: string) => server.inject({ url: '/metrics', ...elsewhere, headers: { authorization: `Bearer ${token}` } });
    expect((await as('a-token-of-sixteen')).statusCode).toBe(200);
    expect((await as('a-token-of-sixteeN')).statusCode).toBe(404);
  });
});

describe('headers', () => {
  it('allow scripts of our own only', async () => {
    const { headers } = await (await bench.serve()).inject('/healthz');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('insist on https where people use it', async () => {
    const { headers } = await (await bench.serve({ PUBLIC_URL: 'https://ward.example.org' })).inject('/healthz');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('carry the id of the request: ours, or a harmless one that a trusted proxy gave', async () => {
    const server = await bench.serve({ TRUST_PROXY: '1' });
    const idFor = async (given?: string) =>
      (await server.inject({ url: '/healthz', headers: given ? { 'x-request-id': given } : {} })).headers['x-request-id'];
    expect(await idFor('proxy-0815')).toBe('proxy-0815');
    expect(await idFor('a<script>')).toMatch(/^[0-9a-f-]{14}7[0-9a-f-]{21}$/);
    expect(await idFor('x'.repeat(65))).not.toHaveLength(65);
    expect(await idFor('database')).not.toBe('database');
    expect(await idFor()).not.toBe(await idFor());
    await server.close();
    const direct = await bench.serve();
    const { headers } = await direct.inject({ url: '/healthz', headers: { 'x-request-id': 'proxy-0815' } });
    expect(headers['x-request-id']).not.toBe('proxy-0815');
  });

  it('name an address only as far as a proxy is trusted', async () => {
    const forwarded = { headers: { 'x-forwarded-for': '198.51.100.1, 198.51.100.2' }, remoteAddress: '10.0.0.1' };
    const ipWith = async (env: Record<string, string>) => {
      const server = await bench.serve(env);
      const { ip } = (await server.inject({ url: '/who', ...forwarded })).json<{ ip: string }>();
      await server.close();
      return ip;
    };
    expect(await ipWith({})).toBe('10.0.0.1');
    expect(await ipWith({ TRUST_PROXY: '1' })).toBe('198.51.100.2');
    expect(await ipWith({ TRUST_PROXY: '10.0.0.0/8' })).toBe('198.51.100.2');
    expect(await ipWith({ TRUST_PROXY: '2' })).toBe('198.51.100.1');
  });
});

describe('limits', () => {
  it('refuse a body that is too large', async () => {
    const answer = await (await bench.serve()).inject({
      method: 'POST',
      url: '/trpc/system.audit',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify('x'.repeat(1024 * 1024)),
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ status: 413, detail: 'The request is too large.' });
  });

  it('slow an address down, and only that address', async () => {
    const server = await bench.serve({ RATE_LIMIT: '3' });
    const ask = (remoteAddress: string) => server.inject({ url: '/who', remoteAddress });
    for (let i = 0; i < 3; i += 1) expect((await ask('203.0.113.1')).statusCode).toBe(200);
    const refused = await ask('203.0.113.1');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.json()).toMatchObject({ code: 'too-many-requests', detail: expect.stringMatching(/Wait \d+ s/) });
    expect((await ask('203.0.113.2')).statusCode).toBe(200);
  });

  it('are tighter for signing in, and do not use up the rest', async () => {
    const server = await bench.serve();
    const signIn = () => server.inject({ method: 'POST', url: '/auth/sign-in' });
    for (let i = 0; i < 30; i += 1) expect((await signIn()).statusCode).toBe(200);
    expect((await signIn()).statusCode).toBe(429);
    expect((await server.inject('/who')).statusCode).toBe(200);
  });

  it('refuse changes asked for by another site', async () => {
    const server = await bench.serve();
    const from = (origin?: string) => server.inject({ method: 'POST', url: '/auth/sign-in', headers: { host: 'localhost:4001', ...(origin ? { origin } : {}) } });
    expect((await from('https://evil.example')).statusCode).toBe(403);
    expect((await from('null')).statusCode).toBe(403);
    expect((await from('http://localhost:4000')).statusCode).toBe(200);
    expect((await from('http://localhost:4001')).statusCode).toBe(200);
    expect((await from()).statusCode).toBe(200);
  });
});

describe('errors', () => {
  it('of our own say nothing outside and everything in the log', async () => {
    const answer = await (await bench.serve({ TRUST_PROXY: '1' })).inject({ url: '/crash', headers: { 'x-request-id': 'find-me-0001' } });
    expect(answer.statusCode).toBe(500);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 500, requestId: 'find-me-0001' });
    expect(answer.body).not.toMatch(/hunter2|app-bench/);
    expect(bench.logged()).toMatch(/find-me-0001.*hunter2.*app-bench/);
  });

  it('of a procedure hide what went wrong too', async () => {
    const server = await bench.serve({}, { sessions: { ...strangers, read: () => Promise.reject(new Error('the password is hunter2')) } });
    const answer = await server.inject('/t/x/trpc/system.audit');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/hunter2|stack/);
    expect(bench.logged()).toContain('hunter2');
  });

  it('of the domain become problems with a sentence', async () => {
    const answer = await (await bench.serve()).inject('/refuse');
    expect(answer.json()).toMatchObject({ status: 422, title: 'Unprocessable Entity', detail: 'Too many nights in a row.', code: 'rule-broken', details: { nights: 7 } });
  });

  it('of strangers are told to sign in', async () => {
    const answer = await (await bench.serve({}, { sessions: strangers })).inject('/t/x/trpc/system.audit');
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ error: { message: 'Sign in first.', data: { code: 'unauthenticated' } } });
  });

  it.each(['/nothing', '/trpc', '/t/x/trpc', '/auth/unknown', '/assets/old-1234.js'])('at %s are found nowhere', async (url) => {
    const answer = await (await bench.serve()).inject({ url, headers: { accept: '*/*' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ status: 404, detail: 'There is nothing at this address.' });
  });

  it('leave queries, cookies and bodies out of the log', async () => {
    const server = await bench.serve();
    await server.inject({ method: 'POST', url: '/auth/sign-in?who=jane-roe', headers: { cookie: 'session=topsecret' }, payload: { password: 'hunter2' } });
    expect(bench.logged()).toContain('/auth/sign-in');
    expect(bench.logged()).not.toMatch(/jane-roe|topsecret|hunter2/);
  });
});
