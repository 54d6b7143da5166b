import { loadHighs } from '../exact.ts';
import type { FromThread, ToThread } from './messages.ts';
import { Pace } from './pace.ts';
import { HARD } from '../score.ts';
import { wantsPolish } from './share.ts';
import { EPOCHS, meetAfter, regionsOf } from './regions.ts';
import { Solver } from './solver.ts';

/** The two ends of a message channel, as a worker sees it; fits worker_threads and web workers alike. */
export interface ThreadPort {
  post(message: FromThread): void;
  listen(listener: (message: ToThread) => void): void;
}

type Start = Extract<ToThread, { type: 'start' }>;
const REPORT_MS = 250;
/** Telling where things stand may take one part in so many of the thread's time. */
const REPORT_SHARE = 40;
/** Without shared memory the thread listens this often. */
const LISTEN_MS = 60;

class ThreadRun {
  readonly #port: ThreadPort;
  readonly #start: Start;
  readonly #control: Int32Array | null;
  #told = false;
  #waiting: ((cells: Uint8Array | null) => void) | null = null;
  #reportAt = 0;
  /** When it last listened and told where things stand; parts of a run may be shorter than the time in between. */
  #listenedAt = performance.now();
  /** Whether the last report had no hard violations: the first that has none is not kept waiting. */
  #toldFeasible = false;
  #offers: Extract<ToThread, { type: 'offer' }>[] = [];

  constructor(port: ThreadPort, start: Start) {
    this.#port = port;
    this.#start = start;
    this.#control = start.control === null ? null : new Int32Array(start.control);
  }

  hear(message: ToThread): void {
    if (message.type === 'stop') this.#told = true;
    if (message.type === 'exchange') this.#waiting?.(message.cells);
    if (message.type === 'offer') this.#offers.push(message);
  }

  readonly #halted = (): boolean => this.#told || (this.#control !== null && Atomics.load(this.#control, 0) === 1);

  async run(): Promise<void> {
    const { request, index, threads, waited } = this.#start;
    const reheats = index % 2 === 1 && request.iterations === undefined;
    const solver = new Solver({ ...request, seed: request.seed + index * 1_000_003 }, { index, workers: request.iterations === undefined ? threads : 1, listens: this.#control !== null && threads > 1, waited });
    const pace = new Pace(request, solver, reheats);
    for (let epoch = 0; epoch < EPOCHS && !this.#halted(); epoch++) {
      solver.annealing.regions = regionsOf(request.problem, index, threads, epoch);
      await this.#advance(solver, pace, (epoch + 1) / EPOCHS);
      if (meetAfter(request.problem, threads, epoch)) await this.#exchange(solver, epoch);
    }
    solver.annealing.regions = null;
    if (threads > 1 && !this.#halted()) await this.#exchange(solver, EPOCHS);
    if (wantsPolish(request) && !this.#halted()) solver.equip(await loadHighs());
    await this.#polish(solver, pace);
    this.#port.post({ type: 'done', index, best: solver.annealing.best, result: solver.result(this.#halted()), isProved: solver.isProved });
  }

  async #polish(solver: Solver, pace: Pace): Promise<void> {
    const shares = this.#start.threads > 1 && this.#start.request.iterations === undefined;
    let told = solver.annealing.best;
    for (let going = true; going && !this.#halted(); ) {
      going = pace.step(this.#halted, () => this.#report(solver, pace));
      if (performance.now() - this.#listenedAt < LISTEN_MS) continue;
      await this.#tell(solver, pace);
      if (shares) await this.#share(solver, told);
      told = solver.annealing.best;
    }
  }

  async #advance(solver: Solver, pace: Pace, until: number): Promise<void> {
    while (pace.searched < until && !this.#halted()) {
      pace.step(this.#halted);
      if (performance.now() - this.#listenedAt >= LISTEN_MS) await this.#tell(solver, pace);
    }
  }

  #report(solver: Solver, pace: Pace): void {
    const began = performance.now();
    const feasible = solver.annealing.best < HARD / 2;
    if (began <= this.#reportAt && feasible === this.#toldFeasible) return;
    this.#toldFeasible = feasible;
    this.#port.post({ type: 'progress', index: this.#start.index, progress: solver.progress(pace.searched) });
    const ended = performance.now();
    this.#reportAt = ended + Math.max(REPORT_MS, REPORT_SHARE * (ended - began));
  }

  async #tell(solver: Solver, pace: Pace): Promise<void> {
    this.#report(solver, pace);
    if (this.#control === null) await new Promise((resolve) => setTimeout(resolve, 0));
    this.#listenedAt = performance.now();
  }

  /** Two threads that polish by the clock tell each other what they found, and go on from the better schedule. */
  async #share(solver: Solver, before: number): Promise<void> {
    const { annealing } = solver;
    const range = solver.takeChanged();
    if (annealing.best < before) this.#port.post({ type: 'better', index: this.#start.index, best: annealing.best, cells: annealing.bestCells.slice(), range });
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const offer of this.#offers) solver.hear(offer);
    this.#offers = [];
  }

  async #exchange(solver: Solver, epoch: number): Promise<void> {
    const { annealing } = solver;
    const answer = new Promise<Uint8Array | null>((resolve) => (this.#waiting = resolve));
    const cells = annealing.regions === null ? annealing.bestCells : annealing.score.cells;
    this.#port.post({ type: 'epoch', index: this.#start.index, epoch, best: annealing.best, cells: cells.slice() });
    const received = await answer;
    if (received === null) return;
    if (epoch === EPOCHS) annealing.restart(received);
    else annealing.adopt(received);
  }
}

/** Makes the current thread serve one run for whoever is at the other end of the port. */
export function serveThread(port: ThreadPort): void {
  let run: ThreadRun | null = null;
  port.listen((message) => {
    if (message.type !== 'start') {
      run?.hear(message);
      return;
    }
    run = new ThreadRun(port, message);
    run.run().catch((error: unknown) => port.post({ type: 'failed', index: message.index, message: String(error) }));
  });
}
