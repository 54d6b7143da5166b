import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './run/process.ts';

/** A browser that starts, and where it comes from. */
export interface Browser {
  readonly executable: string;
  readonly source: string;
  /** What it says of itself: the same file is another browser after an update. */
  readonly version: string;
}

/** No browser can be had; the message tells a person what to do. */
export class NoBrowser extends Error {}

const advice =
  'No browser for the end-to-end tests: install Chromium, Chrome or Edge, or name one in E2E_BROWSER=/path/to/it, and run the tests again.';

const installedNames: Readonly<Record<string, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
};

/** The files that names of programs stand for; a name without a slash is looked up on the search path. */
export const candidates = (names: readonly string[], searchPath: string): string[] =>
  names.flatMap((name) => (path.isAbsolute(name) ? [name] : searchPath.split(path.delimiter).map((folder) => path.join(folder, name))));

/** A browser without its libraries is found but does not start, so it is asked for its version. */
async function versionOf(executable: string): Promise<string | null> {
  if (!existsSync(executable)) return null;
  const { code, out } = await run(executable, ['--version'], { cwd: '/', limit: 20_000 });
  return code === 0 ? out.trim() : null;
}

async function firstThatStarts(executables: readonly string[], source: string): Promise<Browser | null> {
  for (const executable of executables) {
    const version = await versionOf(executable);
    if (version !== null) return { executable, source, version };
  }
  return null;
}

const installed = (): Promise<Browser | null> =>
  firstThatStarts(candidates(installedNames[process.platform] ?? [], process.env['PATH'] ?? ''), 'installed on this machine');

/** Playwright belongs to the web package, so it is looked up from there. */
async function downloaded(root: string): Promise<Browser | null> {
  const web = path.join(root, 'apps/web');
  const fromWeb = createRequire(path.join(web, 'package.json'));
  const { chromium } = fromWeb('@playwright/test') as { chromium: { executablePath: () => string } };
  const there = await firstThatStarts([chromium.executablePath()], "Playwright's download");
  if (there) return there;
  const cli = fromWeb.resolve('@playwright/test/cli');
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  await run(process.execPath, [cli, 'install', 'chromium'], { cwd: web, env, limit: 180_000 });
  return await firstThatStarts([chromium.executablePath()], "Playwright's download");
}

const isDebian = (): boolean => {
  const release = '/etc/os-release';
  return existsSync(release) && /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(readFileSync(release, 'utf8'));
};

async function fromDebian(): Promise<Browser | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !isDebian()) return null;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const packages = ['chromium', 'fonts-dejavu-core'];
  await run('apt-get', ['update', '-qq'], { cwd: '/', env, limit: 120_000 });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { cwd: '/', env, limit: 300_000 });
  return await installed();
}

/**
 * Finds a browser, or gets one: what E2E_BROWSER names, an installed one, Playwright's download, Debian's package.
 * @throws NoBrowser with one sentence of advice.
 */
export async function findBrowser(root: string): Promise<Browser> {
  const named = process.env['E2E_BROWSER'];
  if (named) {
    const browser = await firstThatStarts([named], 'named in E2E_BROWSER');
    if (browser) return browser;
    throw new NoBrowser(`E2E_BROWSER names ${named}, which does not start; correct it or leave it out.`);
  }
  const found = (await installed()) ?? (await downloaded(root)) ?? (await fromDebian());
  if (!found) throw new NoBrowser(advice);
  return found;
}
