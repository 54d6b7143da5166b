import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { judge } from '../guard.ts';
import { type Folder, temporaryFolder } from '../testing/temporary-copy.ts';
import { firstLoad } from './first-load.ts';

const html = `<!doctype html><script type="module" crossorigin src="/assets/index.js"></script>
<link rel="modulepreload" crossorigin href="/assets/react.js"><link rel="stylesheet" href="/assets/index.css">`;

/** Random text does not compress below about three quarters of its length. */
const noise = (kilobytes: number) => `const noise="${randomBytes(kilobytes * 750).toString('base64')}";`;

const page = (folder: Folder, { entry = '', shared = '', lazy = '' }) => {
  folder.plant('apps/web/dist/index.html', html);
  folder.plant('apps/web/dist/assets/index.js', `import{a as b}from"./shared.js";import"./side.js";const p=()=>import("./lazy.js");${entry}`);
  folder.plant('apps/web/dist/assets/react.js', 'export*from"./shared.js";');
  folder.plant('apps/web/dist/assets/shared.js', `export{a};${shared}`);
  folder.plant('apps/web/dist/assets/side.js', 'side()');
  folder.plant('apps/web/dist/assets/lazy.js', lazy);
};

test('a small page is innocent, however much it loads later', async () => {
  using folder = temporaryFolder();
  page(folder, { lazy: noise(900) });
  expect(await judge(firstLoad, folder.root)).toMatchObject({ looked: 4, offences: [] });
});

test.each(['entry', 'shared'])('too much in the %s is found', async (place) => {
  using folder = temporaryFolder();
  page(folder, { [place]: noise(300) });
  expect((await judge(firstLoad, folder.root)).offences).toEqual([expect.stringContaining(place === 'entry' ? 'index.js' : 'shared.js')]);
});

test('a page whose script is missing is not innocent', async () => {
  using folder = temporaryFolder();
  folder.plant('apps/web/dist/index.html', html);
  expect((await judge(firstLoad, folder.root)).offences).toHaveLength(1);
});
