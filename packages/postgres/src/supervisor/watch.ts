import { isAlive } from './server.ts';
import type { Running } from './start.ts';

/** Told once, with a sentence, when the database server ends on its own. */
export type ExitListener = (reason: string) => void;

const LOOK_EVERY_MS = 1000;

/** Notices the end of a server: at once when it is our child, within a second when another process started it. */
export function watchServer(running: Running): { onExit: (listener: ExitListener) => () => void; end: () => void } {
  const { server, child } = running;
  const listeners = new Set<ExitListener>();
  let over = false;
  const end = (): void => {
    over = true;
    clearInterval(timer);
  };
  const report = (): void => {
    if (over) return;
    end();
    for (const listener of listeners) listener(`The database server (process ${server.pid}) has ended unexpectedly.`);
  };
  const timer = setInterval(() => {
    if (!isAlive(server)) report();
  }, LOOK_EVERY_MS);
  timer.unref();
  child?.once('exit', report);
  return {
    onExit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end,
  };
}
