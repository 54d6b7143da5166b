import { spawn } from 'node:child_process';
import path from 'node:path';

/** How a program ended, and everything it said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Options {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the program is stopped. */
  readonly limit?: number;
}

const FOUR_MINUTES = 240_000;
/** How long a program may take to tidy up when it is told to stop. */
const PATIENCE = 5_000;

/** Runs a program to its end without a shell and without input; its words are kept, not shown. */
export function run(command: string, args: readonly string[], { cwd, env = {}, limit = FOUR_MINUTES }: Options): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const timer = setTimeout(() => {
      err += `\n${command} was stopped after ${limit / 1000} s.`;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), PATIENCE).unref();
    }, limit);
    child.on('error', (error) => (err += `\n${command} could not be started: ${error.message}`));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, out, err });
    });
  });
}

/** Compiler and linter are written in Go and collect garbage as if memory were dear; they end before it is. A quarter less work. */
const COLLECT_SELDOM = { GOGC: process.env['GOGC'] ?? '400' };

/** Runs an installed command-line tool of the repository with the Node that runs us. */
export const runTool = (root: string, script: string, args: readonly string[], { env = {}, ...options }: Omit<Options, 'cwd'> = {}): Promise<Ended> =>
  run(process.execPath, [path.join(root, 'node_modules', script), ...args], { cwd: root, ...options, env: { ...COLLECT_SELDOM, ...env } });
