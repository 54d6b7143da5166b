import path from 'node:path';
import { type Ended, runTool } from './process.ts';

const HALF_AN_HOUR = 1_800_000;

/** Runs tasks of the workspace through turbo, which repeats only what has changed. Successful tasks say nothing. */
export function turbo(
  root: string,
  tasks: readonly string[],
  { flags = [], pass = [], env = {} }: { flags?: readonly string[]; pass?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const quiet = ['--continue', '--output-logs=errors-only', '--log-order=grouped', '--log-prefix=none'];
  const passed = pass.length > 0 ? ['--', ...pass] : [];
  return runTool(root, 'turbo/bin/turbo', ['run', ...tasks, ...quiet, ...flags, ...passed], {
    limit: HALF_AN_HOUR,
    env: {
      PATH: [path.join(root, 'node_modules/.bin'), process.env['PATH']].join(path.delimiter),
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
      // Part of every cache key: what passed under one Node proves nothing about another.
      NODE_OF_THIS_RUN: process.version,
      ...env,
    },
  });
}
