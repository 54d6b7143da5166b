import type { FromThread, ToThread } from './messages.ts';
import { EPOCHS, meetAfter, mergeRegions, regionsOf } from './regions.ts';
import type { RunControl, RunRequest, RunResult } from './request.ts';

/** A thread as its owner sees it; made from a worker_threads Worker or a web Worker. */
export interface Thread {
  post(message: ToThread): void;
  listen(listener: (message: FromThread) => void, failed: (error: Error) => void): void;
  terminate(): void;
}

/**
 * Seconds that the first thread has to itself, unless it comes to a schedule without hard violations before: threads that start
 * together also compile together, and the first such schedule comes later from two than from one. Of a short run it has a part.
 */
const HEAD_START = { seconds: 0.9, share: 0.1 };

/** A thread that does not answer a stop in this time, in the midst of something exact, is left behind once another has answered. */
const DEAF_MS = 1200;

type Epoch = Extract<FromThread, { type: 'epoch' }>;
type Done = Extract<FromThread, { type: 'done' }>;

class Portfolio {
  readonly #request: RunRequest;
  readonly #threads: readonly Thread[];
  readonly #control: RunControl;
  readonly #shared = typeof SharedArrayBuffer === 'undefined' ? null : new SharedArrayBuffer(4);
  #waiting: Epoch[] = [];
  /** The last meeting of each thread that did not wait. */
  readonly #passed = new Map<number, Epoch>();
  readonly #done = new Map<number, Done>();
  #best = Infinity;
  /** The greatest bound that any thread has proved. */
  #proved: number | null = null;
  #isSettled = false;
  #resolve: (result: RunResult) => void = () => undefined;
  #deadline: ReturnType<typeof setTimeout> | null = null;
  #isOverdue = false;
  readonly #began = performance.now();
  /** Threads that have been started, and may answer. */
  #started = 0;
  #headStart: ReturnType<typeof setTimeout> | null = null;

  constructor(request: RunRequest, threads: readonly Thread[], control: RunControl) {
    this.#request = request;
    this.#threads = threads;
    this.#control = control;
  }

  run(): Promise<RunResult> {
    return new Promise<RunResult>((resolve, reject) => {
      this.#resolve = resolve;
      const { stop, cancel } = this.#control;
      stop?.addEventListener('abort', () => this.#stop());
      cancel?.addEventListener('abort', () => reject(cancel.reason as Error));
      for (const thread of this.#threads) thread.listen((message) => this.#hear(message, reject), reject);
      this.#startFirst();
      if (stop?.aborted === true) this.#stop();
      if (cancel?.aborted === true) reject(cancel.reason as Error);
    }).finally(() => {
      this.#isSettled = true;
      clearTimeout(this.#deadline ?? undefined);
      clearTimeout(this.#headStart ?? undefined);
    });
  }

  /** Starts the first thread, and the others too where all must meet early or time does not count. */
  #startFirst(): void {
    const { problem, iterations, seconds = 10 } = this.#request;
    const together = iterations !== undefined || meetAfter(problem, this.#threads.length, 0);
    this.#start(0, together ? this.#threads.length : 1);
    if (!together) this.#headStart = setTimeout(() => this.#startRest(), 1000 * Math.min(HEAD_START.seconds, HEAD_START.share * seconds));
  }

  #startRest(): void {
    clearTimeout(this.#headStart ?? undefined);
    if (this.#deadline === null) this.#start(this.#started, this.#threads.length);
  }

  #start(from: number, to: number): void {
    const waited = (performance.now() - this.#began) / 1000;
    for (let index = from; index < to; index++) {
      this.#threads[index]?.post({ type: 'start', request: this.#request, index, threads: this.#threads.length, control: this.#shared, waited });
    }
    this.#started = Math.max(this.#started, to);
  }

  #stop(): void {
    if (this.#isSettled || this.#deadline !== null) return;
    if (this.#shared !== null) Atomics.store(new Int32Array(this.#shared), 0, 1);
    for (const thread of this.#threads) thread.post({ type: 'stop' });
    this.#deadline ??= setTimeout(() => {
      this.#isOverdue = true;
      this.#end();
    }, DEAF_MS);
    this.#answer();
  }

  /** Ends the run if all threads are done, or the others are overdue and what was reported as the best is there. */
  #end(): void {
    const isThere = this.#isOverdue && [...this.#done.values()].some(({ best }) => best <= this.#best);
    if (isThere || this.#done.size === this.#started) this.#resolve(this.#result());
  }

  #hear(message: FromThread, reject: (error: Error) => void): void {
    if (message.type === 'failed') reject(new Error(`A search thread failed: ${message.message}`));
    else if (message.type === 'progress') this.#report(message);
    else if (message.type === 'better') this.#offer(message);
    else if (message.type === 'epoch') this.#meet(message);
    else {
      this.#done.set(message.index, message);
      this.#best = Math.min(this.#best, message.best);
      this.#know(message.result.bound);
      this.#end();
      if (message.isProved && this.#request.iterations === undefined) this.#stop();
      else if (this.#waiting.length > 0) this.#answer();
    }
  }

  /** Lets a thread wait for the others; by the clock, and where each works everywhere, only at the end of the search. */
  #meet(epoch: Epoch): void {
    const { problem, iterations } = this.#request;
    const mayGoOn = iterations === undefined && epoch.epoch !== EPOCHS && regionsOf(problem, epoch.index, this.#threads.length, epoch.epoch) === null;
    if (mayGoOn) this.#pass(epoch);
    else this.#waiting.push(epoch);
    if (this.#deadline !== null || this.#waiting.length === this.#threads.length - this.#done.size) this.#answer();
  }

  /** Sends a thread on, with the best schedule that another had at its last meeting if that is better. */
  #pass(epoch: Epoch): void {
    this.#passed.set(epoch.index, epoch);
    const better = [...this.#passed.values()].reduce((least, other) => (other.best < least.best ? other : least), epoch);
    this.#threads[epoch.index]?.post({ type: 'exchange', cells: better === epoch ? null : better.cells });
  }

  /** Passes on what one thread found while polishing. */
  #offer({ index, best, cells, range }: Extract<FromThread, { type: 'better' }>): void {
    this.#threads.forEach((thread, other) => {
      if (other !== index && !this.#done.has(other)) thread.post({ type: 'offer', best, cells, range });
    });
  }

  /** A proved bound; one thread's may prove what another has found. */
  #know(bound: number | null): void {
    if (bound !== null) this.#proved = Math.max(this.#proved ?? -Infinity, bound);
    if (this.#proved !== null && this.#best <= this.#proved && this.#request.iterations === undefined) this.#stop();
  }

  #report({ progress }: Extract<FromThread, { type: 'progress' }>): void {
    const cost = progress.hard * 2 ** 32 + progress.soft;
    const isBest = cost <= this.#best;
    const { bound: known = null } = this.#request;
    this.#best = Math.min(this.#best, cost);
    this.#know(progress.bound === known ? null : progress.bound);
    if (progress.hard === 0) this.#startRest();
    if (!isBest) return;
    const { soft } = progress;
    const bound = this.#proved === null || known === null ? (this.#proved ?? known) : Math.max(this.#proved, known);
    this.#control.onProgress?.({ ...progress, bound, gap: bound === null || soft === 0 ? null : (soft - bound) / Math.abs(soft) });
  }

  /** Lets all waiting threads go on, with each other's work where that was due. */
  #answer(): void {
    const epochs = this.#waiting.toSorted((a, b) => a.index - b.index);
    this.#waiting = [];
    const [first, second] = epochs;
    const better = epochs.reduce<Epoch | undefined>((least, epoch) => (least && least.best <= epoch.best ? least : epoch), undefined);
    const merged = first && second ? this.#merge(first, second) : null;
    for (const epoch of epochs) {
      const lags = epoch.epoch === EPOCHS || (better !== undefined && epoch.best > better.best);
      const taken = lags ? (better?.cells ?? null) : null;
      this.#threads[epoch.index]?.post({ type: 'exchange', cells: merged ?? taken });
    }
  }

  #merge(first: Epoch, second: Epoch): Uint8Array | null {
    const { problem } = this.#request;
    const regions = regionsOf(problem, second.index, this.#threads.length, second.epoch);
    if (regions === null || first.epoch !== second.epoch || first.epoch === EPOCHS) return null;
    const { days, historyDays, slotsPerDay } = problem.grid;
    return mergeRegions(first.cells, second.cells, regions, (days + historyDays) * slotsPerDay, 28);
  }

  #result(): RunResult {
    const all = [...this.#done.values()].sort((a, b) => a.best - b.best || a.index - b.index);
    const { result } = all[0] as Done;
    return { ...result, bound: this.#proved, stopped: this.#control.stop?.aborted === true, iterations: all.reduce((sum, done) => sum + done.result.iterations, 0) };
  }
}

/** Runs one request on several threads that meet at fixed points of the run, and terminates them afterwards. */
export async function runPortfolio(request: RunRequest, threads: readonly Thread[], control: RunControl = {}): Promise<RunResult> {
  try {
    return await new Portfolio(request, threads, control).run();
  } finally {
    for (const thread of threads) thread.terminate();
  }
}
