import { expect, test, vi } from 'vitest';
import { candidates, findBrowser, NoBrowser } from './browser.ts';
import { repository } from './files.ts';

test('a program is looked up in every folder of the search path, a full path is taken as it is', () => {
  expect(candidates(['chromium', '/opt/edge'], '/usr/bin:/snap/bin')).toEqual(['/usr/bin/chromium', '/snap/bin/chromium', '/opt/edge']);
});

test('a browser that does not start is refused in one sentence instead of being passed over', async () => {
  vi.stubEnv('E2E_BROWSER', '/usr/bin/no-such-browser');
  await expect(findBrowser(repository)).rejects.toThrow(NoBrowser);
  await expect(findBrowser(repository)).rejects.toThrow('/usr/bin/no-such-browser, which does not start');
  vi.unstubAllEnvs();
});

test('a program that starts is taken', async () => {
  vi.stubEnv('E2E_BROWSER', process.execPath);
  await expect(findBrowser(repository)).resolves.toEqual({ executable: process.execPath, source: 'named in E2E_BROWSER', version: process.version });
  vi.unstubAllEnvs();
});
