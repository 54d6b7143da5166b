import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

// What this package depends on stays outside and is found in node_modules; workspace packages and what only they depend
// on are bundled, because they could not be found from here.
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const nameOf = (path) => path.split('/', path.startsWith('@') ? 2 : 1).join('/');

const outsidePackages = {
  name: 'outside-packages',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ kind, path }) => {
      if (kind === 'entry-point' || path.startsWith('@wardwright/')) return null;
      return path.startsWith('node:') || Object.hasOwn(dependencies, nameOf(path)) ? { path, external: true } : null;
    });
  },
};

await build({
  entryPoints: { main: 'src/main.ts', cli: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['node'],
  sourcemap: true,
  logLevel: 'warning',
  plugins: [outsidePackages],
});
