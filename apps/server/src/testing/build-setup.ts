import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Builds what `npm start` runs, once for all files that start it. */
export function setup(): void {
  execFileSync(process.execPath, ['build.mjs'], { cwd: path.resolve(import.meta.dirname, '../..'), stdio: ['ignore', 'ignore', 'inherit'] });
}
