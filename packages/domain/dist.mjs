// Builds what other programs install: plain JavaScript with declarations, the migrations inside. Within the workspace
// nobody needs it, since everything there reads the sources.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const here = import.meta.dirname;
const dist = path.join(here, 'dist');
rmSync(dist, { recursive: true, force: true });

const compiler = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
execFileSync(process.execPath, [compiler, '-p', path.join(here, 'tsconfig.dist.json'), '--checkers', '1'], { stdio: 'inherit' });

// The compiler mirrors the repository; those who install the package should not see that.
renameSync(path.join(dist, 'packages/domain/src'), path.join(dist, 'domain'));
rmSync(path.join(dist, 'packages'), { recursive: true });

const migrations = path.join(dist, 'migrations/index.js');
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|d\.ts)$/.test(name)) continue;
  const file = path.join(dist, name);
  const place = path.relative(path.dirname(file), migrations).split(path.sep).join('/');
  const text = readFileSync(file, 'utf8')
    .replaceAll(/(['"])@wardwright\/migrations\1/g, `'${place}'`)
    // The compiler gives scripts the endings of scripts, but leaves declarations as they were.
    .replaceAll(/((?:from|import\() ?['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2');
  if (text.includes('@wardwright/')) throw new Error(`${name} needs a package that is not part of this one.`);
  writeFileSync(file, text);
}
