import type { Logger } from 'pino';

/** Runs the steps of a start one after the other, and takes them back in reverse order. */
export interface Phases {
  /** Carries out one step and notes how long it took. */
  readonly run: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Remembers how to take a step back. */
  readonly undo: (name: string, work: () => Promise<void>) => void;
  /** Takes every step back, the last one first. A step that fails does not keep the others from being taken back. */
  readonly takeBack: () => Promise<void>;
}

/** @param signal ends the start before its next step */
export function phases(log: Logger, signal: AbortSignal): Phases {
  const done: { name: string; work: () => Promise<void> }[] = [];
  const timed = async <T>(phase: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      log.debug({ phase, ms: Math.round(performance.now() - begun) }, 'phase');
    }
  };
  return {
    run: async (name, work) => {
      signal.throwIfAborted();
      return timed(name, work);
    },
    undo: (name, work) => void done.push({ name, work }),
    takeBack: async () => {
      for (let step = done.pop(); step; step = done.pop()) {
        const { name, work } = step;
        await timed(`stop ${name}`, work).catch((error: unknown) => log.error({ err: error, phase: name }, 'could not be stopped'));
      }
    },
  };
}
