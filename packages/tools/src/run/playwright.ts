import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { findBrowser, NoBrowser } from '../browser.ts';
import { broken, culprit, type Tally } from './tally.ts';
import { turbo } from './turbo.ts';

const name = 'end-to-end tests';

const spec = z.object({
  title: z.string(),
  file: z.string(),
  ok: z.boolean(),
  tests: z.array(z.object({ results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })) })),
});

const suite = z.object({
  specs: z.array(spec),
  get suites() {
    return z.array(suite).optional();
  },
});

const report = z.object({
  suites: z.array(suite),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number(), duration: z.number() }),
});

/** The failed tests below some suites, each with the first line of its reason. */
function culpritsIn(suites: readonly z.infer<typeof suite>[]): readonly string[] {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ title, file, tests }) => culprit(`${file}: ${title}`, tests[0]?.results[0]?.errors[0]?.message)),
    ...culpritsIn(inner),
  ]);
}

/** Reads what Playwright has written. A test that passed only when repeated has failed, and so has one that was skipped. */
export function browserTally(file: string): Tally {
  if (!existsSync(file)) return broken(name, 0, 'Playwright has left no report.');
  const { suites, stats } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { expected, unexpected, flaky, skipped, duration } = stats;
  if (expected + unexpected + flaky === 0) return broken(name, 0, 'Playwright has run no test at all.');
  const failed = unexpected + flaky + skipped;
  return { name, passed: expected, failed, skipped: 0, seconds: duration / 1000, trouble: '', culprits: culpritsIn(suites) };
}

/** Runs the end-to-end tests in a real browser against the built product, unless nothing has changed since they passed in the same browser. */
export async function playwrightStep(root: string, say: (line: string) => void): Promise<Tally> {
  const web = path.join(root, 'apps/web');
  const file = path.join(web, '.reports/e2e.json');
  rmSync(file, { force: true });
  try {
    const browser = await findBrowser(root);
    say(`  browser: ${browser.executable}, ${browser.version} (${browser.source})`);
    const { code, out, err } = await turbo(root, ['test:e2e'], { env: { E2E_BROWSER: browser.executable, E2E_BROWSER_VERSION: browser.version } });
    const tally = browserTally(file);
    if (code === 0 && tally.failed === 0) return tally;
    return { ...tally, failed: Math.max(1, tally.failed), trouble: `${tally.trouble}\n${out}${err}` };
  } catch (error) {
    if (error instanceof NoBrowser) return broken(name, 0, `        ${error.message}`);
    throw error;
  }
}
