import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { announce, inTenant } from '@wardwright/domain/db';
import { fastify } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../testing/app-bench.ts';
import { finishBeforeClosing } from './drain.ts';

const pages = mkdtempSync(path.join(os.tmpdir(), 'wardwright-pages-'));
const script = `console.log(${JSON.stringify('x'.repeat(5000))})`;
let bench: Bench;

beforeAll(async () => {
  mkdirSync(path.join(pages, 'assets'));
  writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Wardwright</title>');
  writeFileSync(path.join(pages, 'assets/index-0a1b.js'), script);
  writeFileSync(path.join(pages, 'assets/index-0a1b.js.br'), brotliCompressSync(script));
  bench = await openBench(pages);
});
afterEach(() => bench.clear());
afterAll(async () => {
  await bench.close();
  rmSync(pages, { recursive: true });
});

describe('pages', () => {
  it('are one page at every address a person may open', async () => {
    const server = await bench.serve();
    for (const url of ['/', '/t/larkmoor/quality/signals', '/sign-in?next=%2F']) {
      const answer = await server.inject({ url, headers: { accept: 'text/html,*/*' } });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('<title>Wardwright</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  it('are not sent to machines', async () => {
    const server = await bench.serve();
    for (const url of ['/trpc/x/y', '/auth/x', '/t/x/trpc'])
      expect((await server.inject({ url, headers: { accept: 'text/html' } })).statusCode).toBe(404);
    expect((await server.inject({ method: 'POST', url: '/sign-in', headers: { accept: 'text/html' } })).statusCode).toBe(404);
  });

  it('bring assets that last, compressed beforehand', async () => {
    const { headers, rawPayload } = await (await bench.serve()).inject({ url: '/assets/index-0a1b.js', headers: { 'accept-encoding': 'br' } });
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
    expect(rawPayload).toEqual(brotliCompressSync(script));
  });

  it('do not let anybody climb out of their folder', async () => {
    const server = await bench.serve();
    for (const url of ['/../package.json', '/assets/..%2f..%2fpackage.json', '/%2e%2e/package.json'])
      expect((await server.inject(url)).body).not.toContain('wardwright-pages');
  });
});

describe('compression', () => {
  it('packs large answers and leaves small ones alone', async () => {
    const server = await bench.serve();
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
    const server = await bench.serve();
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}/t/x/trpc/system.live?input=%7B%7D`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-encoding')).toBeNull();
    const reader = answer.body!.getReader();
    await text(reader, /event: connected/);
    await inTenant(bench.scope, (trx) => announce(trx, 'quality.signals'));
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
    const server = await bench.serve();
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
