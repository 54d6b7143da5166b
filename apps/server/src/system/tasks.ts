import type { Scope } from '@wardwright/domain/db';
import type { Permission } from '@wardwright/domain/kernel';
import type { z } from 'zod';

/** How far a job is, in units of work that the task chooses; `total` is null while it cannot be known. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
}

/** What a task is given when its turn comes. */
export interface Running<Input> {
  /** Acts as whoever asked for the job, with the task's own permissions. */
  readonly scope: Scope;
  readonly input: Input;
  /** Shows progress to whoever watches; calls in quick succession are merged. */
  readonly report: (progress: Progress) => void;
  /** Fires when somebody cancels the job or the server stops; the task then throws what the signal carries. */
  readonly signal: AbortSignal;
}

/** Long work behind the page. It may run again after a crash, so what it writes must bear repetition. */
export interface Task<Input extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly input: Input;
  readonly permissions: readonly Permission[];
  readonly run: (job: Running<z.output<Input>>) => Promise<Readonly<Record<string, unknown>>>;
}

export const defineTask = <Input extends z.ZodType>(task: Task<Input>): Task<Input> => Object.freeze(task);

/** The reason a job's signal carries when a person cancelled it. */
export class JobCancelled extends Error {
  constructor() {
    super('The job was cancelled.');
    this.name = 'JobCancelled';
  }
}
