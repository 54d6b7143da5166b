import { loadHighs } from './exact.ts';
import { Pace } from './run/pace.ts';
import { wantsPolish } from './run/share.ts';
import type { RunControl, RunRequest, RunResult } from './run/request.ts';
import { Solver } from './run/solver.ts';

export type { Progress, RunControl, RunRequest, RunResult } from './run/request.ts';
export { runPortfolio } from './run/portfolio.ts';
export type { Thread } from './run/portfolio.ts';
export { serveThread } from './run/thread.ts';

const SLICE_MS = 12;
const REPORT_MS = 200;

/**
 * Runs in this thread, giving way to other work every few milliseconds. Good for small problems and for browser
 * workers; a server uses threads.
 */
export async function runHere(request: RunRequest, control: RunControl = {}): Promise<RunResult> {
  const highs = wantsPolish(request) ? await loadHighs() : null;
  const solver = new Solver(request);
  if (highs !== null) solver.equip(highs);
  const pace = new Pace(request, solver);
  const halted = (): boolean => control.stop?.aborted === true || control.cancel?.aborted === true;
  let reported = performance.now();
  for (let going = true; going && !halted(); ) {
    const sliceEnd = performance.now() + SLICE_MS;
    while (going && performance.now() < sliceEnd) going = pace.step(halted);
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (control.onProgress && performance.now() - reported >= REPORT_MS) {
      control.onProgress(solver.progress(pace.searched));
      reported = performance.now();
    }
  }
  control.cancel?.throwIfAborted();
  return solver.result(control.stop?.aborted === true);
}
