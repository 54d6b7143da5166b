import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Progress, RunControl, RunRequest, RunResult, Thread } from './run.ts';
import { runPortfolio } from './run.ts';
import type { FromThread } from './run/messages.ts';
import { wantsPolish } from './run/share.ts';

/** How a run is spread over threads. */
export interface ThreadChoice {
  /** Two by default; more share nothing but the exchange of the best schedule. */
  readonly threads?: number;
  /** The body of the thread, when the program has been bundled to plain JavaScript. */
  readonly body?: URL;
  /** Memory each thread may use, 512 MB unless said otherwise; a thread that needs more ends the run with an error. */
  readonly memoryMb?: number;
}

/** Ten times what a year of a hundred people needs; with a limit garbage is collected sooner, which saves a quarter of the memory. */
const MEMORY_MB = 512;

/**
 * Room for what a thread has just made: the search makes next to nothing, and a large room would only fill up while rules are
 * lowered; polishing makes and forgets much.
 */
const YOUNG_MB = { searching: 12, polishing: 48 };

export type { Progress, RunControl, RunRequest, RunResult };

/** Running from TypeScript sources, a thread first has to load the loader; a bundled body is run as it is. */
function bodyFor(body: URL): { source: string | URL; eval: boolean } {
  if (!body.pathname.endsWith('.ts')) return { source: body, eval: false };
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))).href;
  const source = `import(${JSON.stringify(loader)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(body.href)}); });`;
  return { source, eval: true };
}

function startThread(body: URL, memoryMb: number, youngMb: number): Thread {
  const { source, eval: isSource } = bodyFor(body);
  const worker = new Worker(source, {
    eval: isSource,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: youngMb, maxOldGenerationSizeMb: memoryMb },
  });
  return {
    post: (message) => worker.postMessage(message),
    listen(listener, failed) {
      worker.on('message', (message: FromThread) => listener(message));
      worker.on('error', failed);
    },
    terminate: () => void worker.terminate(),
  };
}

/** Runs a request on worker threads; the calling thread stays free. */
export function runInThreads(request: RunRequest, control: RunControl = {}, choice: ThreadChoice = {}): Promise<RunResult> {
  const body = choice.body ?? new URL('./run/thread-node.ts', import.meta.url);
  const young = wantsPolish(request) ? YOUNG_MB.polishing : YOUNG_MB.searching;
  const threads = Array.from({ length: choice.threads ?? 2 }, () => startThread(body, choice.memoryMb ?? MEMORY_MB, young));
  return runPortfolio(request, threads, control);
}
