import { loadHighs } from './exact.ts';
import { type RunControl, type RunRequest, type RunResult, type Thread, runPortfolio, serveThread } from './run.ts';
import type { FromThread, ToThread } from './run/messages.ts';
import { wantsPolish } from './run/share.ts';

/** What a worker sends its page: an answer, or the reason why it broke down. */
interface WorkerEvent {
  readonly data?: unknown;
  readonly message?: string;
}

/** What is used of a web worker, seen from its page. */
export interface WorkerLike {
  postMessage: (message: unknown) => void;
  addEventListener: (type: 'message' | 'error', listener: (event: WorkerEvent) => void) => void;
  terminate: () => void;
}

/** What is used of a web worker, seen from inside. */
interface WorkerScope {
  postMessage: (message: unknown) => void;
  addEventListener: (type: 'message', listener: (event: { readonly data: unknown }) => void) => void;
}

/** How a run is spread over web workers. */
export interface WorkerChoice {
  /** Starts one worker, whose body calls `serveWorker`. */
  readonly open: () => WorkerLike;
  /** Where the page finds `highs.wasm`; needed for runs that polish. */
  readonly solver?: string;
  /** Two by default. */
  readonly threads?: number;
}

interface Opening {
  readonly solver: string | undefined;
}

const asThread = (worker: WorkerLike, solver: string | undefined): Thread => ({
  post: (message) => worker.postMessage(message.type === 'start' ? { ...message, solver } : message),
  listen(listener, failed) {
    worker.addEventListener('message', ({ data }) => listener(data as FromThread));
    worker.addEventListener('error', ({ message }) => failed(new Error(`A search worker failed: ${message ?? 'it could not be loaded'}`)));
  },
  terminate: () => worker.terminate(),
});

/** Runs a request on web workers; the page stays free. */
export function runInWorkers(request: RunRequest, { open, solver, threads = 2 }: WorkerChoice, control: RunControl = {}): Promise<RunResult> {
  const workers: WorkerLike[] = [];
  try {
    while (workers.length < threads) workers.push(open());
  } catch (error) {
    for (const worker of workers) worker.terminate();
    return Promise.reject(error as Error);
  }
  return runPortfolio(request, workers.map((worker) => asThread(worker, solver)), control);
}

/** The body of a web worker: serves one run for the page that opened it. */
export function serveWorker(): void {
  const scope = globalThis as unknown as WorkerScope;
  let isStopped = false;
  serveThread({
    post: (message) => scope.postMessage(message),
    listen: (listener) =>
      scope.addEventListener('message', ({ data }) => {
        const message = data as ToThread;
        const { solver } = data as Opening;
        isStopped ||= message.type === 'stop';
        if (message.type === 'start' && solver !== undefined && wantsPolish(message.request)) {
          // The search comes first and takes a while: a run that cannot be brought to its end should not wait for that. One that was stopped is at its end.
          const fail = (error: unknown): void => scope.postMessage({ type: 'failed', index: message.index, message: String(error) } satisfies FromThread);
          loadHighs({ locateFile: () => solver }).catch((error: unknown) => isStopped || fail(error));
        }
        listener(message);
      }),
  });
}
