import { z } from 'zod';
import type { Findings, Guard } from '../guard.ts';
import { runTool } from '../run/process.ts';

const report = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().optional(),
      severity: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.number() }) })),
    }),
  ),
});

async function check(root: string): Promise<Findings> {
  const { code, out, err } = await runTool(root, 'oxlint/bin/oxlint', ['--type-aware', '--format', 'json']);
  const start = out.indexOf('{');
  if (start === -1) throw new Error(`oxlint ended with ${code}: ${err}${out}`);
  const { number_of_files: looked, diagnostics } = report.parse(JSON.parse(out.slice(start)));
  // A linter that cannot read the types says so on the error stream and in its exit code, not in the report.
  if (code !== 0 && diagnostics.length === 0) throw new Error(`oxlint ended with ${code}: ${err}${out.slice(0, start)}`);
  return {
    looked,
    unit: 'files',
    offences: diagnostics.map(({ message, code: rule, filename, labels }) => {
      const line = labels[0]?.span.line;
      return `${filename}${line === undefined ? '' : `:${line}`} ${message}${rule ? ` [${rule}]` : ''}`;
    }),
  };
}

export const lint: Guard = {
  name: 'lint',
  promise: 'The code keeps the house style, and no query is started without being awaited.',
  check,
};
