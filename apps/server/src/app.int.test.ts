import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { announce, inTenant, type Scope } from '@wardwright/domain/db';
import { DomainError } from '@wardwright/domain/kernel';
import { aTenant, type TestDatabase, testDatabase } from '@wardwright/domain/testing';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AppParts, createApp, type DomainRoutes } from './app.ts';
import { finishBeforeClosing } from './http/drain.ts';
import { createLogger } from './http/logger.ts';
import { readSettings } from './settings.ts';
import { type Live, startLive } from './system/live.ts';

const pages = mkdtempSync(path.join(os.tmpdir(), 'wardwright-pages-'));
const script = `console.log(${JSON.stringify('x'.repeat(5000))})`;
const person = { userId: '0', sessionId: '0', email: 'someone@example.org', name: 'Some One' };
let db: TestDatabase;
let live: Live;
let scope: Scope;
let app: FastifyInstance | undefined;
let logged = '';
const log = createLogger('info', { write: (line) => void (logged += line) });

beforeAll(async () => {
  db = await testDatabase();
  scope = await aTenant(db.database);
  live = await startLive(db.urls.app, log);
  mkdirSync(path.join(pages, 'assets'));
  writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Wardwright</title>');
  writeFileSync(path.join(pages, 'assets/index-0a1b.js'), script);
  writeFileSync(path.join(pages, 'assets/index-0a1b.js.br'), brotliCompressSync(script));
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  logged = '';
});
afterAll(async () => {
  await live.stop();
  await db.close();
  rmSync(pages, { recursive: true });
});

const routes: DomainRoutes = (scoped) => {
  scoped.get('/crash', () => {
    throw new Error('the password is hunter2');
  });
  scoped.get('/refuse', () => {
    throw new DomainError('rule-broken', 'Too many nights in a row.', { nights: 7 });
  });
  scoped.get('/slow', async () => {
    await pause(400);
    return { finished: true };
  });
  scoped.get('/response', ({ query }) => new Response(JSON.stringify('y'.repeat(Number((query as { length: string }).length))), {
    headers: { 'content-type': 'application/json' },
  }));
  scoped.post('/auth/sign-in', () => ({ ok: true }));
  scoped.get('/who', ({ ip }) => ({ ip }));
};

async function serve(env: Record<string, string> = {}, parts: Partial<AppParts> = {}): Promise<FastifyInstance> {
  app = await createApp({
    settings: readSettings(env),
    database: db.database,
    live,
    logger: log,
    sessions: { read: () => Promise.resolve(person), scope: () => Promise.resolve(scope) },
    routes: [routes],
    pages,
    ...parts,
  });
  return app;
}
const strangers = { sessions: { read: () => Promise.resolve(null), scope: () => Promise.reject(new Error('never asked')) } };

describe('health', () => {
  it('tells a living process from a ready one', async () => {
    const server = await serve({}, { checks: { workers: () => false } });
    expect((await server.inject('/healthz')).json()).toEqual({ ok: true });
    const ready = await server.inject('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toEqual({ ready: false, checks: { database: true, live: true, workers: false } });
  });

  it('is ready when everything answers', async () => {
    expect((await (await serve()).inject('/readyz')).statusCode).toBe(200);
  });

  it('is not ready when a check throws or hangs', async () => {
    const checks = { broken: () => Promise.reject(new Error('no')), hanging: () => new Promise<boolean>(() => undefined) };
    const ready = await (await serve({}, { checks })).inject('/readyz');
    expect(ready.json()).toMatchObject({ ready: false, checks: { broken: false, hanging: false } });
  });
});

describe('metrics', () => {
  const elsewhere = { remoteAddress: '203.0.113.9' };

  it('count requests by the pattern of their route, and procedures by name', async () => {
    const server = await serve({}, { jobCounts: () => Promise.resolve({ queued: 3 }) });
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
    const server = await serve();
    expect((await server.inject({ url: '/metrics', ...elsewhere })).statusCode).toBe(404);
    expect((await server.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode).toBe(404);
  });

  it('are shown to whoever knows the token', async () => {
    const server = await serve({ METRICS_TOKEN: 'a-token-of-sixteen' });
    const as = (token: string) => server.inject({ url: '/metrics', ...elsewhere, headers: { authorization: `Bearer ${token}` } });
    expect((await as('a-token-of-sixteen')).statusCode).toBe(200);
    expect((await as('a-token-of-sixteeN')).statusCode).toBe(404);
  });
});

describe('headers', () => {
  it('allow scripts of our own only', async () => {
    const { headers } = await (await serve()).inject({ url: '/', headers: { accept: 'text/html' } });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('insist on https where people use it', async () => {
    const { headers } = await (await serve({ PUBLIC_URL: 'https://ward.example.org' })).inject('/healthz');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('carry the id of the request: ours, or a harmless one that came with it', async () => {
    const server = await serve();
    const idFor = async (given?: string) =>
      (await server.inject({ url: '/healthz', headers: given ? { 'x-request-id': given } : {} })).headers['x-request-id'];
    expect(await idFor('proxy-0815')).toBe('proxy-0815');
    expect(await idFor('a<script>')).toMatch(/^[0-9a-f-]{14}7[0-9a-f-]{21}$/);
    expect(await idFor('x'.repeat(65))).not.toHaveLength(65);
    expect(await idFor()).not.toBe(await idFor());
  });

  it('name an address only as far as a proxy is trusted', async () => {
    const forwarded = { headers: { 'x-forwarded-for': '198.51.100.1, 198.51.100.2' }, remoteAddress: '10.0.0.1' };
    const ipWith = async (env: Record<string, string>) => {
      const server = await serve(env);
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
    const answer = await (await serve()).inject({
      method: 'POST',
      url: '/trpc/system.audit',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify('x'.repeat(1024 * 1024)),
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ status: 413, detail: 'The request is too large.' });
  });

  it('slow an address down, and only that address', async () => {
    const server = await serve({ RATE_LIMIT: '3' });
    const ask = (remoteAddress: string) => server.inject({ url: '/who', remoteAddress });
    for (let i = 0; i < 3; i += 1) expect((await ask('203.0.113.1')).statusCode).toBe(200);
    const refused = await ask('203.0.113.1');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.json()).toMatchObject({ code: 'too-many-requests', detail: expect.stringMatching(/Wait \d+ s/) });
    expect((await ask('203.0.113.2')).statusCode).toBe(200);
  });

  it('are tighter for signing in, and do not use up the rest', async () => {
    const server = await serve();
    const signIn = () => server.inject({ method: 'POST', url: '/auth/sign-in' });
    for (let i = 0; i < 30; i += 1) expect((await signIn()).statusCode).toBe(200);
    expect((await signIn()).statusCode).toBe(429);
    expect((await server.inject('/who')).statusCode).toBe(200);
  });

  it('refuse changes asked for by another site', async () => {
    const server = await serve();
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
    const answer = await (await serve()).inject({ url: '/crash', headers: { 'x-request-id': 'find-me-0001' } });
    expect(answer.statusCode).toBe(500);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 500, requestId: 'find-me-0001' });
    expect(answer.body).not.toMatch(/hunter2|app\.int\.test/);
    expect(logged).toMatch(/find-me-0001.*hunter2.*app\.int\.test/);
  });

  it('of a procedure hide what went wrong too', async () => {
    const server = await serve({}, { sessions: { ...strangers.sessions, read: () => Promise.reject(new Error('the password is hunter2')) } });
    const answer = await server.inject('/t/x/trpc/system.audit');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/hunter2|stack/);
    expect(logged).toContain('hunter2');
  });

  it('of the domain become problems with a sentence', async () => {
    const answer = await (await serve()).inject('/refuse');
    expect(answer.json()).toMatchObject({ status: 422, title: 'Unprocessable Entity', detail: 'Too many nights in a row.', code: 'rule-broken', details: { nights: 7 } });
  });

  it('of strangers are told to sign in', async () => {
    const answer = await (await serve({}, strangers)).inject('/t/x/trpc/system.audit');
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ error: { message: 'Sign in first.', data: { code: 'unauthenticated' } } });
  });

  it.each(['/nothing', '/trpc', '/t/x/trpc', '/auth/unknown', '/assets/old-1234.js'])('at %s are found nowhere', async (url) => {
    const answer = await (await serve()).inject({ url, headers: { accept: '*/*' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ status: 404, detail: 'There is nothing at this address.' });
  });

  it('leave queries, cookies and bodies out of the log', async () => {
    const server = await serve();
    await server.inject({ method: 'POST', url: '/auth/sign-in?who=jane-roe', headers: { cookie: 'session=topsecret' }, payload: { password: 'hunter2' } });
    expect(logged).toContain('/auth/sign-in');
    expect(logged).not.toMatch(/jane-roe|topsecret|hunter2/);
  });
});

describe('pages', () => {
  it('are one page at every address a person may open', async () => {
    const server = await serve();
    for (const url of ['/', '/t/larkmoor/quality/signals', '/sign-in?next=%2F']) {
      const answer = await server.inject({ url, headers: { accept: 'text/html,*/*' } });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('<title>Wardwright</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  it('are not sent to machines', async () => {
    const server = await serve();
    for (const url of ['/trpc/x/y', '/auth/x', '/t/x/trpc'])
      expect((await server.inject({ url, headers: { accept: 'text/html' } })).statusCode).toBe(404);
    expect((await server.inject({ method: 'POST', url: '/sign-in', headers: { accept: 'text/html' } })).statusCode).toBe(404);
  });

  it('bring assets that last, compressed beforehand', async () => {
    const { headers, rawPayload } = await (await serve()).inject({ url: '/assets/index-0a1b.js', headers: { 'accept-encoding': 'br' } });
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' });
    expect(rawPayload).toEqual(brotliCompressSync(script));
  });

  it('do not let anybody climb out of their folder', async () => {
    const server = await serve();
    for (const url of ['/../package.json', '/assets/..%2f..%2fpackage.json', '/%2e%2e/package.json'])
      expect((await server.inject(url)).body).not.toContain('wardwright-pages');
  });
});

describe('compression', () => {
  it('packs large answers and leaves small ones alone', async () => {
    const server = await serve();
    const ask = (length: number) => server.inject({ url: `/response?length=${length}`, headers: { 'accept-encoding': 'gzip' } });
    const large = await ask(100_000);
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(large.rawPayload).toString())).toHaveLength(100_000);
    const small = await ask(10);
    expect(small.headers['content-encoding']).toBeUndefined();
    expect(small.headers['content-length']).toBe('12');
  });
});

describe('event streams', () => {
  const text = async (reader: ReadableStreamDefaultReader<Uint8Array>, until: RegExp): Promise<string> => {
    let heard = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard += new TextDecoder().decode(part.value);
      if (until.test(heard)) return heard;
    }
    return heard;
  };

  it('arrive at once, uncompressed, and do not hold up closing', async () => {
    const server = await serve();
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}/t/x/trpc/system.live?input=%7B%7D`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-encoding')).toBeNull();
    const reader = answer.body!.getReader();
    await text(reader, /event: connected/);
    await inTenant(scope, (trx) => announce(trx, 'quality.signals'));
    expect(await text(reader, /quality\.signals/)).toMatch(/data: \{"topic":"quality.signals"\}/);
    const begun = performance.now();
    const cut = reader.read().catch(() => undefined);
    await server.close();
    await cut;
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('closing', () => {
  it('lets a running request finish and takes no new ones', async () => {
    const server = await serve();
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const running = fetch(`${address}/slow`);
    await pause(100);
    const closed = server.close();
    await pause(50);
    const late = await fetch(`${address}/healthz`).then((answer) => answer.status, () => 'refused');
    expect([503, 'refused']).toContain(late);
    expect(await (await running).json()).toEqual({ finished: true });
    await closed;
    await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('cuts off a request that does not finish in time', async () => {
    const server = fastify({ forceCloseConnections: true });
    finishBeforeClosing(server, 200);
    server.get('/endless', () => new Promise(() => undefined));
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const running = fetch(`${address}/endless`).catch(() => 'cut');
    await once(server.server, 'request');
    const begun = performance.now();
    await server.close();
    expect(performance.now() - begun).toBeGreaterThan(190);
    expect(await running).toBe('cut');
  });
});
