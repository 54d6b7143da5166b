/// <reference types="vite/client" />
import type { RunRequest, RunResult } from '@wardwright/engine/run';
import { runInWorkers } from '@wardwright/engine/run-web';
import solver from 'highs/runtime?url';

/** What the page found out: the result, and how often its own timer rang meanwhile. */
export interface Finding {
  readonly result: RunResult;
  readonly ticks: number;
  readonly reports: number;
  readonly answeredMs: number;
}

const TICK_MS = 10;
const open = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** Runs a request on two workers; `stopAfter` presses stop at that report, and `at` is where they find the solver. */
async function solve(request: RunRequest, stopAfter = Infinity, at: string = solver): Promise<Finding> {
  let ticks = 0;
  const timer = setInterval(() => void (ticks += 1), TICK_MS);
  const stop = new AbortController();
  let reports = 0;
  let pressed = 0;
  const onProgress = (): void => {
    reports += 1;
    if (reports !== stopAfter) return;
    pressed = performance.now();
    stop.abort();
  };
  const result = await runInWorkers(request, { open, solver: at }, { onProgress, stop: stop.signal }).finally(() => clearInterval(timer));
  return { result, ticks, reports, answeredMs: pressed === 0 ? 0 : performance.now() - pressed };
}

declare global {
  interface Window {
    solve: typeof solve;
  }
}
window.solve = solve;
