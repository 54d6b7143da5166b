import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { checkSchedule } from '@wardwright/engine/check';
import { generateBlocks, generateHalfDays } from '@wardwright/engine/generate';
import type { RunRequest } from '@wardwright/engine/run';
import { runInThreads } from '@wardwright/engine/run-node';
import { type PreviewServer, build, preview } from 'vite';
import type { Finding } from './page/page.ts';

const root = path.join(import.meta.dirname, 'page');
let outDir: string;
let server: PreviewServer;

test.beforeAll(async () => {
  outDir = mkdtempSync(path.join(os.tmpdir(), 'engine-page-'));
  const worker = { format: 'es' } as const;
  await build({ root, configFile: false, logLevel: 'silent', worker, build: { outDir, emptyOutDir: true, target: 'es2022' } });
  server = await preview({ root, configFile: false, logLevel: 'silent', build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
});
test.afterAll(async () => {
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
});

async function solve(page: Page, request: RunRequest, stopAfter?: number): Promise<Finding> {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  const finding = await page.evaluate(([order, after]) => window.solve(order, after), [request, stopAfter] as const);
  expect(said).toEqual([]);
  return finding;
}

const requests: Readonly<Record<string, RunRequest>> = {
  'half-days, by search': { problem: generateHalfDays(24), seed: 3, iterations: 50_000 },
  'blocks, polished by the exact solver': { problem: generateBlocks(12), seed: 3, iterations: 30_000, polishRounds: 1 },
};
for (const [name, request] of Object.entries(requests))
  test(`two browser workers give the very schedule that two threads of Node give: ${name}`, async ({ page }) => {
    const { result, ticks } = await solve(page, request);
    expect(checkSchedule(request.problem, result.schedule)).toMatchObject({ hard: result.hard, soft: result.soft });
    const inNode = await runInThreads(request);
    expect(result.schedule).toEqual(inNode.schedule);
    expect(ticks, 'how often the timer of the page rang meanwhile').toBeGreaterThan(20);
  });

test('a run in the browser tells how it goes and keeps its best when stopped', async ({ page }) => {
  const problem = generateHalfDays(24);
  const { result, reports, answeredMs } = await solve(page, { problem, seed: 1, seconds: 60 }, 2);
  expect(reports).toBeGreaterThanOrEqual(2);
  expect(result.stopped).toBe(true);
  expect(answeredMs).toBeLessThan(10_000);
  expect(checkSchedule(problem, result.schedule)).toMatchObject({ hard: result.hard, soft: result.soft });
});

test('a run in the browser that needs the solver fails soon when that is not to be had, and another one goes on', async ({ page }) => {
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  const problem = generateHalfDays(24);
  const begun = Date.now();
  const attempt = (request: RunRequest) => page.evaluate((order) => window.solve(order, undefined, '/nowhere.wasm'), request);
  await expect(attempt({ problem, seed: 1, seconds: 100, polishShare: 0.1 })).rejects.toThrow(/A search thread failed: .*Aborted/);
  expect(Date.now() - begun, 'milliseconds until it failed, of 90,000 that it would have searched').toBeLessThan(45_000);
  const { result } = await attempt({ problem, seed: 1, iterations: 50_000 });
  expect(checkSchedule(problem, result.schedule)).toMatchObject({ hard: result.hard, soft: result.soft });
});
