import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstLoad } from '../../../packages/tools/src/guards/first-load.ts';
import { findBrowser } from '../../../packages/tools/src/browser.ts';
import { startProduct } from '../../../apps/web/e2e/support/product.ts';
import { table, writeSection } from '../report.ts';

/** Fetched for the run and not installed with the product: it weighs more than the product. The newest that runs on Node 20. */
const lighthouse = 'lighthouse@12.8.2';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const email = 'maren@larkmoor.example';

interface Welcome {
  readonly result: { readonly data: { readonly demo: { readonly password: string } } };
}

async function signIn(address: string): Promise<string> {
  const welcome = (await (await fetch(`${address}/trpc/identity.door.welcome`)).json()) as Welcome;
  const answer = await fetch(`${address}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ email, password: welcome.result.data.demo.password }),
  });
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

const categories = ['performance', 'accessibility', 'best-practices'] as const;

interface Report {
  readonly categories: Readonly<Record<(typeof categories)[number], { readonly score: number }>>;
  readonly audits: Readonly<Record<string, { readonly displayValue?: string }>>;
}

function auditOnce(url: string, cookie: string, browser: string): Report {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wardwright-lighthouse-'));
  try {
    const out = path.join(folder, 'report.json');
    const flags = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
    const { status, stderr } = spawnSync(
      'npm',
      ['exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', url, '--quiet', '--preset=desktop', '--output=json', `--output-path=${out}`,
        `--only-categories=${categories.join(',')}`, `--chrome-flags=${flags}`, `--extra-headers=${JSON.stringify({ cookie })}`],
      { encoding: 'utf8', env: { ...process.env, CHROME_PATH: browser } },
    );
    if (status !== 0) throw new Error(`Lighthouse failed on ${url}:\n${stderr}`);
    return JSON.parse(readFileSync(out, 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A browser that has just started sometimes records nothing, and Lighthouse asks to be run again. */
function audit(url: string, cookie: string, browser: string): Report {
  try {
    return auditOnce(url, cookie, browser);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return auditOnce(url, cookie, browser);
  }
}

const { looked, unit } = await firstLoad.check(root);
const browser = await findBrowser(root);
const product = await startProduct();
try {
  const cookie = await signIn(product.address);
  const pages = [
    ['Sign in', '/sign-in', ''],
    ['Feed', '/t/larkmoor/quality/signals', cookie],
  ] as const;
  const rows = pages.map(([name, address, asWhom]) => {
    const report = audit(`${product.address}${address}`, asWhom, browser.executable);
    const score = (category: (typeof categories)[number]) => report.categories[category].score.toFixed(2);
    const shown = (name: string) => report.audits[name]?.displayValue ?? '';
    return [name, ...categories.map(score), shown('first-contentful-paint'), shown('largest-contentful-paint'), shown('total-blocking-time')];
  });
  writeSection(
    'First load',
    `First load: ${looked} ${unit}, gzip (aim: at most 220 kB).

${table(['page', ...categories, 'first paint', 'largest paint', 'blocked'], rows)}

Lighthouse 12.8.2, desktop preset, the built product with its demo data on this machine.`,
  );
} finally {
  await product.stop();
}
