import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Where compiled programs and what they need are found. */
interface Place {
  readonly outdir: string;
  /** Packages that stay outside and are looked for from `outdir`. */
  readonly external: readonly string[];
}

/** The product's own place: where its packages are found, with those that its build leaves outside. */
export function serverPackages(): Place {
  const home = path.resolve(import.meta.dirname, '../../apps/server');
  const { dependencies } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return { outdir: path.join(home, '.reports/bench'), external: Object.keys(dependencies).filter((name) => !name.startsWith('@wardwright/')) };
}

/** Plain JavaScript, as it would run in production; a loader that compiles on the way slows every function down. */
export async function compile(file: string, { outdir, external }: Place): Promise<string> {
  const outfile = path.join(outdir, `${path.parse(file).name}.mjs`);
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['node'],
    external: [...external],
    logLevel: 'silent',
  });
  return outfile;
}
