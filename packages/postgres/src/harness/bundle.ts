import { chmodSync, copyFileSync, cpSync, lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { SupervisorError } from '../supervisor/error.ts';
import { assertReachable } from '../supervisor/owner.ts';
import { currentPlatform, findBinaries, packageName } from '../supervisor/platform.ts';
import { NOBODY, makeFolder } from './folders.ts';

/** The child script ready to run: the program and its first arguments. */
export interface Bundle {
  node: string;
  script: string;
}

/**
 * Bundles the child script into a folder of its own, beside a fresh copy of the binary package without the links
 * between its libraries, installed as a dependency of this package alone, so that a child can run as any account wherever the checkout lies.
 */
export async function bundleChild(packageRoot: string): Promise<Bundle> {
  const folder = makeFolder();
  const script = path.join(folder, 'child.mjs');
  await build({
    entryPoints: [path.join(packageRoot, 'src/harness/child.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    logLevel: 'silent',
    banner: { js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);" },
  });
  const own = path.join(folder, 'node_modules/@wardwright/postgres');
  const installed = path.join(own, 'node_modules', packageName(currentPlatform()));
  mkdirSync(installed, { recursive: true });
  cpSync(path.dirname(findBinaries().native), installed, {
    recursive: true,
    filter: (source) => !lstatSync(source).isSymbolicLink() && !source.endsWith('.a'),
  });
  copyFileSync(path.join(packageRoot, 'package.json'), path.join(own, 'package.json'));
  return { node: reachableNode(folder), script };
}

function reachableNode(folder: string): string {
  try {
    assertReachable(path.dirname(process.execPath), { name: 'nobody', switchTo: NOBODY });
    return process.execPath;
  } catch (error) {
    if (!(error instanceof SupervisorError)) throw error;
    const copy = path.join(folder, 'node');
    copyFileSync(process.execPath, copy);
    chmodSync(copy, 0o755);
    return copy;
  }
}
