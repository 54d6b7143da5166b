import path from 'node:path';
import { build } from 'esbuild';

/**
 * Plain JavaScript, as it would run in production; a loader that compiles on the way slows every function down.
 * What is external is looked for from `outdir`.
 */
export async function compile(file: string, { outdir, external }: { outdir: string; external: readonly string[] }): Promise<string> {
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
