import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '@wardwright/tools/browser';

// Workers inherit the environment, so the browser is looked for once.
process.env['E2E_BROWSER'] ??= (await findBrowser(path.resolve(import.meta.dirname, '../..'))).executable;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 150_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '.reports/e2e.json' }]],
  use: {
    // A new browser profile for each test, its process and its cold compiler took a fifth of all the work. Between tests cookies,
    // caches and local storage are cleared by Playwright, the rest of what a page keeps by our fixtures, which also refuse a test
    // that does not begin as a stranger: Playwright still calls this option experimental.
    reuseContext: true,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'America/Denver',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['E2E_BROWSER'],
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
