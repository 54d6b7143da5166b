import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { compile } from '../compile.ts';
import type { Alone, Task } from './alone.ts';

const engine = path.resolve(import.meta.dirname, '../../../packages/engine');
/** Where the packages of the engine are found. */
const place = { outdir: path.join(engine, '.reports/bench'), external: ['highs'] };
/** Making the problem leaves a lot behind that is not part of the run. */
const SMALL = '--max-semi-space-size=4';
let built: Promise<string> | undefined;

async function build(): Promise<string> {
  await compile(path.join(engine, 'src/run/thread-node.ts'), place);
  return compile(path.join(import.meta.dirname, 'alone.ts'), place);
}

/** Runs a task in a process of its own, from plain JavaScript: what is measured there is the run and nothing else. */
export async function alone(task: Task): Promise<Alone> {
  const program = await (built ??= build());
  const { stdout } = await promisify(execFile)(process.execPath, [SMALL, program, JSON.stringify(task)], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout) as Alone;
}
