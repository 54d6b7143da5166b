import path from 'node:path';
import { z } from 'zod';
import type { Findings, Guard } from '../guard.ts';
import { runTool } from '../run/process.ts';

const named = z.array(z.object({ name: z.string(), line: z.number().optional() }));
const report = z.object({ issues: z.array(z.object({ file: z.string() }).catchall(z.unknown())) });
const counted = z.object({ read: z.number() });

const faults: Readonly<Record<string, string>> = {
  files: 'is used by nobody',
  exports: 'is exported, but used by nobody',
  types: 'is exported, but used by nobody',
  nsExports: 'is exported, but used by nobody',
  nsTypes: 'is exported, but used by nobody',
  dependencies: 'is a dependency that nobody imports',
  devDependencies: 'is a development dependency that nobody uses',
  unlisted: 'is imported, but is no dependency of this package',
  unresolved: 'is imported, but does not exist',
  binaries: 'is called, but is no dependency of this package',
  duplicates: 'is exported twice',
};

const offences = ({ issues }: z.infer<typeof report>): string[] =>
  issues.flatMap(({ file, ...kinds }) =>
    Object.entries(faults).flatMap(([kind, fault]) =>
      named.catch([]).parse(kinds[kind]).map(({ name, line }) =>
        kind === 'files' ? `${file} ${fault}` : `${file}${line ? `:${line}` : ''} ${name} ${fault}`,
      ),
    ),
  );

async function check(root: string): Promise<Findings> {
  const counter = path.join(import.meta.dirname, 'unused-code/counter.mjs');
  const args = ['--no-progress', '--no-config-hints', '--no-exit-code', '--reporter', 'json', '--reporter', counter];
  const { code, out, err } = await runTool(root, 'knip/bin/knip.js', args);
  const [found, count] = out.trim().split('\n');
  if (code !== 0 || found === undefined || count === undefined) throw new Error(`knip ended with ${code}: ${err}${out}`);
  return { looked: counted.parse(JSON.parse(count)).read, unit: 'files', offences: offences(report.parse(JSON.parse(found))) };
}

export const unusedCode: Guard = {
  name: 'unused code',
  promise: 'Every file, export and dependency is used by somebody.',
  check,
};
