import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const known = readdirSync(path.join(here, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(here, 'src', entry.name, 'run.ts')))
  .map((entry) => entry.name);

const asked = process.argv.slice(2);
const strange = asked.filter((name) => !known.includes(name));
if (strange.length > 0) {
  console.error(`There is no benchmark "${strange.join(', ')}"; there are ${known.join(', ')}.`);
  process.exit(1);
}
let failed = 0;
for (const name of asked.length > 0 ? asked : known) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [tsx, '--conditions=node', path.join(here, 'src', name, 'run.ts')], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
