import { inTenant, type Scope } from '@wardwright/domain/db';
import { recordJob } from '@wardwright/domain/system/commands';
import { Job } from '@wardwright/domain/system/model';
import type { Progress } from './tasks.ts';

const progressEvery = 250;

/** The row of a running job: every change raises its version, so that watchers can resume where they left off. */
export class JobRecord {
  readonly #scope: Scope;
  readonly #id: string;
  #pending: Progress | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(scope: Scope, id: string) {
    this.#scope = scope;
    this.#id = id;
  }

  /** The job as it stands. @throws DomainError `not-found` */
  read(): Promise<Job> {
    return inTenant(this.#scope, (trx) => Job.byId(trx, this.#scope, this.#id));
  }

  /** Writes columns now, after whatever is still being written, unless the job has ended. @returns the job as it stands */
  write(columns: object): Promise<Job> {
    const written = this.#writing.then(() =>
      inTenant(this.#scope, (trx) => recordJob(trx, this.#scope, this.#id, columns)),
    );
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** Remembers progress and writes the newest a few times a second. */
  report(progress: Progress): void {
    this.#pending = progress;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, progressEvery);
  }

  /** Writes progress that is still waiting. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const progress = this.#pending;
    this.#pending = null;
    if (progress) await this.write({ phase: progress.phase, done: progress.done, total: progress.total }).catch(() => undefined);
    await this.#writing;
  }
}
