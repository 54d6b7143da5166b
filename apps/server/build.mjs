import { build } from 'esbuild';

// Workspace packages are bundled from source; everything from node_modules stays outside.
const outsidePackages = {
  name: 'outside-packages',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === 'entry-point' || path.startsWith('@wardwright/') ? null : { path, external: true },
    );
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
