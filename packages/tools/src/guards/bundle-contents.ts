import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Guard } from '../guard.ts';

/** Words that stay readable in minified code and that only server code contains. */
const serverWords: readonly RegExp[] = [
  /\bknex(?:js)?\b/i,
  /\bobjection(?:js)?\b/i,
  /["'`]node:[a-z_/]+["'`]/,
  /\bpg-(?:pool|protocol|types|connection-string|copy-streams)\b/,
  /__vite-browser-external/,
  /set_config\(/,
  /\bapp\.tenant_id\b/,
  /\bgraphile_worker\b/,
  /\bbetter-auth\/(?:adapters|db)\b/,
];

const assets = 'apps/web/dist/assets';

export const bundleContents: Guard = {
  name: 'bundle contents',
  promise: 'No server code reaches the browser.',
  check: (root) => {
    const scripts = readdirSync(path.join(root, assets), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    return {
      looked: scripts.length,
      unit: 'scripts',
      offences: scripts.flatMap((name) => {
        const text = readFileSync(path.join(root, assets, name), 'utf8');
        return serverWords.flatMap((word) => {
          const [found] = word.exec(text) ?? [];
          return found === undefined ? [] : [`${assets}/${name} contains "${found}"`];
        });
      }),
    };
  },
};
